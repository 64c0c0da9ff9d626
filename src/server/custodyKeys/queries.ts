import type { Actor } from "~/domain/roles";
import { db } from "~/server/db";
import * as members from "~/server/members/queries";
import { reviewerKeysOf } from "~/server/scope";

/** The key to which originals are sealed, or null until the reviewers have made it. */
export const current = () =>
  db().custodyKey.findFirst({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, recipient: true, createdAt: true },
  });

/** Whether this reviewer has been given that custody key, through the key of their own that they have now. */
export const isHeld = async (actor: Actor, custodyKeyId: string): Promise<boolean> =>
  (await db().custodyGrant.count({ where: { custodyKeyId, reviewerKey: { memberId: actor.id, endedAt: null } } })) > 0;

/** Who holds the key and who waits to be let in, with what is needed to do so; null until there is a key. */
export async function holders(actor: Actor) {
  const key = await db().custodyKey.findFirst({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, recipient: true, parts: true, needed: true },
  });
  if (!key) return null;
  const keys = await db().reviewerKey.findMany({
    where: reviewerKeysOf(actor),
    orderBy: { createdAt: "asc" },
    select: {
      id: true, memberId: true, recipient: true, createdAt: true,
      grants: { where: { custodyKeyId: key.id }, select: { grantedAt: true } },
    },
  });
  const handles = await members.handlesOf(keys.map(({ memberId }) => memberId));
  return {
    ...key,
    reviewers: keys.map(({ grants, ...row }) => ({
      ...row, handle: handles.get(row.memberId) ?? null, me: row.memberId === actor.id, since: grants[0]?.grantedAt ?? null,
    })),
  };
}
