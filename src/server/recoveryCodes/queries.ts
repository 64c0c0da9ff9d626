import type { Actor } from "~/domain/roles";
import { db } from "~/server/db";

/** How many codes a member has left, and when they last used one; null where they never made any. */
export async function left(actor: Actor) {
  const rows = await db().recoveryCode.findMany({ where: { memberId: actor.id }, select: { usedAt: true } });
  if (rows.length === 0) return null;
  const used = rows.flatMap(({ usedAt }) => usedAt ?? []);
  return {
    left: rows.length - used.length,
    usedAt: used.length === 0 ? null : new Date(Math.max(...used.map((usedAt) => usedAt.getTime()))),
  };
}
