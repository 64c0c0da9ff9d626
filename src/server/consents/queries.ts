import * as z from "zod";
import { choicesFor, type Check, type Interpretation } from "~/domain/asking";
import {
  Recipients, purposeNames, renewedBy, runningOut, standing, takeable,
  type Answer, type Capacity, type ConsentRecord, type Form, type Manner, type Matter, type Purpose, type Standing,
} from "~/domain/consent";
import type { FileKind } from "~/domain/evidence";
import { tookAllBack } from "~/domain/remaining";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import type { PersonLanguage } from "~/messages/wordings/languages";
import { screenOf, type About } from "~/messages/wordings/screen";
import { db, type Tx } from "~/server/db";
import { digestOf } from "~/server/custody";
import { previewsOf, type Gone } from "~/server/derivatives/queries";
import { grantorInScope, grantorsOf } from "~/server/scope";
import { openJson } from "~/server/sealing";

export const Interest = z.strictObject({ text: z.string().trim().min(1).max(2000) });

/** What was on the screen when a person answered, by its digest as canonical JSON and by the versions that it was made of. */
export function shownTo(
  { minor }: { readonly minor: boolean | null },
  sheet: { readonly language: PersonLanguage; readonly about: About; readonly once: boolean; readonly check: Check | null },
  purpose: Purpose,
) {
  const { language, about, once } = sheet;
  const choices = minor === null ? [] : choicesFor(purpose, minor, { ...about, once });
  const screen = screenOf(purpose, language, { choices, about, once, question: sheet.check?.question ?? null });
  return {
    wordingId: screen.purpose,
    wordingVersion: screen.version,
    wordingLanguage: screen.language,
    sheetVersion: screen.sheet,
    wordingDigest: new Uint8Array(Buffer.from(digestOf(screen), "hex")),
  };
}

const recordShape = {
  id: true, grantorId: true, purpose: true, answer: true, form: true, recipients: true, capacity: true, manner: true,
  everything: true, interpreter: true, interpretation: true, understood: true, wordingLanguage: true, recordedBy: true, recordedAt: true, until: true,
  items: { select: { itemId: true } },
  accounts: { select: { accountId: true } },
  evidence: { select: { itemId: true, item: { select: { format: true } } } },
} as const satisfies Prisma.ConsentRecordSelect;
type Row = Prisma.ConsentRecordGetPayload<{ select: typeof recordShape }>;

const toRecord = (row: Row): ConsentRecord => ({
  id: row.id,
  grantorId: row.grantorId,
  purpose: row.purpose as Purpose,
  answer: row.answer as Answer,
  form: row.form as Form,
  recipients: Recipients.parse(row.recipients),
  capacity: row.capacity as Capacity,
  everything: row.everything,
  items: row.items.map((item) => item.itemId as ConsentRecord["items"][number]),
  accounts: row.accounts.map((account) => account.accountId),
  recordedAt: row.recordedAt,
  until: row.until,
});

/** What one person has said, oldest first; for whoever has found out that it is theirs to see. */
export async function saidBy(tx: Tx, grantorId: string): Promise<ConsentRecord[]> {
  const rows = await tx.consentRecord.findMany({
    where: { grantorId },
    orderBy: [{ recordedAt: "asc" }, { id: "asc" }],
    select: recordShape,
  });
  return rows.map(toRecord);
}

/** Everybody in an incident whose consent it is, and everything they said, as `clear` wants it. */
export async function consentFacts(tx: Tx, incidentId: string) {
  const grantors = await tx.grantor.findMany({ where: { incidentId }, select: { id: true, minor: true } });
  const rows = await tx.consentRecord.findMany({
    where: { grantor: { incidentId } },
    orderBy: [{ recordedAt: "asc" }, { id: "asc" }],
    select: recordShape,
  });
  return { grantors, consents: rows.map(toRecord) };
}

/**
 * Who is in each incident of those of `incidents`, and what they said of one purpose. Whoever was forgotten is among them, and has said nothing:
 * that of a no and of no answer nothing is kept any more makes no yes of it.
 */
export async function saidFor(tx: Tx, purpose: Purpose, incidents: Prisma.IncidentWhereInput) {
  const grantors = await tx.grantor.findMany({ where: { incident: incidents }, select: { id: true, incidentId: true } });
  const rows = await tx.consentRecord.findMany({
    where: { purpose, grantor: { erasedAt: null, incident: incidents } },
    orderBy: [{ recordedAt: "asc" }, { id: "asc" }],
    select: recordShape,
  });
  const said = Map.groupBy(rows.map(toRecord), ({ grantorId }) => grantorId);
  return new Map([...Map.groupBy(grantors, ({ incidentId }) => incidentId)].map(([incidentId, people]) =>
    [incidentId, { people, consents: people.flatMap(({ id }) => said.get(id) ?? []) }] as const));
}

/** Of these items, the regions of whoever took back everything that they had allowed of them. */
export async function goneFrom(tx: Tx, itemIds: readonly string[], at: Date): Promise<Gone> {
  const regions = await tx.region.findMany({
    where: { itemId: { in: [...itemIds] }, grantor: { records: { some: { answer: "withdrawn" } } } },
    select: { id: true, itemId: true, grantorId: true },
  });
  if (regions.length === 0) return new Map();
  const rows = await tx.consentRecord.findMany({
    where: { grantorId: { in: regions.flatMap(({ grantorId }) => grantorId ?? []) } },
    select: recordShape,
  });
  const consents = rows.map(toRecord);
  const gone = regions.filter(({ itemId: item, grantorId }) => grantorId !== null && tookAllBack(consents, { grantorId, item }, at));
  return new Map([...Map.groupBy(gone, ({ itemId }) => itemId)].map(([itemId, of]) => [itemId, of.map(({ id }) => id)]));
}

/** The latest answer for each purpose, over all matters, but not what was said to one disclosure: a summary for people, which clears nothing. */
function answersOf(records: readonly ConsentRecord[], at: Date) {
  return purposeNames.flatMap((purpose) => {
    const last = records.filter((r) => r.purpose === purpose && r.recipients.kind !== "disclosure").at(-1);
    if (!last) return [];
    const expired = last.answer === "given" && last.until !== null && last.until <= at;
    return [{ purpose, answer: expired ? ("expired" as const) : last.answer, form: last.form, until: last.until }];
  });
}

const grantorShape = {
  id: true, pseudonym: true, kind: true, minor: true, memberId: true, incidentId: true,
  incident: { select: { reference: true } },
  records: { select: recordShape, orderBy: [{ recordedAt: "asc" }, { id: "asc" }] },
} as const satisfies Prisma.GrantorSelect;
type GrantorRow = Prisma.GrantorGetPayload<{ select: typeof grantorShape }>;
type GrantorKind = "depicted" | "witness" | "documenter";

const summary = (actor: Actor, row: GrantorRow, at: Date) => ({
  id: row.id,
  pseudonym: row.pseudonym,
  kind: row.kind as GrantorKind,
  minor: row.minor,
  mine: row.memberId === actor.id,
  answers: answersOf(row.records.map(toRecord), at),
});
type GrantorSummary = ReturnType<typeof summary>;

const peopleOf = (incidentId: string): Promise<GrantorRow[]> =>
  db().grantor.findMany({ where: { incidentId, erasedAt: null }, orderBy: { createdAt: "asc" }, select: grantorShape });

/** The people of an incident whose scope the caller has checked. */
export const grantorsOfIncident = async (actor: Actor, incidentId: string, at: Date): Promise<GrantorSummary[]> =>
  (await peopleOf(incidentId)).map((row) => summary(actor, row, at));

/** The same, with how the consent of each of some people stands for a matter of it; of whoever is erased nothing. */
export async function grantorsWithStandings(actor: Actor, incidentId: string, at: Date) {
  const rows = await peopleOf(incidentId);
  const said = new Map(rows.map(({ id, records }) => [id, records.map(toRecord)]));
  const stands = (ids: readonly string[], matter: Matter): { grantorId: string; standing: Standing }[] =>
    ids.flatMap((grantorId) => {
      const records = said.get(grantorId);
      return records ? [{ grantorId, standing: standing(records, { grantorId, matter }, at) }] : [];
    });
  return { grantors: rows.map((row) => summary(actor, row, at)), stands };
}

/** Of so many people at once it is told that a yes of theirs ends. */
const MOST_ENDING = 500;

/** Every yes that ends within thirty days, of whoever is in the actor's incidents, the soonest first. */
export async function runsOut(actor: Actor, at: Date) {
  const soonest = await db().consentRecord.groupBy({
    by: ["grantorId"], where: { answer: "given", until: { gt: at, lte: renewedBy(at) }, grantor: grantorsOf(actor) },
    _min: { until: true }, orderBy: { _min: { until: "asc" } }, take: MOST_ENDING,
  });
  const rows = await db().grantor.findMany({ where: { id: { in: soonest.map(({ grantorId }) => grantorId) } }, select: grantorShape });
  return rows
    .flatMap((row) =>
      runningOut(row.records.map(toRecord), at).map(({ id, purpose, until }) => ({
        id, purpose, until: until!, grantorId: row.id, pseudonym: row.pseudonym, incidentId: row.incidentId,
        reference: row.incident.reference,
      })),
    )
    .toSorted((a, b) => +a.until - +b.until);
}

/** Of incidents whose scope the caller has checked, how many people nobody has asked anything. */
export async function unaskedCounts(incidentIds: readonly string[]): Promise<Map<string, number>> {
  const where = { incidentId: { in: [...incidentIds] }, erasedAt: null, records: { none: {} } };
  const rows = await db().grantor.groupBy({ by: ["incidentId"], where, _count: true });
  return new Map(rows.map((row) => [row.incidentId, row._count]));
}

/** Why a yes is in a child's interest, by the record's id. */
async function interestsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const notes = await db().consentNote.findMany({ where: { id: { in: [...ids] } }, select: { id: true, sealed: true } });
  const opened = await Promise.all(notes.map(({ id, sealed }) => openJson(sealed, { kind: "consent", id }, Interest)));
  return new Map(notes.map(({ id }, n) => [id, opened[n]!.text]));
}

/** One person: where they are seen or named, and everything that was recorded. @throws Refusal `not-found` */
export async function read(actor: Actor, grantorId: string, at: Date) {
  const { id } = await grantorInScope(db(), actor, grantorId);
  const row = await db().grantor.findUniqueOrThrow({
    where: { id },
    select: {
      ...grantorShape,
      regions: { select: { id: true, itemId: true } },
      mentions: { select: { accountId: true } },
      accounts: { where: { erasedAt: null }, select: { id: true } },
    },
  });
  const itemIds = [...new Set(row.regions.map((region) => region.itemId))];
  const previews = await previewsOf(itemIds, actor.role, await goneFrom(db(), itemIds, at));
  const interests = await interestsOf(row.records.map((record) => record.id));
  const accountIds = new Set([...row.accounts.map((a) => a.id), ...row.mentions.map((m) => m.accountId)]);
  return {
    grantor: { ...summary(actor, row, at), takeable: takeable(row.records.map(toRecord), at), incidentId: row.incidentId, reference: row.incident.reference },
    items: itemIds.map((itemId) => ({
      id: itemId,
      preview: previews.get(itemId) ?? null,
      regionIds: row.regions.filter((region) => region.itemId === itemId).map((region) => region.id),
    })),
    accounts: [...accountIds].map((accountId) => ({ id: accountId })),
    records: row.records.toReversed().map((record) => ({
      ...toRecord(record),
      interest: interests.get(record.id) ?? null,
      manner: record.manner as Manner,
      language: record.wordingLanguage as PersonLanguage,
      interpretation: (record.interpretation ?? (record.interpreter ? "somebody" : "nobody")) as Interpretation | "somebody",
      understood: record.understood,
      evidence: record.evidence.map(({ itemId, item }) => ({ itemId, format: item.format as FileKind })),
      byMe: record.recordedBy === actor.id,
      /** Said by the person themselves, with their card. */
      byCard: record.recordedBy === null,
    })),
  };
}

/** Nothing here shows them or tells of them, nothing is here that they allowed, and nothing that they asked for waits. */
export const nothingLeft = {
  erasedAt: null,
  regions: { none: {} }, mentions: { none: {} }, accounts: { none: { erasedAt: null } },
  records: {
    none: {
      OR: [{ items: { some: { item: { state: { not: "erased" } } } } }, { accounts: { some: { account: { erasedAt: null } } } }],
    },
  },
  requests: { none: { answeredAt: null } },
} as const satisfies Prisma.GrantorWhereInput;

/** Of whom nothing was left already before `before`. Of one, or of all. */
export const nothingLeftSince = (tx: Tx, before: Date, grantorId?: string): Promise<{ id: string; incidentId: string }[]> =>
  tx.grantor.findMany({
    where: { ...nothingLeft, ...(grantorId !== undefined && { id: grantorId }), nothingSince: { lt: before } },
    orderBy: { id: "asc" },
    select: { id: true, incidentId: true },
  });

/** The recordings and signatures of what one person said, and of nobody else's words. */
export async function evidenceOf(tx: Tx, grantorId: string): Promise<string[]> {
  const rows = await tx.evidenceItem.findMany({
    where: { state: { not: "erased" }, evidenceOf: { some: { record: { grantorId } }, every: { record: { grantorId } } } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Whom people named in what they said, as recipients. */
export async function namedRecipients(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT "recipients" ->> 'recipientId' AS "id" FROM "ConsentRecord" WHERE "recipients" ->> 'kind' = 'named'`;
  return rows.map(({ id }) => id);
}
