import type { Action } from "~/domain/policy";
import type { Actor } from "~/domain/roles";
import type { Call, Calls } from "./call";
import { connections } from "./calls/connections";
import { desk } from "./calls/desk";
import { disclosures } from "./calls/disclosures";
import { erasures } from "./calls/erasures";
import { identity } from "./calls/identity";
import { incidents } from "./calls/incidents";
import { originals } from "./calls/originals";
import { recordings } from "./calls/recordings";
import { resealings } from "./calls/resealings";
import { receipts } from "./calls/receipts";
import { vouching } from "./calls/vouching";
import { witnesses } from "./calls/witnesses";
import type { House, Ids } from "./house";
import { rpc, type Sent } from "./visitors";

/** How every action of the policy is called. One that is missing does not compile: a new action is in the sweep from its first day. */
const calls: Calls = { ...identity, ...incidents, ...connections, ...desk, ...disclosures, ...originals, ...receipts, ...recordings, ...resealings, ...erasures, ...vouching, ...witnesses };

export type AnyCall = Call<Action>;
export const callsOf = (action: Action): readonly AnyCall[] => calls[action];

export const requestOf = async (action: Action, call: AnyCall, ids: Ids, actor: Actor, house: House): Promise<Sent> =>
  "send" in call ? call.send(ids) : rpc(action, await call.input(ids, actor, house));
