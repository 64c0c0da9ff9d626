import {
  Recipients, purposeNames, purposes,
  type Answer, type Capacity, type ConsentRecord, type Form, type Manner, type Purpose,
} from "~/domain/consent";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { purposeWording } from "~/messages/wordings/purposes";
import { db, type Tx } from "~/server/db";
import { sha256 } from "~/server/digest";
import { previewsOf } from "~/server/evidence/queries";
import { grantorInScope } from "~/server/scope";

/** The languages in which somebody can be asked. */
export const wordingLanguages = ["en", "fr", "ar"] as const;
export type WordingLanguage = (typeof wordingLanguages)[number];

/** The wording shown for a purpose, with the digest that identifies its very words. */
export function wordingOf(purpose: Purpose, language: WordingLanguage) {
  const { version, words } = purposeWording(purpose, purposes[purpose].wording, language);
  return { id: purpose, version, language, digest: sha256(`${words.title}\n\n${words.text}`) };
}

const recordShape = {
  id: true, grantorId: true, purpose: true, answer: true, form: true, recipients: true, capacity: true, manner: true,
  everything: true, wordingLanguage: true, recordedBy: true, recordedAt: true, until: true,
  items: { select: { itemId: true } },
  accounts: { select: { accountId: true } },
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
export type GrantorSummary = ReturnType<typeof summary>;

/** The people of an incident whose scope the caller has checked. */
export async function grantorsOfIncident(actor: Actor, incidentId: string, at: Date): Promise<GrantorSummary[]> {
  const rows = await db().grantor.findMany({ where: { incidentId }, orderBy: { createdAt: "asc" }, select: grantorShape });
  return rows.map((row) => summary(actor, row, at));
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
      accounts: { select: { id: true } },
    },
  });
  const itemIds = [...new Set(row.regions.map((region) => region.itemId))];
  const previews = await previewsOf(itemIds);
  const accountIds = new Set([...row.accounts.map((a) => a.id), ...row.mentions.map((m) => m.accountId)]);
  return {
    grantor: { ...summary(actor, row, at), incidentId: row.incidentId, reference: row.incident.reference },
    items: itemIds.map((itemId) => ({
      id: itemId,
      preview: previews.get(itemId) ?? null,
      regionIds: row.regions.filter((region) => region.itemId === itemId).map((region) => region.id),
    })),
    accounts: [...accountIds].map((accountId) => ({ id: accountId })),
    records: row.records.toReversed().map((record) => ({
      ...toRecord(record),
      manner: record.manner as Manner,
      language: record.wordingLanguage as WordingLanguage,
      byMe: record.recordedBy === actor.id,
      /** Said by the person themselves, with their card. */
      byCard: record.recordedBy === null,
    })),
  };
}
