import * as z from "zod";
import { HoldGround, stateOf, stops, whyNotDecide } from "~/domain/hold";
import type { Actor } from "~/domain/roles";
import { db, type Tx } from "~/server/db";
import * as members from "~/server/members/queries";
import { holdsOf } from "~/server/scope";
import { openJson } from "~/server/sealing";

const Reason = z.strictObject({ text: z.string() });
const factsShape = { id: true, itemId: true, ground: true, until: true, askedBy: true, askedAt: true, agreed: true, endedAt: true } as const;

/** All that there ever were of one item, oldest first. */
export const factsOn = (tx: Tx, itemId: string) =>
  tx.hold.findMany({ where: { itemId }, orderBy: { askedAt: "asc" }, select: factsShape });

/** Of these items, the holds that stop their erasing now; of each the one that lasts longest, of those agreed to if there are any. For what is shown, and for the clock. */
export async function holdsOn(tx: Tx, itemIds: readonly string[], at: Date) {
  const rows = await tx.hold.findMany({
    where: { itemId: { in: [...itemIds] }, endedAt: null, until: { gt: at } },
    orderBy: { until: "asc" },
    select: factsShape,
  });
  return new Map(
    rows
      .filter((hold) => stops(hold, at))
      .map(({ itemId, ground, until, agreed }) => ({ itemId, ground: HoldGround.parse(ground), until, agreed: agreed === true }))
      .toSorted((a, b) => Number(a.agreed) - Number(b.agreed))
      .map(({ itemId, ...hold }) => [itemId, hold]),
  );
}

/** The holds of one item whose scope the caller has checked, newest first, each with what its reader may do. */
export async function ofItem(actor: Actor, itemId: string, at: Date) {
  const rows = await db().hold.findMany({
    where: { AND: [{ itemId }, holdsOf(actor)] },
    orderBy: { askedAt: "desc" },
    select: { ...factsShape, reasonSealed: true },
  });
  const handles = await members.handlesOf(rows.map(({ askedBy }) => askedBy));
  return Promise.all(
    rows.map(async ({ reasonSealed, ...row }) => ({
      id: row.id,
      ground: HoldGround.parse(row.ground),
      state: stateOf(row, at),
      until: row.until,
      askedAt: row.askedAt,
      askedBy: { handle: handles.get(row.askedBy) ?? null, me: row.askedBy === actor.id },
      reason: (await openJson(reasonSealed, { kind: "reason", id: `hold-${row.id}` }, Reason)).text,
      may: { decide: whyNotDecide(row, actor.id, at) === null, end: stops(row, at) },
    })),
  );
}
