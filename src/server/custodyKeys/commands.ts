import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import type { CustodyStatement } from "~/domain/custody";
import { authSecret } from "~/env";
import { answerTo, CHANCE_BYTES, question } from "~/keyring/holding";
import { isRecovery, type Recovery } from "~/keyring/shares";
import { readWrap } from "~/keyring/wrap";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import { reviewerKeysOf, stillHere, stillIn, whoIsIn } from "~/server/scope";
import { isCustodyRecipient, sealToCustody } from "~/vault";
import { heldByNobodyElse, inUse, otherHolders } from "./queries";

/** The public half of a reviewer's own key, and its private half as their browser wrapped it. */
type NewReviewerKey = { readonly recipient: string; readonly wrap: Uint8Array };
/** A custody key's private half, sealed to a reviewer's key by a browser. */
type NewGrant = { readonly sealed: Uint8Array; readonly tag: Uint8Array };

const AGE = "age-encryption.org/v1\n-> X25519 ";
const isGrant = ({ sealed, tag }: NewGrant): boolean =>
  tag.length === 32 && new TextDecoder().decode(sealed.subarray(0, AGE.length)) === AGE;

/** Nothing here can be opened, so what is looked at is whether it is at all what a reviewer's browser makes. */
function checkReviewerKey({ recipient, wrap }: NewReviewerKey): void {
  if (!isCustodyRecipient(recipient) || !readWrap(wrap)) throw new Refusal("custody-key-invalid");
}

/** @returns what there is to record */
async function insertReviewerKey(tx: Tx, actor: Actor, key: NewReviewerKey, at: Date): Promise<{ id: string; made: CustodyStatement }> {
  const { id } = await tx.reviewerKey.create({
    data: {
      memberId: actor.id, recipient: key.recipient, createdAt: at,
      wraps: { create: { wrap: new Uint8Array(key.wrap), createdAt: at } },
    },
    select: { id: true },
  });
  return { id, made: { kind: "reviewerKey.made", reviewerKey: id, member: actor.id, recipient: sha256Hex(key.recipient) } };
}

/**
 * Put the custody key to use that a reviewer's browser made. Its private half is with the reviewers: here arrives what
 * is sealed to the first one's own key, which is wrapped. The ledger keeps SHA-256 of the public halves' texts.
 * @param input.recovery of the printed set, from which the browser has brought the key back before
 * @throws Refusal `custody-key-invalid`, `custody-key-exists`, `not-found` for who is out meanwhile
 */
export async function set(
  actor: Actor,
  input: { recipient: string; mine: NewReviewerKey; grant: NewGrant; recovery: Recovery },
  at: Date,
): Promise<{ id: string }> {
  const { recipient, mine, grant, recovery } = input;
  checkReviewerKey(mine);
  if (!isCustodyRecipient(recipient) || recipient === mine.recipient || !isGrant(grant) || !isRecovery(recovery))
    throw new Refusal("custody-key-invalid");
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    // Of two reviewers who make a key at the same moment, one is told that there is one: what is sealed to the key
    // that the other keeps nobody would open.
    await oneAtATime(tx);
    if ((await tx.custodyKey.count()) > 0) throw new Refusal("custody-key-exists");
    const { id } = await tx.custodyKey.create({
      data: { recipient, madeBy: actor.id, createdAt: at, ...recovery },
      select: { id: true },
    });
    const { id: reviewerKeyId, made } = await insertReviewerKey(tx, actor, mine, at);
    await insertGrant(tx, actor, { custodyKeyId: id, reviewerKeyId, memberId: actor.id }, grant, at);
    await record(
      tx, actor.id, at,
      { kind: "custodyKey.set", key: id, recipient: sha256Hex(recipient) },
      { kind: "custodyKey.shared", key: id, ...recovery },
      made,
      { kind: "custodyKey.granted", key: id, reviewerKey: reviewerKeyId, member: actor.id },
    );
    return { id };
  });
}

const oneAtATime = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('custodyKey.set'))`;

type GrantIds = { custodyKeyId: string; reviewerKeyId: string; memberId: string };
/** A grant, and for good that its reviewer held the key. @throws Refusal `not-now` for who holds it already */
async function insertGrant(tx: Tx, actor: Actor, { memberId, ...ids }: GrantIds, grant: NewGrant, at: Date): Promise<void> {
  const { count } = await tx.custodyGrant.createMany({
    data: {
      ...ids, sealed: new Uint8Array(grant.sealed), tag: new Uint8Array(grant.tag), grantedBy: actor.id, grantedAt: at,
    },
    skipDuplicates: true,
  });
  if (count !== 1) throw new Refusal("not-now");
  const { custodyKeyId } = ids;
  await tx.custodyHolding.createMany({ data: [{ custodyKeyId, memberId, since: at }], skipDuplicates: true });
}

/**
 * Put another custody key to use in the place of the newest: because somebody who held that one has left, or a part, a laptop
 * or a passphrase is lost. What is sealed from now on is sealed to it; what was sealed before keeps its key, and its holders keep
 * that, until it is sealed anew.
 *
 * It is made by who holds the one before, whose browser has seen by their tags who else was let in by a holder. Where nobody who is
 * in holds that one any more, any reviewer makes it, for themselves alone.
 * @param input.before the one whose place it takes
 * @throws Refusal `not-found`, `custody-key-invalid`, `changed-meanwhile`
 */
export function replace(
  actor: Actor,
  input: { before: string; recipient: string; grants: { reviewerKeyId: string; grant: NewGrant }[]; recovery: Recovery },
  at: Date,
): Promise<{ id: string }> {
  const { before, recipient, recovery } = input;
  const grants = new Map(input.grants.map(({ reviewerKeyId, grant }) => [reviewerKeyId, grant]));
  if (!isCustodyRecipient(recipient) || !isRecovery(recovery) || ![...grants.values()].every(isGrant))
    throw new Refusal("custody-key-invalid");
  const named = { id: { in: [...grants.keys()] } };
  return transaction(async (tx) => {
    const whose = await tx.reviewerKey.findMany({ where: { AND: [named, reviewerKeysOf(actor)] }, select: { memberId: true } });
    // Somebody who is put out at this moment is either out already, or here until the end of this.
    const here = await whoIsIn(tx, actor, whose.map(({ memberId }) => memberId));
    if (!here.has(actor.id)) throw new Refusal("not-found");
    await oneAtATime(tx);
    if ((await newest(tx))?.id !== before) throw new Refusal("changed-meanwhile");
    const keys = await tx.reviewerKey.findMany({
      where: { AND: [named, reviewerKeysOf(actor)] },
      select: { id: true, memberId: true, grants: { where: { custodyKeyId: before }, select: { grantedAt: true } } },
      orderBy: { id: "asc" },
    });
    const own = keys.find(({ memberId }) => memberId === actor.id);
    if (!own) throw new Refusal("not-found");
    const heldByOthers = await tx.custodyGrant.count({ where: otherHolders(actor, before) });
    if (own.grants.length === 0 && heldByOthers > 0) throw new Refusal("not-found");
    const letIn = keys.filter((key) => key.memberId === actor.id || key.grants.length > 0);
    const taken = (await tx.custodyKey.count({ where: { recipient } })) + (await tx.reviewerKey.count({ where: { recipient } }));
    if (taken > 0) throw new Refusal("custody-key-invalid");
    const { id } = await tx.custodyKey.create({ data: { recipient, madeBy: actor.id, createdAt: at, ...recovery }, select: { id: true } });
    for (const key of letIn)
      await insertGrant(tx, actor, { custodyKeyId: id, reviewerKeyId: key.id, memberId: key.memberId }, grants.get(key.id)!, at);
    await record(
      tx, actor.id, at,
      { kind: "custodyKey.set", key: id, recipient: sha256Hex(recipient) },
      { kind: "custodyKey.replaced", key: id, before },
      { kind: "custodyKey.shared", key: id, ...recovery },
      ...letIn.map((key) => ({ kind: "custodyKey.granted", key: id, reviewerKey: key.id, member: key.memberId }) as const),
    );
    return { id };
  });
}

const newest = (tx: Tx) => tx.custodyKey.findFirst({ orderBy: [{ createdAt: "desc" }, { id: "desc" }], select: { id: true } });

/** End the reviewer's own keys, with what they opened. @returns what there is to record */
async function endReviewerKeys(tx: Tx, { id: member }: Pick<Actor, "id">, at: Date): Promise<CustodyStatement[]> {
  const earlier = await tx.reviewerKey.findMany({ where: { memberId: member, endedAt: null }, select: { id: true } });
  const ids = earlier.map(({ id }) => id);
  await tx.custodyGrant.deleteMany({ where: { reviewerKeyId: { in: ids } } });
  await tx.reviewerWrap.deleteMany({ where: { reviewerKeyId: { in: ids } } });
  await tx.reviewerKey.updateMany({ where: { id: { in: ids } }, data: { endedAt: at } });
  return ids.map((reviewerKey) => ({ kind: "reviewerKey.ended", reviewerKey, member }));
}

/**
 * What a reviewer held is held by them no longer, who comes back with nothing but the word of others: also where nobody else holds it, for then the
 * recovery set brings it back. @returns what the caller records, last
 */
export async function forfeit(tx: Tx, memberId: string, at: Date): Promise<CustodyStatement[]> {
  await oneAtATime(tx);
  return endReviewerKeys(tx, { id: memberId }, at);
}

/**
 * Hold the custody key no longer, as who is about to leave says: the server forgets what it kept for them, and the others are
 * asked for another key. Nobody who is the last to hold a key in use can.
 * @throws Refusal `not-found` for who has no key of their own, `not-now` for the last who holds one
 */
export function giveUp(actor: Actor, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    // Of two who are the last and give up at the same moment, one stays.
    await oneAtATime(tx);
    if (await heldByNobodyElse(tx, actor.id)) throw new Refusal("not-now");
    const ended = await endReviewerKeys(tx, actor, at);
    if (ended.length === 0) throw new Refusal("not-found");
    await record(tx, actor.id, at, ...ended);
    return {};
  });
}

/**
 * Name a key of one's own, to be let in with: the first, or another because its passphrase is lost. What one had through an
 * earlier key is taken away, since nobody is to open it any more.
 * @throws Refusal `custody-key-invalid`, `custody-key-missing`, `not-found` for who is out meanwhile
 */
export function ask(actor: Actor, mine: NewReviewerKey, at: Date): Promise<{ id: string }> {
  checkReviewerKey(mine);
  return transaction(async (tx) => {
    if (!(await stillHere(tx, actor.id))) throw new Refusal("not-found");
    const taken = await tx.reviewerKey.count({ where: { recipient: mine.recipient } });
    if (taken > 0 || (await tx.custodyKey.count({ where: { recipient: mine.recipient } })) > 0) throw new Refusal("custody-key-invalid");
    if ((await tx.custodyKey.count()) === 0) throw new Refusal("custody-key-missing");
    const ended = await endReviewerKeys(tx, actor, at);
    const { id, made } = await insertReviewerKey(tx, actor, mine, at);
    await record(tx, actor.id, at, ...ended, made);
    return { id };
  });
}

/**
 * What opens in this reviewer's browser: their own key as they wrapped it, and the custody keys that were sealed to it. A wrap
 * under a passphrase can be guessed at by whoever has it, so each time that it leaves stands in the ledger before.
 * @returns null where they have no key of their own
 */
export function handOut(actor: Actor, at: Date) {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const key = await tx.reviewerKey.findFirst({
      where: { memberId: actor.id, endedAt: null },
      orderBy: { createdAt: "desc" },
      select: {
        id: true, recipient: true,
        wraps: { select: { id: true, wrap: true }, orderBy: { createdAt: "asc" } },
        grants: {
          select: { sealed: true, tag: true, custodyKey: { select: { id: true, recipient: true } } },
          orderBy: { custodyKey: { createdAt: "desc" } },
        },
      },
    });
    if (!key) return null;
    const grants = key.grants.map(({ custodyKey: { id, recipient }, ...grant }) => ({ custody: { id, recipient }, ...grant }));
    await record(tx, actor.id, at, { kind: "reviewerKey.handedOut", reviewerKey: key.id, member: actor.id });
    return { ...key, member: actor.id, grants };
  });
}

const usedKey = async (tx: Tx, id: string) =>
  tx.custodyKey.findFirst({ where: { AND: [{ id }, await inUse(tx)] }, select: { id: true, recipient: true } });

/**
 * Keep the custody key as the browser of one who holds it sealed it to the key of another reviewer. Whether it opens, nobody
 * can see here: that reviewer's browser looks. Whom it lets in, the ledger says.
 * @throws Refusal `not-found`, `custody-key-invalid`, `second-person-required` for a key of one's own, `not-now` for who holds it already
 */
export function grant(actor: Actor, input: { custodyKeyId: string; reviewerKeyId: string; grant: NewGrant }, at: Date): Promise<{}> {
  if (!isGrant(input.grant)) throw new Refusal("custody-key-invalid");
  return transaction(async (tx) => {
    const where = { AND: [{ id: input.reviewerKeyId }, reviewerKeysOf(actor)] };
    const whose = await tx.reviewerKey.findFirst({ where, select: { memberId: true } });
    if (!whose) throw new Refusal("not-found");
    // Neither gives the key nor is given it who is put out at this moment.
    await stillIn(tx, actor, whose.memberId);
    await tx.$queryRaw`SELECT "id" FROM "ReviewerKey" WHERE "id" = ${input.reviewerKeyId}::uuid FOR UPDATE`;
    const key = await tx.reviewerKey.findFirst({ where, select: { id: true, memberId: true } });
    const custody = await usedKey(tx, input.custodyKeyId);
    if (!key || !custody) throw new Refusal("not-found");
    if (key.memberId === actor.id) throw new Refusal("second-person-required");
    const holds = await tx.custodyGrant.count({
      where: { custodyKeyId: custody.id, reviewerKey: { memberId: actor.id, endedAt: null } },
    });
    if (holds === 0) throw new Refusal("not-found");
    await insertGrant(tx, actor, { custodyKeyId: custody.id, reviewerKeyId: key.id, memberId: key.memberId }, input.grant, at);
    await record(tx, actor.id, at, { kind: "custodyKey.granted", key: custody.id, reviewerKey: key.id, member: key.memberId });
    return {};
  });
}

const QUESTION_MS = 5 * 60_000;

/** What only this instance can add to a question. It is made with the answer, so that nothing is kept of either. */
const codeOf = (ids: { custodyKeyId: string; reviewerKeyId: string }, until: number, answer: Uint8Array): Buffer =>
  createHmac("sha256", authSecret()).update(`holding\0${ids.custodyKeyId}\0${ids.reviewerKeyId}\0${until}\0`).update(answer).digest();

/** Their own key and a custody key that is in use. @throws Refusal `not-found` */
async function own(tx: Tx, actor: Actor, custodyKeyId: string) {
  const key = await tx.reviewerKey.findFirst({ where: { memberId: actor.id, endedAt: null }, select: { id: true, recipient: true } });
  const custody = await usedKey(tx, custodyKeyId);
  if (!key || !custody) throw new Refusal("not-found");
  return { ids: { custodyKeyId, reviewerKeyId: key.id }, place: { custody: custody.recipient, holder: key.recipient, member: actor.id } };
}

/** What only somebody can answer who has the custody key at this moment. @throws Refusal `not-found` */
export async function questionFor(actor: Actor, { custodyKeyId }: { custodyKeyId: string }, at: Date) {
  const { ids, place } = await transaction((tx) => own(tx, actor, custodyKeyId));
  const asked = question(place, randomBytes(CHANCE_BYTES));
  const until = at.getTime() + QUESTION_MS;
  const code = codeOf(ids, until, await answerTo(asked));
  return { sealed: (await sealToCustody(asked, [place.custody])).bytes, until, code: new Uint8Array(code) };
}

/** A question as it was put, and what was answered. */
export type Answered = { readonly until: number; readonly code: Uint8Array; readonly answer: Uint8Array };

/**
 * Keep the custody key as a reviewer's browser sealed it to their own key, from the parts of the recovery set. What it
 * sealed nobody can see here, but that it has the custody key it has shown.
 * @throws Refusal `not-found`, `custody-key-invalid`, `not-now` for who holds it already
 */
export function recover(actor: Actor, input: { custodyKeyId: string; answered: Answered; grant: NewGrant }, at: Date): Promise<{}> {
  const { until, code, answer } = input.answered;
  if (!isGrant(input.grant)) throw new Refusal("custody-key-invalid");
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { ids } = await own(tx, actor, input.custodyKeyId);
    const right = codeOf(ids, until, answer);
    if (code.length !== right.length || !timingSafeEqual(code, right) || at.getTime() >= until) throw new Refusal("custody-key-invalid");
    await insertGrant(tx, actor, { ...ids, memberId: actor.id }, input.grant, at);
    await record(tx, actor.id, at, { kind: "custodyKey.recovered", key: ids.custodyKeyId, reviewerKey: ids.reviewerKeyId, member: actor.id });
    return {};
  });
}
