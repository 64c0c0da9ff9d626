import { randomUUID } from "node:crypto";
import { whyNotDecide, whyNotOpen, type Brought, type OpeningFacts, type OpeningPart, type OpeningPurpose } from "~/domain/opening";
import { Refusal, type RefusalCode } from "~/domain/refusal";
import type { Purpose } from "~/domain/consent";
import type { Actor } from "~/domain/roles";
import * as blobs from "~/server/blobs";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { hex } from "~/server/digest";
import { itemsOf, openingsOf, stillIn } from "~/server/scope";
import { sealJson } from "~/server/sealing";

/**
 * Ask that another reviewer agrees to an original being opened.
 * @throws Refusal `not-found`, `not-now` where the original is not sealed yet
 */
export async function ask(
  actor: Actor,
  input: { itemId: string; purpose: OpeningPurpose; reason: string },
  at: Date,
): Promise<{ id: string }> {
  const { itemId, purpose } = input;
  const id = randomUUID();
  const reasonSealed = await sealJson({ text: input.reason }, { kind: "reason", id });
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const item = await tx.evidenceItem.findFirst({
      where: { AND: [{ id: itemId }, itemsOf(actor)] },
      select: { originalBlob: true },
    });
    if (!item) throw new Refusal("not-found");
    if (!item.originalBlob) throw new Refusal("not-now");
    await tx.opening.create({ data: { id, itemId, purpose, reasonSealed, askedBy: actor.id, askedAt: at } });
    await record(tx, actor.id, at, { kind: "original.asked", opening: id, item: itemId, purpose });
    return { id };
  });
}

const shape = {
  id: true, itemId: true, purpose: true, askedBy: true, askedAt: true, agreed: true, decidedAt: true, decidedBy: true, handedAt: true,
  item: { select: { originalBlob: true, originalDigest: true, originalToldBlob: true, digest: true, size: true, format: true } },
} as const;

/**
 * Both of them have to be here still: an agreement of somebody who was put out is none.
 * @throws Refusal `not-found`, and what `whyNot` says
 */
async function locked(tx: Tx, actor: Actor, openingId: string, whyNot: (facts: OpeningFacts) => RefusalCode | null) {
  await tx.$queryRaw`SELECT "id" FROM "Opening" WHERE "id" = ${openingId}::uuid FOR UPDATE`;
  const opening = await tx.opening.findFirst({ where: { AND: [{ id: openingId }, openingsOf(actor)] }, select: shape });
  if (!opening) throw new Refusal("not-found");
  const code = whyNot(opening);
  if (code) throw new Refusal(code);
  await stillIn(tx, actor, ...(opening.decidedBy ? [opening.decidedBy] : []));
  return opening;
}

/** Agree to what somebody else asked for, or decline. @throws Refusal `not-found`, `second-person-required`, `not-now` */
export function decide(actor: Actor, input: { openingId: string; agree: boolean }, at: Date): Promise<{}> {
  const { openingId: id, agree } = input;
  return transaction(async (tx) => {
    const { itemId } = await locked(tx, actor, id, (facts) => whyNotDecide(facts, actor.id, at));
    await tx.opening.update({ where: { id }, data: { agreed: agree, decidedBy: actor.id, decidedAt: at } });
    await record(tx, actor.id, at, { kind: agree ? "original.agreed" : "original.declined", opening: id, item: itemId });
    return {};
  });
}

/**
 * The sealed original, for the one who asked, or what was found in it, which is sealed beside it. That it is handed out stands in
 * the ledger before a byte of it leaves, and it is asked again once its object is open.
 * @throws Refusal `not-found`, `not-now`, `changed-meanwhile` where it was sealed anew at that moment
 */
export async function handOut(actor: Actor, { openingId, part }: { openingId: string; part: OpeningPart }, at: Date) {
  const name = await transaction(async (tx) => {
    const { id, itemId, item } = await locked(tx, actor, openingId, (facts) => whyNotOpen(facts, actor.id, at));
    if (part === "told") {
      if (!item.originalToldBlob) throw new Refusal("not-found");
      await record(tx, actor.id, at, { kind: "original.toldHandedOut", opening: id, item: itemId });
      return item.originalToldBlob;
    }
    if (!item.originalBlob || !item.originalDigest) throw new Error("The item has no sealed original.");
    await tx.opening.update({ where: { id }, data: { handedAt: at } });
    await record(tx, actor.id, at, { kind: "original.handedOut", opening: id, item: itemId, sealed: hex(item.originalDigest) });
    return item.originalBlob;
  });
  const sealed = await blobs.stream(name);
  try {
    // Erased, or sealed anew, since the entry was written: an opening of which nothing came, or that has to be asked for again.
    const { item } = await transaction((tx) => locked(tx, actor, openingId, (facts) => whyNotOpen(facts, actor.id, at)));
    if (name !== (part === "told" ? item.originalToldBlob : item.originalBlob)) throw new Refusal("changed-meanwhile");
    if (!sealed) throw new Error("The sealed original is not in the store.");
  } catch (error) {
    await sealed?.body.cancel();
    throw error;
  }
  return sealed;
}

/** A copy is about to lie on a disk outside: recorded before the browser lets go of it. @throws Refusal `not-found`, `not-now` */
export function save(actor: Actor, openingId: string, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    const { id, itemId } = await locked(tx, actor, openingId, (facts) => whyNotOpen(facts, actor.id, at));
    await tx.opening.update({ where: { id }, data: { savedAt: at } });
    await record(tx, actor.id, at, { kind: "original.saved", opening: id, item: itemId });
    return {};
  });
}

/** An original that goes into a dossier: what it is listed by, and the opening by which its reader has it. */
export type Exported = Omit<Brought, "openingId"> & { readonly opening: string; readonly item: string; readonly sha256: string; readonly format: string };

/**
 * Those of a cleared disclosure's items that leave as originals, each by an opening of this reader's: asked for with a ground, for the very
 * purpose, agreed to by another less than an hour ago, and handed out to them. Locked until the caller has recorded what leaves.
 * @throws Refusal `original-not-agreed` where an item has none that is in force; `not-now` where it was not handed out yet;
 * `input-invalid` for an opening of something else, or a size that is not the original's
 */
export async function exported(tx: Tx, actor: Actor, wanted: { purpose: Purpose; items: readonly string[] }, brought: readonly Brought[], at: Date): Promise<Exported[]> {
  const found: Exported[] = [];
  for (const { openingId, ...listed } of brought.toSorted((a, b) => (a.openingId < b.openingId ? -1 : 1))) {
    const { id: opening, itemId, purpose, handedAt, item } = await locked(tx, actor, openingId, (facts) =>
      whyNotOpen(facts, actor.id, at) === null ? null : "original-not-agreed");
    if (purpose !== wanted.purpose) throw new Refusal("original-not-agreed");
    if (handedAt === null || !item.originalBlob) throw new Refusal("not-now");
    if (item.size !== listed.size || !wanted.items.includes(itemId) || found.some((other) => other.item === itemId))
      throw new Refusal("input-invalid", { fields: ["originals"] });
    found.push({ ...listed, opening, item: itemId, sha256: hex(item.digest), format: item.format });
  }
  if (found.length < wanted.items.length) throw new Refusal("original-not-agreed");
  return found;
}

/** Forget who asked for an original, and why, under the lock of the item that is being erased. The ledger knows who opened it. */
export const forget = (tx: Tx, itemId: string): Promise<unknown> => tx.opening.deleteMany({ where: { itemId } });

/** Forget why originals were asked for before `before`. @returns how many */
export const forgetOld = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.opening.deleteMany({ where: { askedAt: { lt: before } } })).count;
