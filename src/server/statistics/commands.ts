import type { Actor } from "~/domain/roles";
import type { Period } from "~/domain/statistics";
import { digestOf, record } from "~/server/custody";
import { transaction } from "~/server/db";
import { read } from "./queries";

/** Hand the counts of a period out for a report. The ledger has their digest, and nothing of them. */
export async function take(actor: Actor, period: Period, at: Date) {
  const given = await read(actor, period, at);
  await transaction((tx) => record(tx, actor.id, at, { kind: "statistics.taken", digest: digestOf(given) }));
  return given;
}
