import * as z from "zod";
import { HoldGround, stateOf, stops, whyNotDecide, type HoldFacts } from "~/domain/hold";
import type { Actor } from "~/domain/roles";
import { db, type Tx } from "~/server/db";
import * as members from "~/server/members/queries";
import { holdsOf } from "~/server/scope";
import { openJson } from "~/server/sealing";

const Reason = z.strictObject({ text: z.string() });
/** What is held. */
export type Held = { readonly itemId: string } | { readonly accountId: string };
const factsShape = { id: true, itemId: true, accountId: true, ground: true, until: true, askedBy: true, askedAt: true, agreed: true, endedAt: true } as const;

/** All that there ever were of one thing, oldest first. */
export const factsOn = (tx: Tx, of: Held) =>
  tx.hold.findMany({ where: of, orderBy: { askedAt: "asc" }, select: factsShape });

/** Of these items and accounts, by id, the holds that stop their erasing now; of each the one that lasts longest, of those agreed to if there are any. For what is shown, and for the clock. */
export async function holdsOn(tx: Tx, ids: readonly string[], at: Date) {
  const rows = await tx.hold.findMany({
    where: { OR: [{ itemId: { in: [...ids] } }, { accountId: { in: [...ids] } }], endedAt: null, until: { gt: at } },
    orderBy: { until: "asc" },
    select: factsShape,
  });
  return new Map(
    rows
      .filter((hold) => stops(hold, at))
      .map(({ itemId, accountId, ground, until, agreed }) => ({ of: itemId ?? accountId, ground: HoldGround.parse(ground), until, agreed: agreed === true }))
      .toSorted((a, b) => Number(a.agreed) - Number(b.agreed))
      .map(({ of, ...hold }) => [of, hold]),
  );
}

/** Until when things of which incident are held, of the holds that end before `before`. */
export async function endingOf(actor: Actor, at: Date, before: Date) {
  const incident = { select: { incidentId: true } } as const;
  const rows = await db().hold.findMany({
    where: { AND: [{ agreed: true, endedAt: null, until: { gt: at, lte: before } }, holdsOf(actor)] },
    select: { until: true, item: incident, account: incident },
  });
  return rows.flatMap(({ until: by, item, account }) => [item ?? account ?? []].flat().map(({ incidentId }) => ({ incidentId, by })));
}

/** What a reviewer may do with one: of what is only asked for, whoever asked ends it and whoever did not declines it. */
function mayOf(hold: HoldFacts, reviewer: string, at: Date) {
  const decide = whyNotDecide(hold, reviewer, at) === null;
  return { decide, end: !decide && stops(hold, at) };
}

/** The holds of one thing whose scope the caller has checked, newest first, each with what its reader may do. */
export async function ofTarget(actor: Actor, of: Held, at: Date) {
  const rows = await db().hold.findMany({
    where: { AND: [of, holdsOf(actor)] },
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
      may: mayOf(row, actor.id, at),
    })),
  );
}
