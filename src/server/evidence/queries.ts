import { lookedAt } from "~/domain/remaining";
import { RedactionMethod, type ItemState, type MarkCounts, type Region } from "~/domain/evidence";
import type { RefusalCode } from "~/domain/refusal";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { latestOf } from "~/server/checklists/queries";
import { goneFrom } from "~/server/consents/queries";
import { db, type Tx } from "~/server/db";
import { coverShape, covers, openDerivative, type Opened } from "~/server/derivatives/queries";
import { hex } from "~/server/digest";
import { disclosuresOf, itemInScope, itemsOf } from "~/server/scope";

type RedactionState = "none" | "pending" | "done" | "outdated";

const picture = { select: { id: true, kind: true, leavesAs: true, width: true, height: true, ...coverShape }, where: { erasedAt: null, disclosureId: null } } as const;
const redactions = {
  select: { version: true, doneAt: true, method: true, suggested: true, accepted: true, dismissed: true, added: true },
  orderBy: { version: "desc" },
  take: 1,
} as const;

const summaryShape = {
  id: true, state: true, refusal: true, receivedAt: true, regionsVersion: true, lookedAt: true,
  derivatives: picture,
  redactions,
  regions: { select: { subject: true, grantorId: true } },
} as const satisfies Prisma.EvidenceItemSelect;

type Pictures = SummaryRow["derivatives"];

/** Those of an item's pictures that a member may look at. */
const shownOf = (derivatives: Pictures, gone: readonly string[], actor: Actor) =>
  lookedAt(derivatives.map((row) => ({ ...row, covers: covers(row) })), gone, actor.role);
type Shown = ReturnType<typeof shownOf>;

/** The derivative of a kind that members look at, as the interface names it: not one that was made only to leave. */
const pictureOf = (derivatives: Shown, kind: string) => {
  const shown = kind === "redacted" ? "reduced" : null;
  const found = derivatives.find((d) => d.kind === kind && (d.leavesAs ?? shown) === shown);
  return found ? { derivativeId: found.id, width: found.width, height: found.height } : null;
};

function redactionState(item: {
  regionsVersion: number;
  redactions: readonly { version: number; doneAt: Date | null }[];
}): RedactionState {
  const [latest] = item.redactions;
  if (!latest) return "none";
  if (latest.version !== item.regionsVersion) return "outdated";
  return latest.doneAt ? "done" : "pending";
}

/** How the regions that were confirmed last came about, and by which method they are covered. */
function confirmed([latest]: readonly (MarkCounts & { method: string })[]) {
  if (!latest) return null;
  const { method, suggested, accepted, dismissed, added } = latest;
  return { method: RedactionMethod.parse(method), suggested, accepted, dismissed, added };
}

type SummaryRow = Prisma.EvidenceItemGetPayload<{ select: typeof summaryShape }>;

const summary = (row: SummaryRow, shown: Shown) => ({
  id: row.id,
  state: row.state as ItemState,
  refusal: row.refusal as RefusalCode | null,
  preview: pictureOf(shown, "preview"),
  looked: row.lookedAt !== null,
  redaction: redactionState(row),
  marked: row.regions.length,
  unanswered: row.regions.filter((region) => region.subject === null).length,
  /** Whose regions these are. */
  people: [...new Set(row.regions.flatMap(({ grantorId }) => grantorId ?? []))],
  receivedAt: row.receivedAt,
});
type ItemSummary = ReturnType<typeof summary>;

/** The photos of an incident that are there, without the evidence of consents. */
const photosIn = (incidentId: string) => ({ incidentId, state: { not: "erased" }, evidenceOf: { none: {} } }) as const satisfies Prisma.EvidenceItemWhereInput;

/** Of an incident whose scope the caller has checked. */
export const photoIds = async (incidentId: string): Promise<string[]> =>
  (await db().evidenceItem.findMany({ where: photosIn(incidentId), select: { id: true } })).map(({ id }) => id);

/** The photos of an incident whose scope the caller has checked, in the order of their arrival. */
export async function summariesOf(actor: Actor, incidentId: string, at: Date): Promise<ItemSummary[]> {
  const rows = await db().evidenceItem.findMany({
    where: photosIn(incidentId),
    orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
    select: summaryShape,
  });
  const gone = await goneFrom(db(), rows.map(({ id }) => id), at);
  return rows.map((row) => summary(row, shownOf(row.derivatives, gone.get(row.id) ?? [], actor)));
}

/** How many ready items of each incident nobody has looked at. */
export async function unlookedCounts(incidentIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db().evidenceItem.groupBy({
    by: ["incidentId"],
    where: { incidentId: { in: [...incidentIds] }, state: "ready", lookedAt: null },
    _count: true,
  });
  return new Map(rows.map((row) => [row.incidentId, row._count]));
}

/** Of incidents whose scope the caller has checked, what is still to be done with their photos; those where nothing is are not named. */
export async function missingOf(incidentIds: readonly string[]) {
  const rows = await db().$queryRaw<{ incidentId: string; unlooked: number; unanswered: number; outdated: number; unchecked: number }[]>`
    SELECT e."incidentId",
      count(*) FILTER (WHERE e."lookedAt" IS NULL)::int AS "unlooked",
      sum((SELECT count(*) FROM "Region" r WHERE r."itemId" = e."id" AND r."subject" IS NULL))::int AS "unanswered",
      count(*) FILTER (WHERE (SELECT max(d."version") FROM "Redaction" d WHERE d."itemId" = e."id") <> e."regionsVersion")::int AS "outdated",
      count(*) FILTER (WHERE e."lookedAt" IS NOT NULL AND NOT EXISTS (
        SELECT FROM "ItemChecklist" c WHERE c."itemId" = e."id" AND c."version" = e."regionsVersion"))::int AS "unchecked"
    FROM "EvidenceItem" e
    WHERE e."incidentId" = ANY(${[...incidentIds]}::uuid[]) AND e."state" = 'ready'
      AND NOT EXISTS (SELECT FROM "ConsentEvidence" o WHERE o."itemId" = e."id")
    GROUP BY e."incidentId"`;
  return new Map(rows.map(({ incidentId, ...missing }) => [incidentId, missing]));
}

/** SHA-256 of an item's bytes as they were received, which is what it is known by. */
export const digestAtReception = async (tx: Tx, id: string): Promise<string> =>
  hex((await tx.evidenceItem.findUniqueOrThrow({ where: { id }, select: { digest: true } })).digest);

/** One item. @throws Refusal `not-found` */
export async function read(actor: Actor, itemId: string, at: Date) {
  const { id } = await itemInScope(db(), actor, itemId);
  const row = await db().evidenceItem.findUniqueOrThrow({
    where: { id },
    select: {
      ...summaryShape,
      incidentId: true, format: true, size: true, width: true, height: true, digest: true, suggestedAt: true,
      submittedBy: true, toldSealed: true,
      incident: { select: { reference: true, state: true } },
      regions: {
        select: {
          id: true, kind: true, x: true, y: true, width: true, height: true, origin: true, subject: true,
          grantorId: true, redact: true, possible: true,
        },
        orderBy: [{ y: "asc" }, { x: "asc" }, { id: "asc" }],
      },
    },
  });
  const gone = (await goneFrom(db(), [id], at)).get(id) ?? [];
  const shown = shownOf(row.derivatives, gone, actor);
  return {
    ...summary(row, shown),
    incidentId: row.incidentId,
    reference: row.incident.reference,
    format: row.format,
    size: row.size,
    width: row.width,
    height: row.height,
    digest: hex(row.digest),
    mayEdit: row.state === "ready" && row.incident.state !== "closed",
    mine: row.submittedBy === actor.id,
    told: row.toldSealed !== null && row.submittedBy === actor.id,
    regionsVersion: row.regionsVersion,
    regions: row.regions as Region[],
    suggested: row.suggestedAt !== null,
    confirmed: confirmed(row.redactions),
    checklist: await latestOf(db(), id),
    clean: pictureOf(shown, "clean"),
    display: pictureOf(shown, "display"),
    redacted: pictureOf(shown, "redacted"),
    /** How it is shown where somebody in it took everything back. */
    gone: gone.length === 0 ? null : shown.length === 0 ? "hidden" as const : pictureOf(shown, "clean") ? "to-cover" as const : "covered" as const,
  };
}

/** Open a derivative for a member. @throws Refusal `not-found` */
export async function viewDerivative(actor: Actor, derivativeId: string, at: Date): Promise<Opened> {
  const visible = await db().derivative.findFirst({
    // A copy that bears a mark is for whoever may see its disclosure.
    where: { id: derivativeId, item: itemsOf(actor), OR: [{ disclosureId: null }, { disclosure: disclosuresOf(actor) }] },
    select: { itemId: true },
  });
  if (!visible) throw new Refusal("not-found");
  const { itemId } = visible;
  const pictures = await db().derivative.findMany({
    where: { itemId, erasedAt: null, OR: [{ disclosureId: null }, { id: derivativeId }] },
    select: picture.select,
  });
  const gone = (await goneFrom(db(), [itemId], at)).get(itemId) ?? [];
  const shown = shownOf(pictures, gone, actor).some(({ id }) => id === derivativeId);
  const opened = shown && (await openDerivative(db(), derivativeId));
  if (!opened) throw new Refusal("not-found");
  return opened;
}

/** The objects of the store that items name, and of the sealed originals what their bytes are. */
export async function objects() {
  const rows = await db().evidenceItem.findMany({
    where: { OR: [{ intakeBlob: { not: null } }, { originalBlob: { not: null } }] },
    select: { id: true, intakeBlob: true, originalBlob: true, originalDigest: true, originalToldBlob: true },
  });
  return rows.flatMap(({ id: item, intakeBlob, originalBlob, originalDigest, originalToldBlob }) => [
    ...(originalBlob === null ? [] : [{ name: originalBlob, item, digest: originalDigest }]),
    ...[intakeBlob, originalToldBlob].flatMap((name) => (name === null ? [] : [{ name, item, digest: null }])),
  ]);
}
