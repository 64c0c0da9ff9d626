import { randomBytes, randomUUID } from "node:crypto";
import type * as z from "zod";
import { hidesOfficers, type Purpose } from "~/domain/consent";
import type { CustodyStatement } from "~/domain/custody";
import { clear, gaps, MOST_ACCOUNTS, MOST_PHOTOS, type Clearance, type Closing, type DisclosureState, type Facts } from "~/domain/disclosure";
import { bearsMark } from "~/domain/mark";
import type { ChosenRecipient } from "~/domain/recipient";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { MOST_TRIES, type Condition } from "~/domain/visit";
import { countsOf, everything, type Bounds, type LeftOut } from "~/domain/whole";
import * as addressBook from "~/server/addressBook/commands";
import { newMark } from "~/server/credentials";
import { digestOf, record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { allOf, factsOf, factsOfDraft, heardBy, openFactsOf, type Draft } from "~/server/facts/queries";
import { reportOf, toldDigest } from "~/server/incidents/queries";
import * as notices from "~/server/notices/commands";
import { enqueue } from "~/server/queue";
import { sealJson } from "~/server/sealing";
import { disclosuresOf, stillIn } from "~/server/scope";
import { decidedBy, groundDigest, type Verdict } from "./queries";

const MAX_TERM_MS = 366 * 24 * 3600_000;

/** How it may be opened: what is accepted first, how often, and whether a second secret is asked for. */
export type Opening = { readonly conditions: readonly Condition[]; readonly most: number | null; readonly secret: boolean };

/** What stands in the ledger of the facts on which somebody decided: they can be shown later to be these. */
export const factsDigest = (facts: Facts): string => digestOf(JSON.parse(JSON.stringify(facts)));

/**
 * Take a disclosure's lock, after a share of its incident's: what people say changes under the incident's lock, so
 * nothing is decided on words that are being taken back, and nothing decided escapes their being taken back.
 */
async function lock(tx: Tx, disclosureId: string) {
  await tx.$queryRaw`
    SELECT i."id" FROM "Incident" i JOIN "Disclosure" d ON d."incidentId" = i."id"
    WHERE d."id" = ${disclosureId}::uuid FOR SHARE OF i`;
  const [row] = await tx.$queryRaw<{ id: string; incidentId: string; state: DisclosureState; recipientId: string }[]>`
    SELECT "id", "incidentId", "state", "recipientId" FROM "Disclosure" WHERE "id" = ${disclosureId}::uuid FOR UPDATE`;
  return row;
}

/** A share of an incident: whoever takes a word back there, and then its pictures, waits for this, and this for them. */
const shareIncident = (tx: Tx, incidentId: string): Promise<unknown> =>
  tx.$queryRaw`SELECT "id" FROM "Incident" WHERE "id" = ${incidentId}::uuid FOR SHARE`;

/** @throws Refusal `not-found` */
export async function lockInScope(tx: Tx, actor: Actor, disclosureId: string) {
  const visible = await tx.disclosure.count({ where: { AND: [{ id: disclosureId }, disclosuresOf(actor)] } });
  const row = visible ? await lock(tx, disclosureId) : undefined;
  if (!row) throw new Refusal("not-found");
  return row;
}

type Wish = Omit<Draft, "recipientClass" | "officersGround" | "items" | "accounts"> & {
  readonly recipient: ChosenRecipient;
  readonly reason: string;
  readonly officersGround: string | null;
  readonly opening: Opening;
};
/** What it is to be made of, under the locks; `leftOut` is null where somebody named the things. */
type Choose = (tx: Tx, draft: Omit<Draft, "items" | "accounts">, recipientId: string, id: string) => Promise<{ facts: Facts; leftOut: LeftOut[] | null }>;

/**
 * Propose that named things go to a named recipient. Gaps do not hinder a proposal; they hinder its approval. A form
 * that an item can never have is no gap that somebody could close. Why officers are shown is said now or never, and only where the rule
 * hides them: whoever decides has read it.
 * @throws Refusal `input-invalid`; `changed-meanwhile` where the recipient was written down anew since they were chosen
 */
export const propose = (actor: Actor, input: Wish & Pick<Draft, "items" | "accounts">, at: Date): Promise<{ id: string }> =>
  proposed(actor, input, at, async (tx, draft, recipientId, id) => ({
    facts: await factsOfDraft(tx, actor, { ...draft, items: input.items, accounts: input.accounts }, recipientId, id), leftOut: null,
  }));

/**
 * Propose everything in an incident that may leave for this, each thing in its most revealing form; what may not is left out and counted.
 * An ordinary proposal in all else.
 * @throws Refusal as {@link propose}; `not-cleared` with every gap where nothing at all may leave, `too-much-at-once` for more than may be named
 */
export const proposeWhole = (actor: Actor, input: Wish & Bounds, at: Date): Promise<{ id: string }> =>
  proposed(actor, input, at, async (tx, draft, recipientId, id) => {
    const all = await factsOfDraft(tx, actor, await allOf(tx, actor, draft), recipientId, id);
    const { items, accounts, leftOut } = everything(all, input, at);
    if (items.length + accounts.length === 0) throw new Refusal("not-cleared", { gaps: leftOut.flatMap((one) => one.gaps) });
    if (items.length > MOST_PHOTOS || accounts.length > MOST_ACCOUNTS) throw new Refusal("too-much-at-once");
    return { facts: await factsOfDraft(tx, actor, { ...draft, items, accounts }, recipientId, id), leftOut: countsOf(leftOut) };
  });

async function proposed(actor: Actor, input: Wish, at: Date, choose: Choose): Promise<{ id: string }> {
  if (input.until <= at || +input.until - +at > MAX_TERM_MS) throw new Refusal("input-invalid", { fields: ["until"] });
  const id = randomUUID();
  const { recipient: choice } = input;
  const made = "id" in choice ? null : await addressBook.drawn(choice);
  const ground = input.officersGround === null ? null : { text: input.officersGround, salt: randomBytes(32).toString("hex") };
  const officersGround = ground && groundDigest(id, ground);
  const groundSealed = ground && (await sealJson(ground, { kind: "reason", id: `${id}-ground` }));
  const reasonSealed = await sealJson({ text: input.reason }, { kind: "reason", id });
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    await shareIncident(tx, input.incidentId);
    const recipient = await addressBook.chosen(tx, actor, choice, made);
    if (ground !== null && !hidesOfficers(input.purpose, recipient.class)) throw new Refusal("input-invalid", { fields: ["officersGround"] });
    const { incidentId, purpose, until } = input;
    const { facts, leftOut } = await choose(tx, { incidentId, purpose, until, recipientClass: recipient.class, officersGround }, recipient.id, id);
    if (facts.items.some((item) => item.state === "erased" || (item.state === "refused" && item.form !== "original")))
      throw new Refusal("input-invalid", { fields: ["items"] });
    await tx.disclosure.create({
      data: {
        id, recipientId: recipient.id, reasonSealed, groundSealed, groundDigest: officersGround, incidentId, purpose, until,
        proposedBy: actor.id, proposedAt: at, ...(leftOut && { leftOut }),
        conditions: [...new Set(input.opening.conditions)], openingsMost: input.opening.most, secretWanted: input.opening.secret,
        items: { create: facts.items.map(({ id: itemId, form, size }) => ({ itemId, form, size })) },
        accounts: { create: facts.accounts.map(({ id: accountId, form }) => ({ accountId, form })) },
      },
    });
    const things = facts.items.length + facts.accounts.length;
    await record(
      tx, actor.id, at, ...recipient.statements,
      { kind: "disclosure.proposed", disclosure: id, purpose, items: things, facts: factsDigest(facts) },
      ...(officersGround === null ? [] : [{ kind: "disclosure.grounded" as const, disclosure: id, ground: officersGround }]),
    );
    return { id };
  });
}

/** An approval cannot be written without the clearance that covers it. */
const approve = (tx: Tx, clearance: Clearance, purpose: Purpose, verdictSealed: Uint8Array<ArrayBuffer>) =>
  tx.disclosure.update({
    where: { id: clearance.disclosureId },
    data: {
      state: "approved", decidedBy: clearance.decidedBy, decidedAt: clearance.at, verdictSealed, mark: bearsMark(purpose) ? newMark() : null,
    },
  });

const sealVerdict = (id: string, verdict: z.infer<typeof Verdict>) => sealJson(verdict, { kind: "reason", id: `${id}-verdict` });

/**
 * Decide what somebody else proposed: what is approved is the exhibits, and the report of the incident as it is at that moment.
 * @param input.told by its digest, the report that the actor read
 * @throws Refusal `second-person-required`, `not-cleared` with every gap, `not-now`; `changed-meanwhile` when the report is another by now
 */
export async function decide(
  actor: Actor,
  input: { disclosureId: string; reason: string } & ({ verdict: "approve"; told: string } | { verdict: "refuse" }),
  at: Date,
): Promise<{ state: "approved" | "refused" }> {
  const { reason: text } = input;
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id, incidentId, state } = await lockInScope(tx, actor, input.disclosureId);
    if (state !== "proposed") throw new Refusal("not-now");
    const facts = await factsOf(tx, id, actor.id);
    if (facts.proposedBy === actor.id) throw new Refusal("second-person-required");
    if (input.verdict === "refuse") {
      await tx.disclosure.update({
        where: { id },
        data: { state: "refused", decidedBy: actor.id, decidedAt: at, verdictSealed: await sealVerdict(id, { text }) },
      });
      await record(tx, actor.id, at, { kind: "disclosure.refused", disclosure: id });
      return { state: "refused" };
    }
    const cleared = clear(facts, heardBy(facts, at));
    if (!cleared.ok) throw new Refusal("not-cleared", { gaps: cleared.gaps });
    const told = toldDigest(await reportOf(tx, incidentId));
    if (input.told !== told) throw new Refusal("changed-meanwhile");
    await approve(tx, cleared.clearance, facts.purpose, await sealVerdict(id, { text, told }));
    for (const { id: itemId } of cleared.clearance.items) await enqueue(tx, "derivatives.prepare", { itemId });
    await record(tx, actor.id, at, { kind: "disclosure.approved", disclosure: id, facts: factsDigest(facts) });
    return { state: "approved" };
  });
}

/**
 * Close these, and write down that the recipients are to be told who have them and did not know their end. The caller records what is
 * returned, last.
 */
async function closeRows(tx: Tx, ids: readonly string[], closing: Closing, at: Date): Promise<CustodyStatement[]> {
  const closed = await tx.$executeRaw`
    UPDATE "Disclosure" SET "state" = 'closed', "closedAt" = ${at}, "closing" = ${closing} WHERE "id" = ANY(${[...ids]}::uuid[])`;
  if (closing !== "expired") await notices.write(tx, ids, closing, at);
  if (closed > 0) await enqueue(tx, "derivatives.retire", {});
  return ids.map((id): CustodyStatement => ({ kind: "disclosure.closed", disclosure: id, why: closing }));
}

/** Close by hand what was approved or released. */
export async function close(actor: Actor, disclosureId: string, at: Date) {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id, state } = await lockInScope(tx, actor, disclosureId);
    if (state !== "approved" && state !== "released") throw new Refusal("not-now");
    await record(tx, actor.id, at, ...(await closeRows(tx, [id], "closed-by-reviewer", at)));
    return {};
  });
}

/** What ends a disclosure for good, or null: a word that was taken back, an erasing that was asked for, a hold for something else. */
function endOf(facts: Facts, at: Date): Closing | null {
  const found = gaps(facts, at);
  if (found.some((gap) => gap.grantor !== undefined)) return "withdrawn";
  return (["to-go", "held"] as const).find((closing) => found.some(({ why }) => why === closing)) ?? null;
}

/**
 * Ask again, in the transaction that changed a consent, a hold or what is to go, whether every approved or released disclosure of the
 * incident is still covered by its people's consents, and nothing in it is held for something else or to go; close those of which that is
 * not so. A gap of another kind, such as a redaction that somebody is at work on, closes nothing: the recipient's door is shut for as long
 * as it lasts, since that clears too. It waits for an opening that is under way, and the next one waits for it: so what was just changed
 * is known at each. The caller records what is returned, last.
 */
export async function reassess(
  tx: Tx,
  incidentId: string,
  at: Date,
): Promise<{ closed: number; statements: CustodyStatement[] }> {
  const open = await openFactsOf(tx, incidentId);
  const ends = new Map(open.map((facts) => [facts.disclosureId, endOf(facts, at)]));
  const statements: CustodyStatement[] = [];
  for (const closing of ["withdrawn", "to-go", "held"] as const) {
    const ids = [...ends].flatMap(([id, end]) => (end === closing ? [id] : []));
    if (ids.length > 0) statements.push(...(await closeRows(tx, ids, closing, at)));
  }
  return { closed: statements.length, statements };
}

/**
 * Close what a member who is put out or goes decided, since nobody else did. What they only proposed somebody else has decided, or will.
 * The caller records what is returned, last.
 */
export async function closeDecided(tx: Tx, memberId: string, at: Date, why: Closing) {
  const disclosures = await decidedBy(tx, memberId, { lock: true });
  return { disclosures, statements: await closeRows(tx, disclosures.map(({ id }) => id), why, at) };
}

/**
 * Close everything that is open: nobody knows any more what was taken back since. The caller records what is returned, last.
 */
export async function closeAll(tx: Tx, at: Date, why: Closing): Promise<CustodyStatement[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Disclosure" WHERE "state" IN ('approved', 'released') ORDER BY "id" FOR UPDATE`;
  return closeRows(tx, rows.map(({ id }) => id), why, at);
}

/** Close a link whose second secret was guessed at too often. The caller records what is returned, last. */
export async function closeGuessedAt(tx: Tx, id: string, at: Date): Promise<CustodyStatement[]> {
  const row = await lock(tx, id);
  const { secretTries } = await tx.disclosure.findUniqueOrThrow({ where: { id }, select: { secretTries: true } });
  if (row?.state !== "released" || secretTries < MOST_TRIES) return [];
  return closeRows(tx, [id], "guessed-at", at);
}

/** Close what has come to its end. */
export async function closeExpired(at: Date): Promise<void> {
  await transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "Disclosure" WHERE "state" IN ('approved', 'released') AND "until" <= ${at}
      ORDER BY "id" FOR UPDATE`;
    await record(tx, null, at, ...(await closeRows(tx, rows.map(({ id }) => id), "expired", at)));
  });
}

/**
 * Close what holds something that is being erased, and forget what its manifest told of it. What was closed before
 * loses its manifest as well: nobody opens it any more.
 * @returns what the caller records, last
 */
export async function forget(
  tx: Tx,
  incidentId: string,
  about: { readonly itemId: string } | { readonly accountId: string },
  at: Date,
): Promise<CustodyStatement[]> {
  const holding = "itemId" in about ? { items: { some: about } } : { accounts: { some: about } };
  await tx.$queryRaw`SELECT "id" FROM "Disclosure" WHERE "incidentId" = ${incidentId}::uuid ORDER BY "id" FOR UPDATE`;
  const rows = await tx.disclosure.findMany({ where: { incidentId, ...holding }, orderBy: { id: "asc" }, select: { id: true, state: true } });
  const open = rows.filter(({ state }) => state === "approved" || state === "released");
  const statements = await closeRows(tx, open.map(({ id }) => id), "erased", at);
  await tx.disclosure.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data: { manifestSealed: null } });
  if ("itemId" in about) await tx.disclosureItem.updateMany({ where: about, data: { exhibit: null, derivativeId: null } });
  else await tx.disclosureAccount.updateMany({ where: about, data: { exhibit: null } });
  return statements;
}

/**
 * Forget a report that is being erased: it stands in manifests, and by its digest in verdicts. Of what told of it nothing is open: that
 * ended with its last exhibit.
 */
export async function forgetReport(tx: Tx, incidentId: string): Promise<void> {
  await tx.disclosure.updateMany({ where: { incidentId }, data: { manifestSealed: null, verdictSealed: null } });
}

/** Forget the manifests of what was closed before `before`. @returns how many */
export const forgetManifests = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.disclosure.updateMany({ where: { closedAt: { lt: before }, manifestSealed: { not: null } }, data: { manifestSealed: null } })).count;

const endedBefore = (before: Date): Prisma.DisclosureWhereInput => ({
  OR: [
    { state: "closed", closedAt: { lt: before } },
    { state: "refused", decidedAt: { lt: before } },
    { state: "proposed", until: { lt: before } },
  ],
});

/** Forget why what ended before `before` was proposed, decided, and allowed to show officers. @returns of how many */
export async function forgetReasons(tx: Tx, before: Date): Promise<number> {
  const nothing = new Uint8Array();
  const ended = { AND: [endedBefore(before), { NOT: { reasonSealed: nothing } }] };
  // A ground stands beside its digest, which stays: it is forgotten by the same means.
  await tx.disclosure.updateMany({ where: { AND: [ended, { groundSealed: { not: null } }] }, data: { groundSealed: nothing } });
  return (await tx.disclosure.updateMany({ where: ended, data: { reasonSealed: nothing, verdictSealed: null } })).count;
}

/** What ended before `before` and of which nothing is left: no photo, no account, nobody who said anything, and nobody who is still to be told. */
export async function overSince(tx: Tx, before: Date): Promise<string[]> {
  const rows = await tx.disclosure.findMany({
    where: {
      AND: [
        endedBefore(before),
        {
          items: { every: { item: { state: "erased" } } }, accounts: { every: { account: { erasedAt: { not: null } } } },
          notices: { none: { toldAt: null } }, incident: { grantors: { none: { records: { some: {} } } } },
        },
      ],
    },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Forget that these were there, once their notices and openings are forgotten. The ledger keeps it. */
export async function forgetOver(tx: Tx, ids: readonly string[]): Promise<number> {
  const of = { disclosureId: { in: [...ids] } };
  await tx.disclosureItem.deleteMany({ where: of });
  await tx.disclosureAccount.deleteMany({ where: of });
  return (await tx.disclosure.deleteMany({ where: { id: { in: [...ids] } } })).count;
}
