import * as z from "zod";
import type { GivenForm, Purpose, RecipientClass, Size } from "~/domain/consent";
import type { Closing, DisclosureState, Facts } from "~/domain/disclosure";
import type { ItemState, RegionKind, Subject } from "~/domain/evidence";
import { HoldGround } from "~/domain/hold";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import type { WordsForm } from "~/domain/words";
import type { Prisma } from "~/generated/prisma/client";
import { answeredOf } from "~/server/checklists/queries";
import { consentFacts } from "~/server/consents/queries";
import type { Tx } from "~/server/db";
import { leaving } from "~/server/derivatives/queries";
import { incidentInScope } from "~/server/scope";

/** What a decision about a disclosure stands on, read from the tables. */

const redactionOf = (
  item: { regionsVersion: number; redactions: readonly Redaction[] },
  pinned: { redaction: Redaction | null } | null,
): Facts["items"][number]["redaction"] => {
  // What was released came from one redaction: a later one does not make it better.
  const redaction = pinned ? pinned.redaction : (item.redactions[0] ?? null);
  if (!redaction) return null;
  const regionIds = z.array(z.object({ id: z.string() })).parse(redaction.regions).map((region) => region.id);
  const current = redaction.version === item.regionsVersion && redaction.doneAt !== null;
  return { id: redaction.id, current, regionIds };
};
type Redaction = { id: string; version: number; doneAt: Date | null; regions: Prisma.JsonValue };
/** What is planned to go because a person asked. */
const askedToGo = { where: { ground: "asked-by-person", doneAt: null, calledOffAt: null }, select: { id: true }, take: 1 } as const;
/** The holds on which two reviewers agreed. */
const agreedOn = { select: { ground: true, until: true }, where: { agreed: true, endedAt: null }, orderBy: { id: "asc" } } as const;
const holdingOf = (holds: readonly { ground: string; until: Date }[]) =>
  holds.map(({ ground, until }) => ({ ground: HoldGround.parse(ground), until }));
const redactionShape = { id: true, version: true, doneAt: true, regions: true } as const;

type Asked = {
  readonly id: string;
  readonly incidentId: string;
  readonly purpose: Purpose;
  readonly recipient: { readonly id: string; readonly class: RecipientClass };
  readonly proposedBy: string;
  readonly decidedBy: string | null;
  readonly officersGround: string | null;
  readonly until: Date;
  readonly items: readonly {
    readonly id: string;
    readonly form: GivenForm;
    readonly size: Size;
    readonly derivativeId: string | null;
  }[];
  readonly accounts: readonly { readonly id: string; readonly form: WordsForm }[];
};

/** The facts to decide on. They come by several statements: whoever changes a photo or an account between two of them waits until this is decided. */
async function heldFacts(tx: Tx, asked: Asked): Promise<Facts> {
  const ids = asked.items.map((item) => item.id);
  await tx.$queryRaw`SELECT "id" FROM "EvidenceItem" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR SHARE`;
  const texts = asked.accounts.map((account) => account.id);
  await tx.$queryRaw`SELECT "id" FROM "Account" WHERE "id" = ANY(${texts}::uuid[]) ORDER BY "id" FOR SHARE`;
  return readFacts(tx, asked);
}

/** Everything on which a decision about `asked` stands, read under the caller's locks or in one snapshot. */
export const readFacts = async (tx: Tx, asked: Asked): Promise<Facts> => factsAmong(await matterOf(tx, asked.incidentId, [asked]), asked);

/** Everything in one incident on which decisions about any of `asked` stand, read once for all of them. */
async function matterOf(tx: Tx, incidentId: string, asked: readonly Asked[]) {
  const items = await tx.evidenceItem.findMany({
    // The evidence of a consent is shown to nobody whom the consent is for.
    where: { incidentId, id: { in: [...new Set(asked.flatMap((one) => one.items.map(({ id }) => id)))] }, evidenceOf: { none: {} } },
    orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
    select: {
      id: true, state: true, lookedAt: true, regionsVersion: true,
      regions: { select: { id: true, kind: true, subject: true, grantorId: true, redact: true, possible: true } },
      redactions: { select: redactionShape, where: { doneAt: { not: null } }, orderBy: { version: "desc" }, take: 1 },
      holds: agreedOn,
      erasures: askedToGo,
    },
  });
  const checked = await answeredOf(tx, items);
  const derivativeIds = new Set(asked.flatMap((one) => one.items.flatMap((item) => item.derivativeId ?? [])));
  const derivatives = await tx.derivative.findMany({
    where: { id: { in: [...derivativeIds] } },
    select: { id: true, redaction: { select: redactionShape } },
  });
  const accounts = await tx.account.findMany({
    where: { incidentId, id: { in: [...new Set(asked.flatMap((one) => one.accounts.map(({ id }) => id)))] } },
    orderBy: { createdAt: "asc" },
    select: { id: true, grantorId: true, lookedAt: true, mentions: { select: { grantorId: true } }, holds: agreedOn, erasures: askedToGo },
  });
  return { items, checked, accounts, pinned: new Map(derivatives.map((one) => [one.id, one])), consents: await consentFacts(tx, incidentId) };
}

function factsAmong(matter: Awaited<ReturnType<typeof matterOf>>, asked: Asked): Facts {
  const asks = new Map(asked.items.map((item) => [item.id, item]));
  const formOf = new Map(asked.accounts.map(({ id, form }) => [id, form]));
  const items = matter.items.filter(({ id }) => asks.has(id));
  const accounts = matter.accounts.filter(({ id }) => formOf.has(id));
  if (items.length !== asks.size || accounts.length !== formOf.size) throw new Refusal("not-found");
  return {
    disclosureId: asked.id,
    purpose: asked.purpose,
    recipient: asked.recipient,
    proposedBy: asked.proposedBy,
    decidedBy: asked.decidedBy,
    officersGround: asked.officersGround,
    until: asked.until,
    items: items.map((item) => ({
      id: item.id,
      form: asks.get(item.id)!.form,
      size: asks.get(item.id)!.size,
      state: item.state as ItemState,
      looked: item.lookedAt !== null,
      checked: matter.checked.has(item.id),
      regions: item.regions.map((region) => ({
        ...region,
        kind: region.kind as RegionKind,
        subject: region.subject as Subject | null,
      })),
      redaction: redactionOf(item, matter.pinned.get(asks.get(item.id)!.derivativeId ?? "") ?? null),
      held: holdingOf(item.holds),
      toGo: item.erasures.length > 0,
    })),
    accounts: accounts.map((account) => ({
      id: account.id,
      author: account.grantorId,
      form: formOf.get(account.id)!,
      looked: account.lookedAt !== null,
      mentions: account.mentions.map((mention) => mention.grantorId),
      held: holdingOf(account.holds),
      toGo: account.erasures.length > 0,
    })),
    ...matter.consents,
  };
}

export const askedShape = {
  id: true, incidentId: true, purpose: true, state: true, until: true, proposedBy: true, decidedBy: true, groundDigest: true,
  recipient: { select: { id: true, class: true } },
  items: { select: { itemId: true, form: true, size: true, derivativeId: true, exhibit: true } },
  accounts: { select: { accountId: true, form: true, exhibit: true } },
} as const satisfies Prisma.DisclosureSelect;

export const stored = (row: Prisma.DisclosureGetPayload<{ select: typeof askedShape }>): Asked => ({
  id: row.id,
  incidentId: row.incidentId,
  purpose: row.purpose as Purpose,
  recipient: { id: row.recipient.id, class: row.recipient.class as RecipientClass },
  proposedBy: row.proposedBy,
  decidedBy: row.decidedBy,
  officersGround: row.groundDigest,
  until: row.until,
  items: row.items.map((item) => ({
    id: item.itemId, form: item.form as GivenForm, size: item.size as Size, derivativeId: item.derivativeId,
  })),
  accounts: row.accounts.map((account) => ({ id: account.accountId, form: account.form as WordsForm })),
});

/** Every approved or released disclosure of an incident as it is stored, in four readings however many there are: by what they have in common, not by their ids. */
async function openRows(tx: Tx, incidentId: string) {
  const open = { incidentId, state: { in: ["approved", "released"] } };
  const { recipient, items, accounts, ...own } = askedShape;
  const rows = await tx.disclosure.findMany({ where: open, orderBy: { id: "asc" }, select: { ...own, recipientId: true } });
  const to = await tx.recipient.findMany({ where: { disclosures: { some: open } }, ...recipient });
  const inItems = await tx.disclosureItem.findMany({ where: { disclosure: open }, select: { ...items.select, disclosureId: true } });
  const inAccounts = await tx.disclosureAccount.findMany({ where: { disclosure: open }, select: { ...accounts.select, disclosureId: true } });
  const recipients = new Map(to.map((one) => [one.id, one]));
  const [itemsOf, accountsOf] = [Map.groupBy(inItems, (one) => one.disclosureId), Map.groupBy(inAccounts, (one) => one.disclosureId)];
  return rows.map((row) => ({
    ...row, recipient: recipients.get(row.recipientId)!, items: itemsOf.get(row.id) ?? [], accounts: accountsOf.get(row.id) ?? [],
  }));
}

/**
 * The facts of every approved or released disclosure of an incident, whose rows are locked, as its items are. What they share is read
 * once: there may be thousands, and whoever takes a word back must not wait for each.
 */
export async function openFactsOf(tx: Tx, incidentId: string): Promise<Facts[]> {
  await tx.$queryRaw`
    SELECT "id" FROM "Disclosure"
    WHERE "incidentId" = ${incidentId}::uuid AND "state" IN ('approved', 'released')
    ORDER BY "id" FOR UPDATE`;
  const asked = (await openRows(tx, incidentId)).map(stored);
  const ids = [...new Set(asked.flatMap((one) => one.items.map(({ id }) => id)))];
  await tx.$queryRaw`SELECT "id" FROM "EvidenceItem" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR SHARE`;
  const matter = await matterOf(tx, incidentId, asked);
  return asked.map((one) => factsAmong(matter, one));
}

/** The facts of everything that is proposed in an incident; what they share is read once as well. */
export async function proposedFactsOf(tx: Tx, incidentId: string): Promise<Facts[]> {
  const rows = await tx.disclosure.findMany({ where: { incidentId, state: "proposed" }, orderBy: { id: "asc" }, select: askedShape });
  const asked = rows.map(stored);
  if (asked.length === 0) return [];
  const matter = await matterOf(tx, incidentId, asked);
  return asked.map((one) => factsAmong(matter, one));
}

/** The facts of a stored disclosure, read anew, for whoever decides and holds its row's lock. */
export async function factsOf(tx: Tx, disclosureId: string, decidedBy?: string): Promise<Facts> {
  const row = await tx.disclosure.findUniqueOrThrow({ where: { id: disclosureId }, select: askedShape });
  return heldFacts(tx, { ...stored(row), ...(decidedBy !== undefined && { decidedBy }) });
}

/**
 * The instant of which facts are to be judged that were read under a lock: what was said while a request waited for that lock is heard, also where it was
 * said after the request had begun. A yes that allows less takes the place of the one before only from its own instant on.
 */
export const heardBy = ({ consents }: Facts, at: Date): Date => new Date(Math.max(+at, ...consents.map(({ recordedAt }) => +recordedAt)));

/** The same for whoever only looks, in one snapshot, with the state that it is in and why it was closed. */
export async function standingFacts(
  tx: Tx,
  disclosureId: string,
): Promise<{ state: DisclosureState; closing: Closing | null; facts: Facts }> {
  const row = await tx.disclosure.findUniqueOrThrow({ where: { id: disclosureId }, select: { ...askedShape, closing: true } });
  return { state: row.state as DisclosureState, closing: row.closing as Closing | null, facts: await readFacts(tx, stored(row)) };
}

/** The pictures that `facts` speak of in the form and size in which they leave; null until every one is made. Of an original there is none. */
export async function copiesOf(tx: Tx, { disclosureId, purpose, items }: Facts) {
  const copies: { item: string; derivativeId: string; width: number; height: number }[] = [];
  for (const { id, form, size, redaction } of items) {
    if (form === "original") continue;
    const redactionId = form === "redacted" && redaction ? redaction.id : null;
    const made = await leaving(tx, { disclosureId, purpose }, { id, form, size, redactionId });
    if (!made) return null;
    copies.push({ item: id, derivativeId: made.id, width: made.width, height: made.height });
  }
  return copies;
}

export type Draft = {
  readonly incidentId: string;
  readonly purpose: Purpose;
  readonly recipientClass: RecipientClass;
  readonly until: Date;
  /** The digest of what was written, or null. */
  readonly officersGround: string | null;
  readonly items: readonly { readonly id: string; readonly form: GivenForm; readonly size: Size }[];
  readonly accounts: readonly { readonly id: string; readonly form: WordsForm }[];
};

/** @throws Refusal `not-found`, for an account that was erased as for one that never was */
export async function drafted(tx: Tx, actor: Actor, draft: Draft, recipientId: string, disclosureId: string): Promise<Asked> {
  const { id: incidentId } = await incidentInScope(tx, actor, draft.incidentId);
  const erased = await tx.account.count({ where: { incidentId, id: { in: draft.accounts.map(({ id }) => id) }, erasedAt: { not: null } } });
  if (erased > 0) throw new Refusal("not-found");
  return {
    ...draft,
    incidentId,
    id: disclosureId,
    recipient: { id: recipientId, class: draft.recipientClass },
    proposedBy: actor.id,
    decidedBy: null,
    items: draft.items.map((item) => ({ ...item, derivativeId: null })),
  };
}

/**
 * Everything in an incident that was not erased, in the least revealing form, for whoever looks for the most revealing one that may leave.
 * The evidence of a consent is none of it. @throws Refusal `not-found`
 */
export async function allOf(tx: Tx, actor: Actor, draft: Omit<Draft, "items" | "accounts">): Promise<Draft> {
  const { id: incidentId } = await incidentInScope(tx, actor, draft.incidentId);
  const items = await tx.evidenceItem.findMany({ where: { incidentId, state: { not: "erased" }, evidenceOf: { none: {} } }, select: { id: true } });
  const accounts = await tx.account.findMany({ where: { incidentId, erasedAt: null }, select: { id: true } });
  return {
    ...draft,
    items: items.map(({ id }) => ({ id, form: "redacted", size: "reduced" })), accounts: accounts.map(({ id }) => ({ id, form: "redacted" })),
  };
}

/** Facts of something that is not stored yet and is about to be. @throws Refusal `not-found` */
export const factsOfDraft = async (tx: Tx, actor: Actor, draft: Draft, recipientId: string, disclosureId: string) =>
  heldFacts(tx, await drafted(tx, actor, draft, recipientId, disclosureId));
