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

/** What opens in this reviewer's browser: their own key as they wrapped it, and the custody keys that were sealed to it. */
export async function mine(actor: Actor) {
  const key = await db().reviewerKey.findFirst({
    where: { memberId: actor.id, endedAt: null },
    orderBy: { createdAt: "desc" },
    select: {
      id: true, recipient: true,
      wraps: { select: { id: true, wrap: true }, orderBy: { createdAt: "asc" } },
      grants: {
        select: { sealed: true, tag: true, custodyKey: { select: { id: true, recipient: true } } },
        orderBy: { custodyKey: { createdAt: "desc" } },
      },
    },
  });
  if (!key) return null;
  const grants = key.grants.map(({ custodyKey: { id, recipient }, ...grant }) => ({ custody: { id, recipient }, ...grant }));
  return { ...key, member: actor.id, grants };
}

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
