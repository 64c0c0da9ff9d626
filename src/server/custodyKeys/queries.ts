import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { db, type Tx } from "~/server/db";
import * as members from "~/server/members/queries";
import { reviewerKeysOf } from "~/server/scope";

/** The key to which originals are sealed, or null until the reviewers have made it. */
export const current = (tx: Pick<Tx, "custodyKey"> = db()) =>
  tx.custodyKey.findFirst({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, recipient: true, createdAt: true },
  });

/** Whether this reviewer has been given that custody key, through the key of their own that they have now. */
export const isHeld = async (actor: Actor, custodyKeyId: string): Promise<boolean> =>
  (await db().custodyGrant.count({ where: { custodyKeyId, reviewerKey: { memberId: actor.id, endedAt: null } } })) > 0;

/** Whoever else holds a custody key and is in. */
export const otherHolders = (actor: Actor, custodyKeyId: string): Prisma.CustodyGrantWhereInput => ({
  custodyKeyId,
  reviewerKey: { AND: [reviewerKeysOf(actor), { memberId: { not: actor.id } }] },
});

/** The keys to which anything is or will be sealed: the newest, and older ones until their originals were sealed anew. */
export async function inUse(tx: Pick<Tx, "custodyKey">): Promise<Prisma.CustodyKeyWhereInput> {
  const newest = await tx.custodyKey.findFirst({ orderBy: [{ createdAt: "desc" }, { id: "desc" }], select: { id: true } });
  return { OR: [...(newest ? [newest] : []), { items: { some: {} } }] };
}

/** Whether this member holds a key that is in use and nobody else does who is in: without them what is sealed to it opens from its parts alone. */
export async function heldByNobodyElse(tx: Tx, memberId: string): Promise<boolean> {
  const held = await tx.custodyGrant.findMany({
    where: { reviewerKey: { memberId, endedAt: null }, custodyKey: await inUse(tx) },
    select: { custodyKeyId: true },
  });
  const others = await Promise.all(
    held.map(({ custodyKeyId }) => tx.custodyGrant.count({ where: otherHolders({ id: memberId, role: "reviewer" }, custodyKeyId) })),
  );
  return others.includes(0);
}

/** Whoever is no reviewer any more, or has given up what they held: what they copied before, nobody takes back. */
const gone: Prisma.CustodyHoldingWhereInput = {
  OR: [
    { member: { role: { not: "reviewer" } } },
    { member: { suspendedAt: { not: null } } },
    { member: { vettedAt: null } },
    { member: { reviewerKeys: { none: { endedAt: null } } } },
  ],
};

/** How many of those who ever held the newest key have left. */
export async function leftWithIt(): Promise<number> {
  const key = await current();
  return key ? db().custodyHolding.count({ where: { AND: [{ custodyKeyId: key.id }, gone] } }) : 0;
}

/** How many originals are sealed to a key that is not the newest. */
export async function underOlder(): Promise<number> {
  const older = await olderInUse();
  return older.reduce((sum, { items }) => sum + items, 0);
}

async function olderInUse() {
  const key = await current();
  if (!key) return [];
  const keys = await db().custodyKey.findMany({
    where: { id: { not: key.id }, items: { some: {} } },
    orderBy: { createdAt: "desc" },
    select: { id: true, recipient: true, createdAt: true, needed: true, _count: { select: { items: true } } },
  });
  return keys.map(({ _count, ...row }) => ({ ...row, items: _count.items }));
}

/** Who holds the key, who waits to be let in and who has left with it, with what is needed to do something about it; null until there is a key. */
export async function holders(actor: Actor) {
  const key = await db().custodyKey.findFirst({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, recipient: true, createdAt: true, parts: true, needed: true },
  });
  if (!key) return null;
  const keys = await db().reviewerKey.findMany({
    where: reviewerKeysOf(actor),
    orderBy: { createdAt: "asc" },
    select: {
      id: true, memberId: true, recipient: true, createdAt: true,
      grants: { where: { custodyKeyId: key.id }, select: { grantedAt: true, tag: true } },
    },
  });
  const left = await db().custodyHolding.findMany({ where: { AND: [{ custodyKeyId: key.id }, gone] }, select: { memberId: true } });
  const handles = await members.handlesOf([...keys, ...left].map(({ memberId }) => memberId));
  return {
    ...key,
    reviewers: keys.map(({ grants, ...row }) => ({
      ...row, handle: handles.get(row.memberId) ?? null, me: row.memberId === actor.id,
      since: grants[0]?.grantedAt ?? null, tag: grants[0]?.tag ?? null,
    })),
    left: left.map(({ memberId }) => handles.get(memberId) ?? null),
    older: await Promise.all((await olderInUse()).map(async (older) => ({ ...older, held: await isHeld(actor, older.id) }))),
  };
}
