import * as connections from "~/server/connections/jobs";
import * as derivatives from "~/server/derivatives/jobs";
import * as disclosures from "~/server/disclosures/jobs";
import * as erasures from "~/server/erasures/jobs";
import * as evidence from "~/server/evidence/jobs";
import * as fixity from "~/server/fixity/jobs";
import type { Handlers } from "~/server/jobs";
import * as ledger from "~/server/ledger/jobs";
import * as members from "~/server/members/jobs";
import * as notices from "~/server/notices/jobs";
import * as requests from "~/server/requests/jobs";
import * as retention from "~/server/retention/jobs";
import * as search from "~/server/search/jobs";
import * as stamps from "~/server/stamps/jobs";
import * as suspensions from "~/server/suspensions/jobs";

/** Which work each job is. A job that nobody handles does not compile. */
export const handlers: Handlers = {
  "evidence.sanitise": evidence.sanitise,
  "evidence.suggest": evidence.suggest,
  "evidence.redact": evidence.redact,
  "evidence.sweep": () => evidence.sweep(),
  "fixity.read": () => fixity.read(),
  "derivatives.prepare": derivatives.prepare,
  "derivatives.retire": () => derivatives.retire(),
  "disclosures.expire": () => disclosures.expire(),
  "erasures.due": () => erasures.due(),
  "erasures.finish": () => erasures.finish(),
  "notices.mail": notices.mail,
  "requests.settle": () => requests.settled(),
  "erasures.retain": () => retention.apply(),
  "connections.index": () => connections.index(),
  "ledger.checkpoint": () => ledger.keepCheckpoint(),
  "ledger.stamp": () => stamps.ask(),
  "members.founding": () => members.founding(),
  "search.index": search.index,
  "search.complete": () => search.complete(),
  "suspensions.lapse": () => suspensions.lapse(),
};
