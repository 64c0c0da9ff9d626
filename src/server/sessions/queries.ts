import * as z from "zod";
import { Means } from "~/domain/proving";
import type { Actor } from "~/domain/roles";
import { db } from "~/server/db";
import { openJson } from "~/server/sealing";

const MOST_TOLD = 5;

export const Name = z.string().trim().min(1).max(40);

/** What makes a session one that is in use at `at`. */
export const inUse = (at: Date) => ({ revokedAt: null, expiresAt: { gt: at }, idleUntil: { gt: at } });

/** A member's own sessions that are in use, newest first. */
export async function list(actor: Actor, session: string, at: Date) {
  const rows = await db().session.findMany({
    where: { memberId: actor.id, ...inUse(at) },
    orderBy: { createdAt: "desc" },
    select: { id: true, createdAt: true, means: true, nameSealed: true },
  });
  return Promise.all(
    rows.map(async ({ nameSealed, means, ...row }) => ({
      ...row,
      means: Means.parse(means),
      name: nameSealed && (await openJson(nameSealed, { kind: "session", id: row.id }, Name)),
      isThis: row.id === session,
    })),
  );
}

/**
 * Whoever signed in as this member since this session began and was not shown here yet, newest first, those that have
 * ended meanwhile included: somebody who was in for a minute was in.
 */
export async function elsewhere(actor: Actor, session: string) {
  const here = await db().session.findFirst({
    where: { id: session, memberId: actor.id },
    select: { createdAt: true, toldUntil: true },
  });
  if (!here) return [];
  const rows = await db().session.findMany({
    where: { memberId: actor.id, id: { not: session }, createdAt: { gt: here.toldUntil ?? here.createdAt } },
    orderBy: { createdAt: "desc" },
    take: MOST_TOLD,
    select: { id: true, createdAt: true, means: true },
  });
  return rows.map(({ means, ...row }) => ({ ...row, means: Means.parse(means) }));
}
