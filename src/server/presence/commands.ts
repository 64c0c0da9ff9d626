import type { Actor } from "~/domain/roles";
import { transaction } from "~/server/db";
import { stampOf } from "~/server/incidents/queries";
import { incidentInScope, stillIn } from "~/server/scope";
import { othersOf } from "./queries";

/** Whoever was not heard of for as long is not there any more. */
const HERE_MS = 20_000;

/**
 * Say that one has an incident open, and learn which other reviewers have, and by what one can tell that something of it changed. It is
 * worth nothing a moment later: no entry, and gone with the next that anybody says.
 * @throws Refusal `not-found`
 */
export async function here(actor: Actor, input: { incidentId: string; writing: boolean }, at: Date) {
  const since = new Date(+at - HERE_MS);
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id: incidentId } = await incidentInScope(tx, actor, input.incidentId);
    await tx.$executeRaw`
      DELETE FROM "Presence" WHERE ("incidentId", "memberId") IN (
        SELECT "incidentId", "memberId" FROM "Presence" WHERE "at" < ${since} FOR UPDATE SKIP LOCKED)`;
    await tx.$executeRaw`
      INSERT INTO "Presence" ("incidentId", "memberId", "writing", "at") VALUES (${incidentId}::uuid, ${actor.id}::uuid, ${input.writing}, ${at})
      ON CONFLICT ("incidentId", "memberId") DO UPDATE SET "writing" = EXCLUDED."writing", "at" = EXCLUDED."at"`;
    return { others: await othersOf(tx, actor, incidentId, since), stamp: await stampOf(tx, incidentId) };
  });
}
