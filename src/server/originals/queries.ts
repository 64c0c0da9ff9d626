import * as z from "zod";
import { endsAt, OpeningPurpose, stateOf, whyNotDecide, whyNotOpen, type OpeningFacts } from "~/domain/opening";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import * as custodyKeys from "~/server/custodyKeys/queries";
import { db } from "~/server/db";
import { hex } from "~/server/digest";
import * as members from "~/server/members/queries";
import { openingsOf } from "~/server/scope";
import { openJson } from "~/server/sealing";

const Reason = z.strictObject({ text: z.string() });
const MOST_LISTED = 200;

const lineShape = {
  id: true, purpose: true, askedBy: true, askedAt: true, agreed: true, decidedAt: true, decidedBy: true,
  item: { select: { id: true, incidentId: true, incident: { select: { reference: true } } } },
} as const satisfies Prisma.OpeningSelect;
type Line = Prisma.OpeningGetPayload<{ select: typeof lineShape }>;

const line = ({ item, purpose, ...row }: Line, handles: ReadonlyMap<string, string>, actor: Actor, at: Date) => ({
  id: row.id,
  purpose: OpeningPurpose.parse(purpose),
  state: stateOf(row, at),
  endsAt: endsAt(row, at),
  askedAt: row.askedAt,
  askedBy: { handle: handles.get(row.askedBy) ?? null, me: row.askedBy === actor.id },
  item: { id: item.id, incidentId: item.incidentId, reference: item.incident.reference },
  may: mayOf(row, actor, at),
});
const mayOf = (facts: OpeningFacts, actor: Actor, at: Date) => ({
  decide: whyNotDecide(facts, actor.id, at) === null,
  open: whyNotOpen(facts, actor.id, at) === null,
});

/** The newest openings, of which what waits for somebody stands first. */
export async function list(actor: Actor, at: Date) {
  const rows = await db().opening.findMany({
    where: openingsOf(actor), orderBy: { askedAt: "desc" }, take: MOST_LISTED, select: lineShape,
  });
  const handles = await members.handlesOf(rows.map(({ askedBy }) => askedBy));
  const lines = rows.map((row) => line(row, handles, actor, at));
  const waits = (opening: (typeof lines)[number]) => (opening.state === "asked" || opening.state === "agreed" ? 0 : 1);
  return lines.toSorted((a, b) => waits(a) - waits(b));
}

/** One, with what its reader's browser needs to open it. @throws Refusal `not-found` */
export async function read(actor: Actor, openingId: string, at: Date) {
  const row = await db().opening.findFirst({
    where: { AND: [{ id: openingId }, openingsOf(actor)] },
    select: {
      ...lineShape, reasonSealed: true, handedAt: true, savedAt: true,
      item: { select: { ...lineShape.item.select, digest: true, size: true, format: true, custodyKeyId: true, originalToldBlob: true } },
    },
  });
  if (!row) throw new Refusal("not-found");
  const handles = await members.handlesOf([row.askedBy, ...(row.decidedBy ? [row.decidedBy] : [])]);
  const { text } = await openJson(row.reasonSealed, { kind: "reason", id: row.id }, Reason);
  return {
    ...line(row, handles, actor, at),
    reason: text,
    decidedBy: row.decidedBy ? (handles.get(row.decidedBy) ?? null) : null,
    decidedAt: row.decidedAt,
    handedAt: row.handedAt,
    savedAt: row.savedAt,
    original: {
      digest: hex(row.item.digest), size: row.item.size, format: row.item.format, custodyKeyId: row.item.custodyKeyId,
      told: row.item.originalToldBlob !== null,
      held: row.item.custodyKeyId !== null && (await custodyKeys.isHeld(actor, row.item.custodyKeyId)),
    },
  };
}
