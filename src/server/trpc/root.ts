import { accounts } from "~/server/accounts/router";
import { addressBook } from "~/server/addressBook/router";
import { checklists } from "~/server/checklists/router";
import { comments } from "~/server/comments/router";
import { connections } from "~/server/connections/router";
import { consents } from "~/server/consents/router";
import { course } from "~/server/course/router";
import { custodyKey } from "~/server/custodyKeys/router";
import { desk } from "~/server/desk/router";
import { disclosures } from "~/server/disclosures/router";
import { erasures } from "~/server/erasures/router";
import { evidence } from "~/server/evidence/router";
import { factors } from "~/server/factors/router";
import { health } from "~/server/health/router";
import { holds } from "~/server/holds/router";
import { incidents } from "~/server/incidents/router";
import { ledger } from "~/server/ledger/router";
import { join, members } from "~/server/members/router";
import { motions } from "~/server/motions/router";
import { notices } from "~/server/notices/router";
import { originals } from "~/server/originals/router";
import { passkeys } from "~/server/passkeys/router";
import { presence } from "~/server/presence/router";
import { receipts } from "~/server/receipts/router";
import { recipient } from "~/server/recipients/router";
import { recovery } from "~/server/recovery/router";
import { recoveryCodes } from "~/server/recoveryCodes/router";
import { regions } from "~/server/regions/router";
import { recordings } from "~/server/recordings/router";
import { requests } from "~/server/requests/router";
import { resealings } from "~/server/resealings/router";
import { search } from "~/server/search/router";
import { sessions } from "~/server/sessions/router";
import { statistics } from "~/server/statistics/router";
import { teams } from "~/server/teams/router";
import { ties } from "~/server/ties/router";
import { vouching } from "~/server/vouching/router";
import { witnesses } from "~/server/witnesses/router";
import { wraps } from "~/server/wraps/router";
import { createCallerFactory, router } from "./init";

export const root = router({
  accounts, addressBook, checklists, comments, connections, consents, course, custodyKey, desk, disclosures, erasures, evidence, factors, health, holds, incidents, join, ledger, members,
  motions, notices, originals, passkeys, presence, receipts, recipient, recordings, recovery, recoveryCodes, regions, requests, resealings, search, sessions, statistics, teams, ties,
  vouching, witnesses, wraps,
});
export type Root = typeof root;
export const createCaller = createCallerFactory(root);
