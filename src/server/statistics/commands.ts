import type { Actor } from "~/domain/roles";
import type { HalfYear } from "~/domain/statistics";
import { digestOf, record } from "~/server/custody";
import { transaction } from "~/server/db";
import { read } from "./queries";

/** Hand the counts of a half-year out for a report. The ledger has their digest, and nothing of them. */
export async function take(actor: Actor, half: HalfYear, at: Date) {
  const given = await read(actor, half, at);
  await transaction((tx) => record(tx, actor.id, at, { kind: "statistics.taken", digest: digestOf(given) }));
  return given;
}
