import { db, transaction, type Tx } from "~/server/db";
import {
  cardsKey, forgottenBefore, instanceKey, inviteKey, joiningKey, laneOf, tryDoor, tryHandle, tryInstance, type Tally,
} from "~/server/guessing";

/** The rows in which wrong tries are counted ([Note: Guessing]). */
type Key = Uint8Array<ArrayBuffer>;

/** Where a try was counted: for somebody, and for the instance where anybody may make it. Locked in this order. */
export type Counted = { readonly one: Key; readonly lane: Key | null };

/** What is kept under `key`, which nobody else reads or writes until the transaction ends. */
async function locked(tx: Tx, key: Key, at: Date): Promise<Tally> {
  for (;;) {
    await tx.$executeRaw`
      INSERT INTO "Guess" ("key", "count", "windowStart") VALUES (${key}, 0, ${at}) ON CONFLICT DO NOTHING`;
    const [row] = await tx.$queryRaw<Tally[]>`
      SELECT "count", "windowStart" FROM "Guess" WHERE "key" = ${key} FOR UPDATE`;
    // Gone where whoever held it meanwhile has taken it away.
    if (row) return row;
  }
}

const keep = (tx: Tx, key: Key, { count, windowStart }: Tally) =>
  tx.guess.update({ where: { key }, data: { count, windowStart } });

/**
 * Whether a try would be refused as things stand. Asked first, without a lock or a transaction: whoever tries without
 * pause costs one reading each time, and nobody waits behind them.
 */
async function isHopeless(secret: string, key: Key, at: Date): Promise<boolean> {
  const keys = { quiet: instanceKey(secret, "quiet"), tried: instanceKey(secret, "tried") };
  const rows = await db().$queryRaw<(Tally & { readonly key: Uint8Array })[]>`
    SELECT "key", "count", "windowStart" FROM "Guess" WHERE "key" IN (${key}, ${keys.quiet}, ${keys.tried})`;
  const of = (one: Key) => rows.find((row) => Buffer.compare(row.key, one) === 0) ?? null;
  return tryDoor(of(key), (lane) => of(keys[lane]), at) === null;
}

/**
 * Count a try at `key` that anybody may make, and so one of the instance's as well.
 * @returns where it was counted, or null where it may not be made now
 */
export async function countTry(secret: string, key: Key, at: Date): Promise<Counted | null> {
  if (await isHopeless(secret, key, at)) return null;
  const counted = await transaction(async (tx) => {
    // Whoever has the handle's row may read and write it: tries for one handle are counted one after another.
    const handle = tryHandle(await locked(tx, key, at), at);
    if (!handle) return null;
    const lane = instanceKey(secret, laneOf(handle));
    const instance = tryInstance(await locked(tx, lane, at), at);
    if (!instance) return null;
    await keep(tx, key, handle);
    await keep(tx, lane, instance);
    return { one: key, lane, isFirst: instance.count === 1 };
  });
  if (counted?.isFirst) await forget(at);
  return counted;
}

/** The same for a try that only somebody known may make: nobody else's tries stand in its way, nor it in theirs. */
export function countKnownTry(key: Key, at: Date): Promise<Counted | null> {
  return transaction(async (tx) => {
    const one = tryHandle(await locked(tx, key, at), at);
    if (!one) return null;
    await keep(tx, key, one);
    return { one: key, lane: null };
  });
}

/**
 * Count a card's code that is none.
 * @returns whether there were too many of them, for the instance as a whole
 */
export async function tooManyCards(secret: string, at: Date): Promise<boolean> {
  const key = cardsKey(secret);
  const kept = await db().guess.findUnique({ where: { key }, select: { count: true, windowStart: true } });
  // Read first, without a lock: whoever tries without pause writes nothing, and waits for nobody.
  if (tryInstance(kept, at) === null) return true;
  return transaction(async (tx) => {
    const next = tryInstance(await locked(tx, key, at), at);
    if (!next) return true;
    await keep(tx, key, next);
    return false;
  });
}

/**
 * The same for a handle that somebody asks for with an invite: counted for the invite and for all of them together, and apart
 * from the tries at the door, so that neither stands in the other's way.
 */
export function countAskedFor(secret: string, inviteId: string, at: Date): Promise<Counted | null> {
  const [key, lane] = [inviteKey(secret, inviteId), joiningKey(secret)];
  return transaction(async (tx) => {
    const one = tryHandle(await locked(tx, key, at), at);
    const all = one && tryInstance(await locked(tx, lane, at), at);
    if (!one || !all) return null;
    await keep(tx, key, one);
    await keep(tx, lane, all);
    return { one: key, lane };
  });
}

/** A right try was no guess. It takes back itself and no other: who signs in gives no guesser a new beginning. */
export async function takeBack(tx: Tx, { one, lane }: Counted): Promise<void> {
  const less = { count: { decrement: 1 } };
  await tx.guess.updateMany({ where: { key: one, count: { gt: 0 } }, data: less });
  await tx.guess.deleteMany({ where: { key: one, count: 0 } });
  if (lane) await tx.guess.updateMany({ where: { key: lane, count: { gt: 0 } }, data: less });
}

/** Take away what says nothing any more. Waits for nobody who is counting, and so nobody waits for it. */
const forget = (at: Date) =>
  db().$executeRaw`
    DELETE FROM "Guess" WHERE "key" IN
      (SELECT "key" FROM "Guess" WHERE "windowStart" < ${forgottenBefore(at)} FOR UPDATE SKIP LOCKED)`;
