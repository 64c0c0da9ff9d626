import { transaction, type Tx } from "~/server/db";
import { forgottenBefore, instanceKey, tryHandle, tryInstance, type Tally } from "~/server/guessing";

/** The rows in which wrong tries are counted ([Note: Guessing]). */
type Key = Uint8Array<ArrayBuffer>;

/** What is kept under `key`, which nobody else reads or writes until the transaction ends. */
async function locked(tx: Tx, key: Key, at: Date): Promise<Tally | null> {
  await tx.$executeRaw`
    INSERT INTO "Guess" ("key", "count", "windowStart") VALUES (${key}, 0, ${at}) ON CONFLICT DO NOTHING`;
  const [row] = await tx.$queryRaw<Tally[]>`
    SELECT "count", "windowStart" FROM "Guess" WHERE "key" = ${key} FOR UPDATE`;
  return row ?? null;
}

const keep = (tx: Tx, key: Key, { count, windowStart }: Tally) =>
  tx.guess.upsert({ where: { key }, create: { key, count, windowStart }, update: { count, windowStart } });

/**
 * Count a try at `key` that anybody may make, and so one of the instance's as well.
 * @returns whether it may be made now; it is counted if so
 */
export function countTry(secret: string, key: Key, at: Date): Promise<boolean> {
  const ofInstance = instanceKey(secret);
  return transaction(async (tx) => {
    // Whoever has the instance's row may read and write every other of this kind: tries are counted one after another.
    const instance = tryInstance(await locked(tx, ofInstance, at), at);
    const one = tryHandle(await tx.guess.findUnique({ where: { key } }), at);
    if (!instance || !one) return false;
    await keep(tx, ofInstance, instance);
    await keep(tx, key, one);
    if (instance.count === 1) await tx.guess.deleteMany({ where: { windowStart: { lt: forgottenBefore(at) } } });
    return true;
  });
}

/** The same for a try that only somebody known may make: nobody else's tries stand in its way, nor it in theirs. */
export function countKnownTry(key: Key, at: Date): Promise<boolean> {
  return transaction(async (tx) => {
    const one = tryHandle(await locked(tx, key, at), at);
    if (one) await keep(tx, key, one);
    return one !== null;
  });
}

/** A right try was no guess. */
export async function takeBack(tx: Tx, secret: string, key: Key): Promise<void> {
  await tx.guess.updateMany({ where: { key: instanceKey(secret), count: { gt: 0 } }, data: { count: { decrement: 1 } } });
  await tx.guess.deleteMany({ where: { key } });
}

/** The same for {@link countKnownTry}. */
export async function takeBackKnown(tx: Tx, key: Key): Promise<void> {
  await tx.guess.deleteMany({ where: { key } });
}
