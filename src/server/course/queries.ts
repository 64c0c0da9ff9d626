import { COURSE_VERSION } from "~/domain/course";
import type { Actor } from "~/domain/roles";
import { db, type Tx } from "~/server/db";

/** Who of these has passed the course as it is today. */
export async function passedBy(tx: Tx, memberIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.coursePass.findMany({
    where: { version: COURSE_VERSION, memberId: { in: [...memberIds] } },
    select: { memberId: true },
  });
  return new Set(rows.map(({ memberId }) => memberId));
}

/** When the asker passed it, or null. */
export async function state(actor: Actor) {
  const pass = await db().coursePass.findUnique({
    where: { memberId_version: { memberId: actor.id, version: COURSE_VERSION } },
    select: { at: true },
  });
  return { version: COURSE_VERSION, passedAt: pass?.at ?? null };
}
