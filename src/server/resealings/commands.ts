import { resealingState, whyNotAgree, whyNotItem, whyNotReseal, type ResealFault, type ResealTask } from "~/domain/resealing";
import { Refusal, type RefusalCode } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { packetHead, unpacked } from "~/keyring/packet";
import * as blobs from "~/server/blobs";
import * as custodyKeys from "~/server/custodyKeys/queries";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { hex, sha256, sha256Hex } from "~/server/digest";
import { itemsOf, resealingsOf, stillIn } from "~/server/scope";
import { sealedElsewhere, VaultError } from "~/vault";
import * as queries from "./queries";

/**
 * [Note: One object at a time] Of an item there is at every moment an object that opens with a key that somebody holds. The new
 * objects are stored, then named in a row of their own; the item goes over to them in the transaction in which another reviewer's
 * browser says that it opened them, and only after that the old ones are removed. A crash between any two of these leaves
 * objects that no row names, for `evidence.sweep`.
 */

/** The original and what it told, with room for the words of age. */
export const MOST_PACKET_BYTES = 64_000_000;

/** Whoever acts, and in which session of theirs. */
type By = { readonly actor: Actor; readonly session: string };

const holds = (tx: Tx, actor: Actor, custodyKeyId: string) =>
  tx.custodyGrant.count({ where: { custodyKeyId, reviewerKey: { memberId: actor.id, endedAt: null } } });

/**
 * Ask that another reviewer agrees to the old originals being handed to one's browser, to be sealed to the key in use.
 * @throws Refusal `not-found` for who does not hold that key, `not-now` where nothing is left or somebody has asked already
 */
export function ask(actor: Actor, at: Date): Promise<{ id: string }> {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('resealings.ask'))`;
    const key = await custodyKeys.current(tx);
    if (!key || (await holds(tx, actor, key.id)) === 0) throw new Refusal("not-found");
    const latest = await tx.resealing.findFirst({ where: { custodyKeyId: key.id }, orderBy: { askedAt: "desc" }, select: queries.factsShape });
    const open = latest !== null && ["asked", "agreed"].includes(resealingState(latest, at)) && (await queries.bothIn(tx, actor, latest));
    const items = await queries.left(tx, actor, key.id);
    if (open || items === 0) throw new Refusal("not-now");
    const { id } = await tx.resealing.create({
      data: { custodyKeyId: key.id, items, askedBy: actor.id, askedAt: at },
      select: { id: true },
    });
    await record(tx, actor.id, at, { kind: "resealing.asked", resealing: id, key: key.id, items });
    return { id };
  });
}

/**
 * The row, locked, with everybody in it still here.
 * @throws Refusal `not-found`, and what `whyNot` says
 */
async function locked(tx: Tx, actor: Actor, resealingId: string, whyNot: (facts: Facts) => RefusalCode | null): Promise<Facts> {
  const named = await tx.resealing.findFirst({ where: { AND: [{ id: resealingId }, resealingsOf(actor)] }, select: queries.factsShape });
  if (!named) throw new Refusal("not-found");
  await stillIn(tx, actor, named.askedBy, ...(named.decidedBy ? [named.decidedBy] : []));
  await tx.$queryRaw`SELECT "id" FROM "Resealing" WHERE "id" = ${resealingId}::uuid FOR UPDATE`;
  const facts = await tx.resealing.findUniqueOrThrow({ where: { id: resealingId }, select: queries.factsShape });
  const code = whyNot(facts);
  if (code) throw new Refusal(code);
  return facts;
}
type Facts = Prisma.ResealingGetPayload<{ select: typeof queries.factsShape }>;

/**
 * Agree to what somebody else asked for, or decline. Whoever agrees is to check, and so holds the key in use.
 * @throws Refusal `not-found`, `second-person-required`, `not-now`
 */
export function decide(actor: Actor, input: { resealingId: string; agree: boolean }, at: Date): Promise<{}> {
  const { resealingId: id, agree } = input;
  return transaction(async (tx) => {
    const { custodyKeyId } = await locked(tx, actor, id, (facts) => whyNotAgree(facts, actor.id, at));
    if (agree && (await holds(tx, actor, custodyKeyId)) === 0) throw new Refusal("not-now");
    await tx.resealing.update({ where: { id }, data: { agreed: agree, decidedBy: actor.id, decidedAt: at } });
    const items = await queries.left(tx, actor, custodyKeyId);
    await record(tx, actor.id, at, agree ? { kind: "resealing.agreed", resealing: id, items } : { kind: "resealing.declined", resealing: id });
    return {};
  });
}

/** Whoever shows who they are here does their part in this session, and need not for each item. @throws Refusal `not-found`, `not-now` */
export function begin({ actor, session }: By, resealingId: string, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    const { custodyKeyId } = await locked(tx, actor, resealingId, (facts) => whyNotReseal(facts, actor.id, at));
    const turn = { sessionId: session, begunAt: at };
    await tx.resealingTurn.upsert({
      where: { resealingId_memberId: { resealingId, memberId: actor.id } },
      create: { resealingId, memberId: actor.id, ...turn },
      update: turn,
    });
    const items = await queries.left(tx, actor, custodyKeyId);
    await record(tx, actor.id, at, { kind: "resealing.begun", resealing: resealingId, items });
    return {};
  });
}

/** Nothing is handed out any more, whatever is left. By whoever asked or agreed. @throws Refusal `not-found`, `not-now` */
export function end(actor: Actor, resealingId: string, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    await locked(tx, actor, resealingId, (facts) => {
      if (facts.askedBy !== actor.id && facts.decidedBy !== actor.id) return "not-found";
      return ["asked", "agreed"].includes(resealingState(facts, at)) ? null : "not-now";
    });
    await tx.resealing.update({ where: { id: resealingId }, data: { endedAt: at } });
    await record(tx, actor.id, at, { kind: "resealing.ended", resealing: resealingId });
    return {};
  });
}

const itemShape = {
  id: true, custodyKeyId: true, originalBlob: true, originalDigest: true, originalToldBlob: true, size: true,
  reseal: { select: { custodyKeyId: true, sealedBy: true, originalBlob: true, originalDigest: true, toldBlob: true, handedTo: true } },
} as const;

/** An item that this reviewer, in this session, may seal anew or check now: it and what it belongs to are locked. */
async function lockedItem(tx: Tx, { actor, session }: By, { resealingId, itemId, task }: Piece, at: Date) {
  const facts = await locked(tx, actor, resealingId, (found) => whyNotReseal(found, actor.id, at));
  const turn = await tx.resealingTurn.findUnique({
    where: { resealingId_memberId: { resealingId, memberId: actor.id } },
    select: { sessionId: true },
  });
  if (turn?.sessionId !== session) throw new Refusal("not-now");
  await tx.$queryRaw`SELECT "id" FROM "EvidenceItem" WHERE "id" = ${itemId}::uuid FOR UPDATE`;
  const item = await tx.evidenceItem.findFirst({ where: { AND: [{ id: itemId }, itemsOf(actor)] }, select: itemShape });
  if (!item) throw new Refusal("not-found");
  const { custodyKeyId, originalBlob, originalDigest } = item;
  if (!custodyKeyId || !originalBlob || !originalDigest) throw new Refusal("not-now");
  const inUse = (await custodyKeys.current(tx))?.id;
  if (inUse !== facts.custodyKeyId) throw new Refusal("not-now");
  const code = whyNotItem(task, facts, { custodyKeyId, pending: item.reseal }, { actor: actor.id, inUse });
  if (code) throw new Refusal(code);
  return { ...item, custodyKeyId, originalBlob, originalDigest, inUse };
}
type Piece = { readonly resealingId: string; readonly itemId: string; readonly task: ResealTask };

const objectsOf = (task: ResealTask, { reseal, originalBlob, originalToldBlob }: Awaited<ReturnType<typeof lockedItem>>) =>
  task === "check" && reseal
    ? { original: reseal.originalBlob, told: reseal.toldBlob }
    : { original: originalBlob, told: originalToldBlob };

/**
 * The sealed original with what it told, to be sealed anew or to be checked. That it is handed out stands in the ledger before a
 * byte of it leaves, and it is asked again once its objects are open: one that was erased or went over meanwhile does not leave.
 * @throws Refusal `not-found`, `not-now`, `second-person-required`
 */
export async function handOut(by: By, piece: Piece, at: Date) {
  const { resealingId: resealing, itemId, task } = piece;
  const named = await transaction(async (tx) => {
    const item = await lockedItem(tx, by, piece, at);
    const { reseal } = item;
    if (task === "check" && reseal) {
      await tx.reseal.update({ where: { itemId }, data: { handedTo: by.actor.id } });
      await record(tx, by.actor.id, at, { kind: "original.handedToCheck", resealing, item: itemId, sealed: hex(reseal.originalDigest) });
    } else await record(tx, by.actor.id, at, { kind: "original.handedToReseal", resealing, item: itemId, sealed: hex(item.originalDigest) });
    return objectsOf(task, item);
  });
  const [told, original] = [named.told ? await blobs.get(named.told) : null, await blobs.stream(named.original)];
  try {
    const now = objectsOf(task, await transaction((tx) => lockedItem(tx, by, piece, at)));
    if (now.original !== named.original || now.told !== named.told) throw new Refusal("not-now");
    if (!original || (named.told && !told)) throw new Error("A sealed original is not in the store.");
  } catch (error) {
    await original?.body.cancel();
    throw error;
  }
  const head = Buffer.concat([packetHead(told), told ?? new Uint8Array()]);
  return { size: head.length + original.size, body: after(head, original.body) };
}

/** The same stream with bytes before it. */
function after(head: Uint8Array, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    start: (controller) => controller.enqueue(head),
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

type Stored = { readonly originalBlob: string; readonly toldBlob: string | null; readonly originalDigest: Uint8Array<ArrayBuffer> };

/** Store what a browser sealed, by its form and its length, and read it back. @throws Refusal `upload-incomplete`, `storage-digest-differs` */
async function put(packet: Uint8Array<ArrayBuffer>, old: { originalBlob: string; originalToldBlob: string | null }): Promise<Stored> {
  const parts = unpacked(packet);
  const lengths = [await blobs.sizeOf(old.originalBlob), old.originalToldBlob ? await blobs.sizeOf(old.originalToldBlob) : null];
  // What is the same inside is as long outside: one recipient, and the same bytes.
  if (!parts || parts.original.length !== lengths[0] || (parts.told?.length ?? null) !== lengths[1]) throw new Refusal("upload-incomplete");
  const stored: string[] = [];
  try {
    for (const part of [parts.original, ...(parts.told ? [parts.told] : [])]) {
      const name = await blobs.put(sealedElsewhere(part.slice()));
      stored.push(name);
      const back = await blobs.get(name);
      if (!back || sha256Hex(back) !== sha256Hex(part)) throw new Refusal("storage-digest-differs");
    }
  } catch (error) {
    await discard(stored);
    throw error instanceof VaultError ? new Refusal("upload-incomplete") : error;
  }
  const [originalBlob, toldBlob] = stored;
  return { originalBlob: originalBlob!, toldBlob: toldBlob ?? null, originalDigest: sha256(parts.original) };
}

async function discard(objects: readonly (string | null)[]): Promise<void> {
  for (const name of objects) if (name) await blobs.discard(name);
}

/**
 * Keep what the reviewer's browser sealed anew, beside the old object. Nobody can see here what is in it: that is for another
 * reviewer's browser to check.
 * @throws Refusal `not-now` also for what was sealed anew meanwhile, as by the same reviewer in another tab
 */
export async function store(by: By, input: Omit<Piece, "task"> & { mark: Uint8Array; packet: Uint8Array<ArrayBuffer> }, at: Date): Promise<{}> {
  const { resealingId, itemId } = input;
  const piece = { resealingId, itemId, task: "seal" } as const;
  // Before anything is stored, so that what nobody waits for is not.
  const old = await transaction((tx) => lockedItem(tx, by, piece, at));
  const made = await put(input.packet, old);
  let stale: Awaited<ReturnType<typeof lockedItem>>["reseal"];
  try {
    stale = await transaction(async (tx) => {
      const item = await lockedItem(tx, by, piece, at);
      if (item.originalBlob !== old.originalBlob) throw new Refusal("not-now");
      const row = { ...made, custodyKeyId: item.inUse, resealingId, mark: new Uint8Array(input.mark), sealedBy: by.actor.id, sealedAt: at, handedTo: null };
      await tx.reseal.upsert({ where: { itemId }, create: { itemId, ...row }, update: row });
      await tx.resealFault.deleteMany({ where: { itemId } });
      await record(tx, by.actor.id, at, {
        kind: "original.resealed", resealing: resealingId, item: itemId, sealed: hex(made.originalDigest), key: item.inUse,
      });
      return item.reseal;
    });
  } catch (error) {
    // After anything but a refusal nobody knows whether it was committed: what is left over is the sweep's.
    if (error instanceof Refusal) await discard([made.originalBlob, made.toldBlob]);
    throw error;
  }
  if (stale) await discard([stale.originalBlob, stale.toldBlob]);
  return {};
}

/**
 * The item goes over to the new object, which this reviewer's browser opened and compared, and the old one is erased.
 * @param input.sealed SHA-256 in hex of the sealed original that was opened
 * @throws Refusal `changed-meanwhile` where that is another one, `not-now` where it was not handed to them
 */
export async function confirm(by: By, input: Omit<Piece, "task"> & { sealed: string }, at: Date): Promise<{}> {
  const { resealingId: resealing, itemId } = input;
  const old = await transaction(async (tx) => {
    const item = await lockedItem(tx, by, { ...input, task: "check" }, at);
    const { reseal } = item;
    if (reseal?.handedTo !== by.actor.id) throw new Refusal("not-now");
    if (hex(reseal.originalDigest) !== input.sealed) throw new Refusal("changed-meanwhile");
    const { originalBlob, originalDigest, toldBlob } = reseal;
    await tx.evidenceItem.update({
      where: { id: itemId },
      data: { originalBlob, originalDigest: new Uint8Array(originalDigest), originalToldBlob: toldBlob, custodyKeyId: item.inUse },
    });
    await tx.reseal.delete({ where: { itemId } });
    await tx.resealFault.deleteMany({ where: { itemId } });
    await record(
      tx, by.actor.id, at,
      { kind: "original.checked", resealing, item: itemId, sealed: input.sealed, key: item.inUse },
      { kind: "original.sealErased", item: itemId, sealed: hex(item.originalDigest) },
    );
    return [item.originalBlob, item.originalToldBlob];
  });
  await discard(old);
  return {};
}

/**
 * It did not open, or is not what it has to be. The item keeps its old object, is named, and does not stop the rest; a new object
 * that did not pass is removed.
 * @throws Refusal `not-found`, `not-now`, `second-person-required`
 */
export async function fail(by: By, input: Piece & { why: ResealFault }, at: Date): Promise<{}> {
  const { resealingId: resealing, itemId, task, why } = input;
  const removed = await transaction(async (tx) => {
    const { reseal } = await lockedItem(tx, by, input, at);
    // Only of what was handed to them can they say what it is: another may have come since.
    if (task === "check" && reseal?.handedTo !== by.actor.id) throw new Refusal("not-now");
    const fault = { task, why, at };
    await tx.resealFault.upsert({ where: { itemId }, create: { itemId, ...fault }, update: fault });
    if (task === "check") await tx.reseal.delete({ where: { itemId } });
    await record(tx, by.actor.id, at, { kind: "original.notResealed", resealing, item: itemId, task, why });
    return task === "check" && reseal ? [reseal.originalBlob, reseal.toldBlob] : [];
  });
  await discard(removed);
  return {};
}

/** The item is erased, and with it what of it waits to be checked. @returns its objects, to be removed after the commit */
export async function forgetItem(tx: Tx, itemId: string): Promise<(string | null)[]> {
  const pending = await tx.reseal.findUnique({ where: { itemId }, select: { originalBlob: true, toldBlob: true } });
  await tx.reseal.deleteMany({ where: { itemId } });
  await tx.resealFault.deleteMany({ where: { itemId } });
  return pending ? [pending.originalBlob, pending.toldBlob] : [];
}
