import { accounts } from "~/server/accounts/router";
import { addressBook } from "~/server/addressBook/router";
import { checklists } from "~/server/checklists/router";
import { consents } from "~/server/consents/router";
import { course } from "~/server/course/router";
import { custodyKey } from "~/server/custodyKeys/router";
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
import { teams } from "~/server/teams/router";
import { ties } from "~/server/ties/router";
import { vouching } from "~/server/vouching/router";
import { wraps } from "~/server/wraps/router";
import { createCallerFactory, router } from "./init";

export const root = router({
  accounts, addressBook, checklists, consents, course, custodyKey, disclosures, erasures, evidence, factors, health, holds, incidents, join, ledger, members,
  motions, notices, originals, passkeys, receipts, recipient, recordings, recovery, recoveryCodes, regions, requests, resealings, search, sessions, teams, ties,
  vouching, wraps,
});
export type Root = typeof root;
export const createCaller = createCallerFactory(root);
