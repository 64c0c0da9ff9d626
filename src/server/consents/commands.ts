import { randomUUID } from "node:crypto";
import { lacking, type Check, type Interpretation } from "~/domain/asking";
import { purposes, within, type Answer, type Capacity, type Form, type Manner, type Purpose, type Recipients } from "~/domain/consent";
import type { CustodyStatement } from "~/domain/custody";
import { MOST_CONSENT_EVIDENCE_BYTES } from "~/domain/evidence";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { hex } from "~/server/digest";
import { discardAll, eraseUnpermitted } from "~/server/derivatives/commands";
import { reassess } from "~/server/disclosures/commands";
import { inIncident } from "~/server/disclosures/queries";
import { keepEvidenceOfConsent } from "~/server/evidence/commands";
import { grantorInScope, lockIncident, openIncidentInScope, stillIn } from "~/server/scope";
import { sealJson } from "~/server/sealing";
import { lockTied } from "~/server/ties/commands";
import type { PersonLanguage } from "~/messages/wordings/languages";
import { consentFacts, nothingLeft, shownTo } from "./queries";

/** A, B, … Z, AA, AB, … */
export function letters(position: number): string {
  const rest = Math.floor(position / 26) - 1;
  return (rest >= 0 ? letters(rest) : "") + String.fromCharCode(65 + (position % 26));
}

type NewGrantor = { kind: "depicted" | "witness" | "documenter"; minor: boolean; memberId: string | null };

/**
 * Give somebody the next pseudonym of an incident, whose lock the caller holds, so that none is given twice: a letter, or D1, D2 …
 * for a documenter, so that "Person A" in an account is never its author.
 */
async function insertGrantor(tx: Tx, actor: Actor, incidentId: string, { kind, minor, memberId }: NewGrantor) {
  const documenter = kind === "documenter";
  const before = await tx.grantor.count({ where: { incidentId, kind: documenter ? kind : { not: "documenter" } } });
  const pseudonym = documenter ? `D${before + 1}` : letters(before);
  return tx.grantor.create({
    data: { incidentId, pseudonym, kind, minor, memberId, createdBy: actor.id },
    select: { id: true, pseudonym: true },
  });
}

/** A person in a picture, or a witness: a letter, and whether they are a minor. */
export async function addGrantor(
  actor: Actor,
  input: { incidentId: string; kind: "depicted" | "witness"; minor: boolean },
  at: Date,
) {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id: incident } = await openIncidentInScope(tx, actor, input.incidentId);
    const { kind, minor } = input;
    const grantor = await insertGrantor(tx, actor, incident, { kind, minor, memberId: null });
    await record(tx, actor.id, at, { kind: "grantor.added", grantor: grantor.id, incident });
    return grantor;
  });
}

/** The documenter as a grantor of their own words, made at their first account. @returns what the caller records, last */
export async function authorGrantor(
  tx: Tx,
  actor: Actor,
  incidentId: string,
): Promise<{ id: string; statements: CustodyStatement[] }> {
  const known = await tx.grantor.findFirst({ where: { incidentId, memberId: actor.id }, select: { id: true } });
  if (known) return { id: known.id, statements: [] };
  const { id } = await insertGrantor(tx, actor, incidentId, { kind: "documenter", minor: false, memberId: actor.id });
  return { id, statements: [{ kind: "grantor.added", grantor: id, incident: incidentId }] };
}

type Saying = {
  readonly grantorId: string;
  /** Null where nobody was shown a sheet, as when something is taken back. */
  readonly minor: boolean | null;
  readonly capacity: Capacity;
  readonly manner: Manner;
  readonly language: PersonLanguage;
  readonly interpretation: Interpretation;
  readonly check: Check | null;
  readonly recipients: Recipients;
  readonly until: Date | null;
  readonly everything: boolean;
  readonly items: readonly string[];
  readonly accounts: readonly string[];
};
type Said = { readonly id?: string; readonly purpose: Purpose; readonly answer: Answer; readonly form: Form };

const lastRecord = (tx: Tx, grantorId: string) =>
  tx.consentRecord.findFirst({
    where: { grantorId },
    orderBy: { recordedAt: "desc" },
    select: { capacity: true, wordingLanguage: true, recordedAt: true },
  });

/**
 * The instant of a word that is spoken after `last`, under the incident's lock. The latest word counts, and `at` is
 * when its request began, on some machine's clock: a yes that waited for the lock behind a withdrawal, or came from a
 * clock that runs behind, would otherwise be dated before a word that it follows. So of two the one that commits later
 * is the later one, and never at the same instant.
 */
const instantAfter = (last: { readonly recordedAt: Date } | null, at: Date): Date =>
  last && last.recordedAt >= at ? new Date(+last.recordedAt + 1) : at;

/** Who said that this was said: the member who wrote it down, or the person, with their card. */
type Source = { readonly recordedBy: string } | { readonly receiptId: string };

/** Store one record for each answer. A record is never changed afterwards; the latest word counts. */
async function insertRecords(tx: Tx, source: Source, saying: Saying, answers: readonly Said[], at: Date) {
  const statements: CustodyStatement[] = [];
  const about = { pictures: saying.items.length > 0, accounts: saying.accounts.length > 0 };
  for (const { id = randomUUID(), purpose, answer, form } of answers) {
    const shown = shownTo(saying, { ...saying, about, once: saying.recipients.kind === "disclosure" }, purpose);
    await tx.consentRecord.create({
      data: {
        id, grantorId: saying.grantorId, purpose, answer, form,
        recipients: saying.recipients, capacity: saying.capacity, manner: saying.manner,
        everything: saying.everything,
        interpreter: saying.interpretation !== "nobody", interpretation: saying.interpretation,
        checkQuestion: saying.check?.question ?? null, understood: saying.check?.understood ?? null, ...shown,
        ...source, recordedAt: at, until: answer === "given" ? saying.until : null,
        items: { create: saying.items.map((itemId) => ({ itemId })) },
        accounts: { create: saying.accounts.map((accountId) => ({ accountId })) },
      },
    });
    statements.push({
      kind: "consent.recorded", record: id, grantor: saying.grantorId, purpose, answer, form,
      wording: hex(shown.wordingDigest),
    });
    if (saying.recipients.kind === "disclosure")
      statements.push({ kind: "consent.tied", record: id, disclosure: saying.recipients.disclosureId });
  }
  return statements;
}

/** Why a yes is in a child's interest, sealed for the record of each yes. */
const notesOf = (answers: readonly { readonly id: string; readonly answer: Answer }[], interest: string | null) =>
  Promise.all(
    answers.flatMap(({ id, answer }) =>
      answer === "given" && interest !== null
        ? [sealJson({ text: interest }, { kind: "consent", id }).then((sealed) => ({ id, sealed }))]
        : [],
    ),
  );

/**
 * What is said to one disclosure is a yes or a no for its purpose, while it can still be decided or opened.
 * @throws Refusal `not-found` for one of another incident; `input-invalid`; `not-now`
 */
async function tieable(tx: Tx, incidentId: string, disclosureId: string, answers: readonly Said[]): Promise<void> {
  const about = await inIncident(tx, incidentId, disclosureId);
  if (!about) throw new Refusal("not-found");
  const { purpose, state } = about;
  if (state === "refused" || state === "closed") throw new Refusal("not-now");
  if (answers.some((said) => said.purpose !== purpose || said.answer === "ask-again"))
    throw new Refusal("input-invalid", { fields: ["answers"] });
}

/**
 * Record what a person answered, purpose by purpose. A no, or a narrower yes, acts at once on every disclosure that
 * relied on the earlier word, and on what was made to leave by it.
 * @throws Refusal `form-exceeds-purpose`; `input-invalid` for what a sheet lacks (`domain/asking.ts`), an answer about
 * nothing and a yes that has ended; `not-found` for foreign matters
 */
export async function recordAnswers(
  actor: Actor,
  input: Omit<Saying, "everything" | "minor"> & { readonly answers: readonly Said[]; readonly interest: string | null },
  at: Date,
): Promise<{ ids: string[] }> {
  const answers = input.answers.map((said) => ({ ...said, id: randomUUID() }));
  const notes = await notesOf(answers, input.interest);
  const done = await transaction(async (tx) => {
    await stillIn(tx, actor);
    const grantor = await grantorInScope(tx, actor, input.grantorId);
    const { incidentId } = grantor;
    await lockIncident(tx, incidentId);
    const recordedAt = instantAfter(await lastRecord(tx, grantor.id), at);
    if (grantor.kind === "documenter" && grantor.memberId !== actor.id) throw new Refusal("not-found");
    const fields = lacking(input, grantor);
    if (fields.length > 0) throw new Refusal("input-invalid", { fields });
    const [items, accounts] = [new Set(input.items), new Set(input.accounts)];
    if (items.size + accounts.size === 0) throw new Refusal("input-invalid", { fields: ["items"] });
    const knownItems = await tx.evidenceItem.count({ where: { incidentId, id: { in: [...items] }, state: { not: "erased" } } });
    const knownAccounts = await tx.account.count({ where: { incidentId, id: { in: [...accounts] }, erasedAt: null } });
    if (knownItems !== items.size || knownAccounts !== accounts.size) throw new Refusal("not-found");
    if (input.recipients.kind === "disclosure") await tieable(tx, incidentId, input.recipients.disclosureId, input.answers);
    for (const { purpose, answer, form } of input.answers) {
      const row = purposes[purpose];
      if (!within(form, grantor.minor ? row.mostForMinors : row.most)) throw new Refusal("form-exceeds-purpose");
      if ((answer === "given") !== (form !== "none")) throw new Refusal("input-invalid", { fields: ["answers"] });
      if (answer === "given" && input.until && input.until <= recordedAt)
        throw new Refusal("input-invalid", { fields: ["until"] });
    }
    const { minor } = grantor;
    const saying = { ...input, minor, everything: false, items: [...items], accounts: [...accounts] };
    const statements = await insertRecords(tx, { recordedBy: actor.id }, saying, answers, recordedAt);
    if (minor) await tx.consentNote.createMany({ data: notes });
    const { statements: closings } = await reassess(tx, incidentId, recordedAt);
    const erased = await eraseNarrowed(tx, grantor, answers, recordedAt);
    await record(tx, actor.id, recordedAt, ...statements, ...closings, ...erased.statements);
    return erased;
  });
  await discardAll(done.objects);
  return { ids: answers.map(({ id }) => id) };
}

/** What their answers took from what was made to leave. A yes to no less than before locks no picture. */
async function eraseNarrowed(
  tx: Tx,
  grantor: { readonly id: string; readonly incidentId: string },
  answers: readonly (Said & { readonly id: string })[],
  at: Date,
) {
  const { consents } = await consentFacts(tx, grantor.incidentId);
  const now = new Set(answers.map(({ id }) => id));
  const before = consents.filter(({ id }) => !now.has(id));
  const less = ({ purpose, answer, form }: Said) =>
    answer !== "given" || before.some((said) => said.grantorId === grantor.id && said.purpose === purpose && !within(said.form, form));
  if (!answers.some(less)) return { statements: [], objects: [] };
  return eraseUnpermitted(tx, grantor.id, { before, consents }, at);
}

/**
 * Attach a recording or a photo of what was signed to everything that the person said with one record.
 * @throws Refusal `not-found`, and as an upload is refused
 */
export async function attach(
  actor: Actor,
  input: { recordId: string; digest: string; bytes: Uint8Array },
  at: Date,
): Promise<{ itemId: string }> {
  const { recordId, digest, bytes } = input;
  if (bytes.length > MOST_CONSENT_EVIDENCE_BYTES) throw new Refusal("too-many-bytes", { limit: MOST_CONSENT_EVIDENCE_BYTES });
  const row = await db().consentRecord.findUnique({ where: { id: recordId }, select: { grantorId: true, recordedAt: true } });
  if (!row) throw new Refusal("not-found");
  const { id: grantorId, incidentId } = await grantorInScope(db(), actor, row.grantorId);
  return keepEvidenceOfConsent(
    actor,
    { incidentId, digest, bytes },
    async (tx, itemId) => {
      const together = await tx.consentRecord.findMany({
        where: { grantorId, recordedAt: row.recordedAt },
        orderBy: { id: "asc" },
        select: { id: true },
      });
      await tx.consentEvidence.createMany({ data: together.map(({ id }) => ({ itemId, recordId: id })) });
      return together.map(({ id }) => ({ kind: "consent.evidenced", record: id, item: itemId, digest }));
    },
    at,
  );
}

/**
 * Take consent back, for whole purposes, under the incident's lock, which the caller holds. Every disclosure that no longer
 * clears is closed, and what was made to leave and can be given to nobody any more is erased. The caller records what is returned, last, and
 * removes the objects after the commit: what a crash leaves of them is an orphan for the nightly sweep.
 * @returns null where this person was never asked anything
 */
export async function takeBack(
  tx: Tx,
  source: Source,
  taken: { readonly grantorId: string; readonly incidentId: string; readonly purposes: readonly Purpose[]; readonly manner: Manner },
  at: Date,
): Promise<{ recordedAt: Date; closed: number; statements: CustodyStatement[]; objects: string[] } | null> {
  const last = await lastRecord(tx, taken.grantorId);
  if (!last) return null;
  const recordedAt = instantAfter(last, at);
  const saying: Saying = {
    grantorId: taken.grantorId, manner: taken.manner, minor: null, interpretation: "nobody", check: null, everything: true, items: [], accounts: [],
    until: null,
    capacity: last.capacity as Capacity,
    language: last.wordingLanguage as PersonLanguage,
    recipients: { kind: "any" },
  };
  const answers = [...new Set(taken.purposes)].map((purpose): Said => ({ purpose, answer: "withdrawn", form: "none" }));
  const statements = await insertRecords(tx, source, saying, answers, recordedAt);
  const { closed, statements: closings } = await reassess(tx, taken.incidentId, recordedAt);
  const { consents } = await consentFacts(tx, taken.incidentId);
  const erased = await eraseUnpermitted(tx, taken.grantorId, { consents }, recordedAt);
  return { recordedAt, closed, statements: [...statements, ...closings, ...erased.statements], objects: erased.objects };
}

/**
 * A member writes down that somebody took consent back: in every incident in which somebody said that it is them, as with their card. In the same
 * transaction every disclosure that no longer clears is closed.
 * @returns how many were closed
 */
export async function withdraw(
  actor: Actor,
  input: { grantorId: string; purposes: readonly Purpose[]; manner: Manner },
  at: Date,
): Promise<{ closed: number }> {
  const done = await transaction(async (tx) => {
    const { id: asked } = await grantorInScope(tx, actor, input.grantorId);
    const taken = [];
    for (const { id: grantorId, incidentId } of await lockTied(tx, asked)) {
      const one = await takeBack(tx, { recordedBy: actor.id }, { ...input, grantorId, incidentId }, at);
      if (one) taken.push(one);
    }
    const last = taken.map(({ recordedAt }) => recordedAt).toSorted((a, b) => +a - +b).at(-1);
    if (!last) throw new Refusal("not-now");
    await record(tx, actor.id, last, ...taken.flatMap(({ statements }) => statements));
    return taken;
  });
  await discardAll(done.flatMap(({ objects }) => objects));
  return { closed: done.reduce((sum, { closed }) => sum + closed, 0) };
}

/** The clock sees of whom nothing is left, and of whom there is something again. */
export async function noteWhoIsLeft(tx: Tx, at: Date): Promise<void> {
  await tx.grantor.updateMany({ where: { ...nothingLeft, nothingSince: null }, data: { nothingSince: at } });
  await tx.grantor.updateMany({ where: { NOT: nothingLeft, nothingSince: { not: null }, erasedAt: null }, data: { nothingSince: null } });
}

/**
 * Forget what somebody said, under their incident's lock, once an erasing of it is done. A letter remains, and nothing that leads from it.
 * @returns how many records it was
 */
export async function forget(tx: Tx, grantorId: string, at: Date): Promise<number> {
  const theirs = { record: { grantorId } };
  await tx.consentNote.deleteMany({ where: theirs });
  await tx.consentEvidence.deleteMany({ where: theirs });
  await tx.consentItem.deleteMany({ where: theirs });
  await tx.consentAccount.deleteMany({ where: theirs });
  const { count } = await tx.consentRecord.deleteMany({ where: { grantorId } });
  await tx.grantor.update({ where: { id: grantorId }, data: { erasedAt: at, memberId: null } });
  return count;
}
