import * as z from "zod";
import type { GivenForm, Purpose, RecipientClass, Size } from "~/domain/consent";
import { gaps, type Closing, type DisclosureState, type Facts } from "~/domain/disclosure";
import { matrixOf } from "~/domain/matrix";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { Condition } from "~/domain/visit";
import { everything, LeftOut, type Bounds, type Scope } from "~/domain/whole";
import type { WordsForm } from "~/domain/words";
import type { Prisma } from "~/generated/prisma/client";
import { entryOf, entryShape, newestOf } from "~/server/addressBook/queries";
import { goneFrom, grantorsOfIncident } from "~/server/consents/queries";
import { db, snapshot, type Tx } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import { previewsOf } from "~/server/derivatives/queries";
import { allOf, askedShape, copiesOf, drafted, proposedFactsOf, readFacts, stored, type Draft } from "~/server/facts/queries";
import { disclosuresOf } from "~/server/scope";
import * as ledger from "~/server/ledger/queries";
import { openJson } from "~/server/sealing";
import * as members from "~/server/members/queries";

export const Reason = z.strictObject({ text: z.string().trim().min(1).max(2000) });

/** Why it was decided so, and by its digest what an approval says that the recipient may be told of the incident; one from before that was bound says nothing of it. */
export const Verdict = Reason.extend({ told: z.hex().length(64).optional() });

/** Why officers' faces are shown to whom the rule hides them. Without its salt the digest in the ledger would tell the words to whoever tries some. */
export const Ground = z.strictObject({ text: Reason.shape.text, salt: z.hex().length(64) });
export const groundDigest = (disclosureId: string, { text, salt }: z.infer<typeof Ground>): string =>
  sha256Hex(JSON.stringify([salt, disclosureId, text]));

/** Something that is only being thought about has no id, goes to nobody yet, and its legal ground is not written. */
const NOBODY = "00000000-0000-0000-0000-000000000000";
const thoughtOf = <D extends { readonly grounded: boolean }>({ grounded, ...asked }: D) => ({ ...asked, officersGround: grounded ? "0".repeat(64) : null });

/** Every gap of something that is only being thought about, and the table in which they stand. @throws Refusal `not-found` */
export async function assess(actor: Actor, asked: Omit<Draft, "officersGround"> & { grounded: boolean }, at: Date) {
  const facts = await snapshot(async (tx) => readFacts(tx, await drafted(tx, actor, thoughtOf(asked), NOBODY, NOBODY)));
  const found = gaps(facts, at);
  return { gaps: found, matrix: matrixOf(facts, found, at) };
}

/** What a proposal of everything in an incident would have in it and leave out, and every gap of the latter. @throws Refusal `not-found` */
export async function assessWhole(
  actor: Actor,
  { size, most, ...asked }: Omit<Draft, "officersGround" | "items" | "accounts"> & Bounds & { grounded: boolean },
  at: Date,
) {
  const facts = await snapshot(async (tx) => readFacts(tx, await drafted(tx, actor, await allOf(tx, actor, thoughtOf(asked)), NOBODY, NOBODY)));
  return everything(facts, { size, most }, at);
}

/** What a disclosure was made of, as its manifest says it. */
export const scopeOf = ({ leftOut, proposedAt }: { leftOut: unknown; proposedAt: Date }): Scope =>
  leftOut === null ? { of: "things" } : { of: "incident", at: proposedAt.toISOString(), leftOut: z.array(LeftOut).parse(leftOut) };

/** What is undecided in an incident whose scope the caller has checked. */
export const undecided = (incidentId: string): Promise<Facts[]> => snapshot((tx) => proposedFactsOf(tx, incidentId));

const listShape = {
  id: true, incidentId: true, purpose: true, state: true, proposedAt: true, proposedBy: true, until: true,
  incident: { select: { reference: true } },
  recipient: { select: entryShape },
} as const satisfies Prisma.DisclosureSelect;

/** Who somebody is, and not how they are reached. */
async function namedOf(recipient: Parameters<typeof entryOf>[0]) {
  const { name, class: kind } = await entryOf(recipient);
  return { name, class: kind };
}

/** The disclosures that the actor may see, newest first. */
export async function list(actor: Actor) {
  const rows = await db().disclosure.findMany({
    where: disclosuresOf(actor),
    orderBy: { proposedAt: "desc" },
    take: 500,
    select: listShape,
  });
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      incidentId: row.incidentId,
      reference: row.incident.reference,
      purpose: row.purpose as Purpose,
      recipient: await namedOf(row.recipient),
      state: row.state as DisclosureState,
      proposedAt: row.proposedAt,
      until: row.until,
      mine: row.proposedBy === actor.id,
    })),
  );
}

/** From which disclosure a copy came that bears this mark; anybody can write one under a picture. @throws Refusal `not-found` */
export async function find(actor: Actor, mark: string): Promise<{ id: string }> {
  const found = await db().disclosure.findFirst({ where: { AND: [{ mark }, disclosuresOf(actor)] }, select: { id: true } });
  if (!found) throw new Refusal("not-found");
  return found;
}

/** The disclosures of an incident whose scope the caller has checked. */
export async function ofIncident(incidentId: string) {
  const rows = await db().disclosure.findMany({
    where: { incidentId },
    orderBy: { proposedAt: "desc" },
    select: { id: true, purpose: true, state: true, recipient: { select: { class: true } } },
  });
  return rows.map((row) => ({
    id: row.id,
    purpose: row.purpose as Purpose,
    recipientClass: row.recipient.class as RecipientClass,
    state: row.state as DisclosureState,
  }));
}

/** What one of them is for and how it stands, or null. */
export async function inIncident(tx: Tx, incidentId: string, id: string) {
  const row = await tx.disclosure.findFirst({ where: { id, incidentId }, select: { purpose: true, state: true } });
  return row && { purpose: row.purpose as Purpose, state: row.state as DisclosureState };
}

/** How much of what a recipient did is listed; the ledger has all of it. */
const MOST_SHOWN = 500;

const readShape = {
  ...askedShape, ...listShape,
  reasonSealed: true, verdictSealed: true, groundSealed: true, decidedAt: true, releasedAt: true, closedAt: true, closing: true, openings: true,
  conditions: true, openingsMost: true, mark: true, secretWanted: true, leftOut: true,
  visits: { orderBy: { openedAt: "asc" }, take: MOST_SHOWN, select: { openedAt: true } },
} as const satisfies Prisma.DisclosureSelect;

/** A disclosure as it stands at one instant: its row, what it still lacks, and what leaves or is being made. */
const standing = (actor: Actor, disclosureId: string, at: Date) =>
  snapshot(async (tx) => {
    const row = await tx.disclosure.findFirst({
      where: { AND: [{ id: disclosureId }, disclosuresOf(actor)] },
      select: readShape,
    });
    if (!row) throw new Refusal("not-found");
    const state = row.state as DisclosureState;
    const facts = await readFacts(tx, stored(row));
    const lacking = state === "closed" || state === "refused" ? [] : gaps(facts, at);
    // Pictures are waited for where nothing else is: a gap may last, and with it a page that asks every two seconds.
    const awaited = (state === "approved" || state === "released") && lacking.length === 0;
    const copies = awaited ? await copiesOf(tx, facts) : [];
    return { row, state, lacking, matrix: matrixOf(facts, lacking, at), copies: copies ?? [], preparing: state === "approved" && copies === null };
  });

/** Which exhibit was looked at when, oldest first. */
async function exhibitedOf({ id, items }: { id: string; items: readonly { itemId: string; exhibit: number | null }[] }) {
  const seen = await ledger.exhibited(id, items.map(({ itemId }) => itemId), MOST_SHOWN);
  return seen.map(({ item, at }) => ({ at, exhibit: items.find(({ itemId }) => itemId === item)?.exhibit ?? null }));
}

/** What whoever decides relies on, and exactly that. */
async function groundOf(row: { id: string; groundSealed: Uint8Array | null; groundDigest: string | null }): Promise<string | null> {
  if (row.groundSealed === null || row.groundSealed.length === 0) return null;
  const ground = await openJson(row.groundSealed, { kind: "reason", id: `${row.id}-ground` }, Ground);
  if (groundDigest(row.id, ground) !== row.groundDigest) throw new Error("A legal ground is not the one that was recorded.");
  return ground.text;
}

/** What whoever decided said; null before that, and once it is forgotten. */
export const verdictOf = async ({ id, verdictSealed }: { id: string; verdictSealed: Uint8Array | null }) =>
  verdictSealed && openJson(verdictSealed, { kind: "reason", id: `${id}-verdict` }, Verdict);

/** One disclosure with every gap that it has now. @throws Refusal `not-found` */
export async function read(actor: Actor, disclosureId: string, at: Date) {
  const { row, state, lacking, matrix, copies, preparing } = await standing(actor, disclosureId, at);
  const itemIds = row.items.map((item) => item.itemId);
  const previews = await previewsOf(itemIds, actor.role, await goneFrom(db(), itemIds, at));
  const handles = await members.handlesOf([row.proposedBy, ...(row.decidedBy ? [row.decidedBy] : [])]);
  const person = (id: string) => ({ handle: handles.get(id) ?? "", me: id === actor.id });
  return {
    id: row.id,
    incidentId: row.incidentId,
    reference: row.incident.reference,
    purpose: row.purpose as Purpose,
    recipient: await entryOf(row.recipient),
    /** The age public key to which a dossier for them is sealed now; empty where they have none. */
    ageKey: (await newestOf(db(), [row.recipient.id])).get(row.recipient.id)!.ageKey,
    state,
    /** Null once it is forgotten. */
    reason: row.reasonSealed.length === 0 ? null : (await openJson(row.reasonSealed, { kind: "reason", id: row.id }, Reason)).text,
    officersGround: await groundOf(row),
    until: row.until,
    proposedAt: row.proposedAt,
    proposedBy: person(row.proposedBy),
    decidedBy: row.decidedBy ? person(row.decidedBy) : null,
    decidedAt: row.decidedAt,
    verdictReason: (await verdictOf(row))?.text ?? null,
    releasedAt: row.releasedAt,
    closedAt: row.closedAt,
    closing: row.closing as Closing | null,
    openings: row.openings,
    opening: { conditions: z.array(Condition).parse(row.conditions), most: row.openingsMost, secret: row.secretWanted },
    visits: row.visits.map(({ openedAt }) => openedAt),
    exhibited: await exhibitedOf(row),
    items: row.items.map((item) => ({
      id: item.itemId,
      form: item.form as GivenForm,
      size: item.size as Size,
      exhibit: item.exhibit,
      preview: previews.get(item.itemId) ?? null,
    })),
    accounts: row.accounts.map((account) => ({
      id: account.accountId, form: account.form as WordsForm, exhibit: account.exhibit,
    })),
    grantors: await grantorsOfIncident(actor, row.incidentId, at),
    /** The reference under its copies, once it was approved; `null` for a purpose whose copies bear none as well. */
    mark: row.mark,
    /** The very pictures that leave, once all are made and as long as they may. */
    copies,
    /** Whether nothing but the pictures that are to leave is waited for. */
    preparing,
    scope: scopeOf(row),
    gaps: lacking,
    /** Who is in what, what they said of it for this purpose, and the same gaps, each in its place. */
    matrix,
    may: {
      decide: state === "proposed" && row.proposedBy !== actor.id,
      release: state === "approved",
      close: state === "approved" || state === "released",
    },
  };
}

/** What is approved or released on this member's decision, in order of its ids; locked where it is to be closed. */
export async function decidedBy(tx: Tx, memberId: string, options: { lock: boolean } = { lock: false }) {
  if (options.lock)
    await tx.$queryRaw`
      SELECT "id" FROM "Disclosure" WHERE "decidedBy" = ${memberId}::uuid AND "state" IN ('approved', 'released')
      ORDER BY "id" FOR UPDATE`;
  return tx.disclosure.findMany({
    where: { decidedBy: memberId, state: { in: ["approved", "released"] } },
    orderBy: { id: "asc" },
    select: { id: true, state: true },
  });
}

/** What was really given of one person, newest first, and to whom: by name, since the person is who may know it (GDPR art. 15(1)(c)). */
export async function givenOf(tx: Tx, grantorId: string) {
  // What they said of a thing stays when the thing is erased, and those who have a copy of it still have it.
  const asked = { consents: { some: { record: { grantorId } } } };
  const rows = await tx.disclosure.findMany({
    where: {
      releasedAt: { not: null },
      OR: [
        { items: { some: { item: { OR: [{ regions: { some: { grantorId } } }, asked] } } } },
        { accounts: { some: { account: { OR: [{ grantorId }, { mentions: { some: { grantorId } } }, asked] } } } },
      ],
    },
    orderBy: { releasedAt: "desc" },
    take: 500,
    select: {
      purpose: true, state: true, releasedAt: true, closedAt: true, openings: true,
      recipient: { select: entryShape },
    },
  });
  return Promise.all(
    rows.map(async ({ recipient, purpose, state, ...row }) => ({
      ...row,
      purpose: purpose as Purpose,
      open: state === "released",
      recipient: await namedOf(recipient),
    })),
  );
}
