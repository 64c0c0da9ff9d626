import * as z from "zod";
import { isOpen, mayRead, MOTION_MS, Motion, READING_MS } from "~/domain/motion";
import type { Actor } from "~/domain/roles";
import { settings, settingNames } from "~/domain/vouching";
import { db, type Tx } from "~/server/db";
import { handlesOf } from "~/server/members/queries";
import { openJson } from "~/server/sealing";
import { current } from "~/server/settings/queries";

export const Reason = z.strictObject({ text: z.string() });

const motionShape = {
  id: true, kind: true, name: true, value: true, was: true, memberId: true,
  proposedBy: true, proposedAt: true, agreedBy: true, agreedAt: true, withdrawnAt: true,
} as const;
type Row = { readonly kind: string; readonly name: string | null; readonly value: number | null; readonly memberId: string | null };

/** What a row proposes. */
export function motionOf({ kind, name, value, memberId }: Row): Motion {
  if (kind === "setting") return Motion.parse({ kind, name, value });
  return Motion.parse(kind === "restoring" ? { kind, memberId } : { kind });
}

/** @returns the row, locked, or null */
export async function locked(tx: Tx, motionId: string) {
  await tx.$queryRaw`SELECT "id" FROM "Motion" WHERE "id" = ${motionId}::uuid FOR UPDATE`;
  return tx.motion.findUnique({ where: { id: motionId }, select: motionShape });
}

/** What waits for a second steward, and maps that the asker may read now. */
export async function list(actor: Actor, at: Date) {
  const rows = await db().motion.findMany({
    where: { withdrawnAt: null, proposedAt: { gt: new Date(at.getTime() - 2 * MOTION_MS) } },
    orderBy: { proposedAt: "desc" },
    select: { ...motionShape, reasonSealed: true },
  });
  const shown = rows.filter((row) => isOpen(row, at) || (row.kind === "map" && mayRead(row, actor.id, at)));
  const handles = await handlesOf(shown.flatMap(({ proposedBy, memberId }) => [proposedBy, ...(memberId ? [memberId] : [])]));
  const numbers = await current(db());
  return {
    settings: settingNames.map((name) => ({ name, value: numbers[name], ...settings[name] })),
    motions: await Promise.all(
      shown.map(async (row) => ({
        id: row.id,
        motion: motionOf(row),
        was: row.was,
        whom: row.memberId ? (handles.get(row.memberId) ?? null) : null,
        reason: (await openJson(row.reasonSealed, { kind: "reason", id: `motion-${row.id}` }, Reason)).text,
        proposedBy: handles.get(row.proposedBy) ?? null,
        proposedAt: row.proposedAt,
        mine: row.proposedBy === actor.id,
        open: isOpen(row, at),
        /** Of a map that both have agreed on: until when it can be read. */
        until: row.agreedAt ? new Date(row.agreedAt.getTime() + READING_MS) : null,
      })),
    ),
  };
}
