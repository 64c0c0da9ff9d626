import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { purposeNames, type Purpose } from "~/domain/consent";
import type { CustodyStatement } from "~/domain/custody";
import { CODE_BASE, CODE_CHANCE, codeOf, grouped, readCode } from "~/domain/receipt";
import { Refusal } from "~/domain/refusal";
import type { RequestKind } from "~/domain/request";
import type { Actor } from "~/domain/roles";
import { authSecret, config } from "~/env";
import { takeBack } from "~/server/consents/commands";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { discardAll } from "~/server/derivatives/commands";
import { tooManyCards } from "~/server/guesses/commands";
import { insertRequest } from "~/server/requests/commands";
import { grantorInScope, stillIn } from "~/server/scope";
import { sealJson } from "~/server/sealing";
import { lockTied } from "~/server/ties/commands";
import * as queries from "./queries";

/** The key of the digests; made for the first card. Two who make it at once keep the one that came first. */
async function ensureKey(): Promise<Buffer> {
  const found = await queries.digestKey(db());
  if (found) return found;
  const sealed = await sealJson({ key: randomBytes(32).toString("base64") }, { kind: "receipts", id: "instance" });
  await db().receiptKey.createMany({ data: [{ id: 1, sealed }], skipDuplicates: true });
  const made = await queries.digestKey(db());
  if (!made) throw new Error("The key of the cards is not there although it was made.");
  return made;
}

const newCode = (): string => codeOf(Array.from({ length: CODE_CHANCE }, () => randomInt(CODE_BASE)));

/**
 * A card for somebody who was asked, for all that they are tied to. One that they had before ends: one that was lost, or taken from them, is made worthless by making another.
 * @returns the code, which exists nowhere else from here on, and the address where it is typed
 * @throws Refusal `not-found`; `not-now` for somebody of whom nothing is recorded
 */
export async function make(actor: Actor, grantorId: string, at: Date): Promise<{ code: string; address: string }> {
  // Whoever may not leaves nothing behind, not even the first key.
  await grantorInScope(db(), actor, grantorId);
  const key = await ensureKey();
  const [id, code] = [randomUUID(), newCode()];
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const grantor = await grantorInScope(tx, actor, grantorId);
    const all = { in: (await lockTied(tx, grantor.id)).map((one) => one.id) };
    if ((await tx.consentRecord.count({ where: { grantorId: grantor.id } })) === 0) throw new Refusal("not-now");
    const before = await tx.receipt.findMany({ where: { grantorId: all, endedAt: null }, select: { id: true, grantorId: true } });
    await tx.receipt.updateMany({ where: { id: { in: before.map((card) => card.id) } }, data: { endedAt: at } });
    await tx.receipt.create({
      data: { id, grantorId: grantor.id, digest: queries.codeDigest(key, code), madeBy: actor.id, madeAt: at },
    });
    const ended = before.map((card): CustodyStatement => ({ kind: "receipt.ended", receipt: card.id, grantor: card.grantorId }));
    await record(tx, actor.id, at, ...ended, { kind: "receipt.made", receipt: id, grantor: grantor.id });
  });
  return { code: grouped(code), address: new URL("/r", config().publicUrl).href };
}

/** Somebody at the page, and what stands in its forms from then on. */
export type Entered = { readonly holder: queries.Holder; readonly pass: string };
type Entering = Entered | "mistyped" | "unknown" | "too-many";

/**
 * Let somebody in with what they typed. A card that works is let in always, whoever guesses meanwhile: what guards it is that its
 * code is 84 bits. What is none is counted, and beyond ten of them in ten seconds they are told to wait, all alike.
 */
export async function enter(typed: string, at: Date): Promise<Entering> {
  const code = readCode(typed);
  if (code === null) return "mistyped";
  const key = await queries.digestKey(db());
  const holder = await queries.byCode(key, code);
  if (holder && key) return { holder, pass: queries.passOf(key, holder.receiptId, at) };
  return (await tooManyCards(authSecret(), at)) ? "too-many" : "unknown";
}

/** Go on with a page that was opened with a card. @returns null where it has rested too long, or another card was made */
export async function goOn(pass: string, at: Date): Promise<Entered | null> {
  const key = await queries.digestKey(db());
  const holder = await queries.byPass(key, pass, at);
  return holder && key && { holder, pass: queries.passOf(key, holder.receiptId, at) };
}

/** What somebody wants who holds a card: to take some of it back, all of it, to have it deleted, or to be told. */
export type Wish =
  | { readonly kind: "withdrawal"; readonly purposes: readonly Purpose[] }
  | { readonly kind: Exclude<RequestKind, "withdrawal"> };
type Happened = { readonly closed: number };

/** The card still works: another may have been made while this was on its way. Under the incidents' locks, under which cards are made. */
async function stillWorks(tx: Tx, { receiptId }: queries.Holder): Promise<boolean> {
  return (await tx.receipt.count({ where: { id: receiptId, endedAt: null } })) === 1;
}

/**
 * Do what somebody asks with their card, for everybody whom they are tied to, in one transaction: the request, what they take back, what that closes, and the entries.
 * Nobody of us is its actor.
 * @returns null where the card has ended
 */
export async function act(holder: queries.Holder, wish: Wish, at: Date): Promise<Happened | null> {
  const done = await transaction(async (tx) => {
    const { receiptId } = holder;
    const tied = await lockTied(tx, holder.grantorId);
    if (!(await stillWorks(tx, holder))) return null;
    const purposes = wish.kind === "withdrawal" ? wish.purposes : wish.kind === "deletion" ? purposeNames : [];
    const statements: CustodyStatement[] = [];
    const objects: string[] = [];
    let [closed, latest] = [0, at];
    for (const { id: grantorId, incidentId } of tied) {
      const taken =
        purposes.length > 0
          ? await takeBack(tx, { receiptId }, { grantorId, incidentId, purposes, manner: "written" }, at)
          : null;
      const request = await insertRequest(tx, { grantorId, incidentId, receiptId, kind: wish.kind }, at);
      statements.push({ kind: "receipt.used", receipt: receiptId, grantor: grantorId, request: request.id, what: wish.kind });
      statements.push(...(taken?.statements ?? []), ...request.statements);
      objects.push(...(taken?.objects ?? []));
      closed += taken?.closed ?? 0;
      if (taken && taken.recordedAt > latest) latest = taken.recordedAt;
    }
    await record(tx, null, latest, ...statements);
    return { closed, objects };
  });
  if (!done) return null;
  await discardAll(done.objects);
  return { closed: done.closed };
}

/** Forget somebody's cards, once what was said and asked for with them is forgotten. Who types the number is told what whoever guesses is told. */
export const forget = (tx: Tx, grantorId: string): Promise<unknown> => tx.receipt.deleteMany({ where: { grantorId } });

/** Forget cards that were ended before `before` and with which nothing was said. @returns how many */
export const forgetOld = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.receipt.deleteMany({ where: { endedAt: { lt: before }, records: { none: {} }, requests: { none: {} } } })).count;
