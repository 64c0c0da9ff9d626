import type { Actor } from "~/domain/roles";
import type { Tx } from "~/server/db";
import * as members from "~/server/members/queries";

/** The other reviewers who have had an incident open since then, whose scope the caller has checked; nobody who is out by now. */
export async function othersOf(tx: Tx, actor: Actor, incidentId: string, since: Date) {
  const rows = await tx.presence.findMany({
    where: { incidentId, memberId: { not: actor.id }, at: { gte: since } }, select: { memberId: true, writing: true },
  });
  if (rows.length === 0) return [];
  const handles = new Map((await members.reviewers()).map(({ id, handle }) => [id, handle]));
  return rows
    .flatMap(({ memberId, writing }) => (handles.has(memberId) ? [{ handle: handles.get(memberId)!, writing }] : []))
    .toSorted((a, b) => (a.handle < b.handle ? -1 : 1));
}
