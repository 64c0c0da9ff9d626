import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import type { HalfYear } from "~/domain/statistics";
import { digestOf, record } from "~/server/custody";
import { transaction } from "~/server/db";
import { stillIn } from "~/server/scope";
import { counted, stillOpen } from "./queries";

/**
 * Hand the counts of a half-year out for a report. The ledger has their digest, and nothing of them. Whoever takes a word back before that is
 * heard, and nothing leaves.
 * @throws Refusal `changed-meanwhile`; `not-found` for who is out; `not-now` before the half-year has ended
 */
export async function take(actor: Actor, half: HalfYear, at: Date) {
  const { open, given } = await counted(actor, half, at);
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    if (!(await stillOpen(tx, actor, open, at))) throw new Refusal("changed-meanwhile");
    await record(tx, actor.id, at, { kind: "statistics.taken", digest: digestOf(given) });
  });
  return given;
}
