import { config, type TimestampAuthority } from "~/env";
import { stampFaults, type StampFault } from "~/domain/stamp";
import { db, type Tx } from "~/server/db";
import { sha256Hex } from "~/server/digest";

/** By which rows and entries name an authority. */
export const idOf = ({ url }: TimestampAuthority): string => sha256Hex(Buffer.from(url.href)).slice(0, 16);

export type Unstamped = { readonly size: number; readonly note: string };

/** What was written down of checkpoints themselves. To stamp that, and what that writes down, would have no end. */
const OWN = ["checkpoint.stamped", "authority.erred", "checkpoint.countersigned"];

/**
 * What an authority is to be asked about: the newest checkpoint, which vouches for all before it, where there is more since its last stamp than
 * what was said of checkpoints. Null where it has said all that there is to say.
 */
export async function unstamped(authority: string): Promise<Unstamped | null> {
  const [newest, last] = await Promise.all([
    db().ledgerCheckpoint.findFirst({ orderBy: { size: "desc" }, select: { size: true, note: true } }),
    db().stamp.findFirst({ where: { authority }, orderBy: { size: "desc" }, select: { size: true } }),
  ]);
  if (!newest || (last && newest.size <= last.size)) return null;
  // What was erased in between is not found, but that it was erased is.
  const more = !last || (await db().custodyEvent.findFirst({
    where: { index: { gte: last.size, lt: newest.size }, kind: { notIn: OWN } }, orderBy: { index: "asc" }, select: { id: true },
  }));
  return more ? { size: Number(newest.size), note: newest.note } : null;
}

/** For the page of health: of each authority what it said last, how many checkpoints wait for it, and what is wrong. */
export async function state() {
  return await Promise.all(config().timestampAuthorities.map(async (authority) => {
    const id = idOf(authority);
    const [last, wanted, fault] = await Promise.all([
      db().stamp.findFirst({ where: { authority: id }, orderBy: { size: "desc" }, select: { size: true, at: true } }),
      unstamped(id),
      db().stampFault.findUnique({ where: { authority: id }, select: { fault: true, since: true } }),
    ]);
    const waiting = wanted === null ? 0 : await db().ledgerCheckpoint.count({ where: { size: { gt: last?.size ?? 0 } } });
    return { id, host: authority.url.host, last: last?.at ?? null, waiting, fault: fault && { what: known(fault.fault), since: fault.since } };
  }));
}

function known(word: string): StampFault {
  const found = stampFaults.find((one) => one === word);
  if (found === undefined) throw new Error("The table of stamps holds a fault that nobody knows.");
  return found;
}

export type Stamped = {
  readonly size: number;
  /** The signed note of the checkpoint, byte by byte what was stamped. */
  readonly note: string;
  readonly stamps: readonly { readonly authority: string; readonly at: Date; readonly policy: string; readonly token: Uint8Array; readonly chain: string }[];
};

/**
 * By when the first `size` entries were there: of each authority its earliest stamp of a checkpoint that has all of them. Empty where none has
 * said anything of so many yet. Of an entry it is `index + 1`, and its proof is to be made against the checkpoint that is returned.
 */
export async function stampsOf(tx: Tx, size: number): Promise<Stamped[]> {
  // Looked up first, and then read: tokens are large, and there may be a hundred thousand of them.
  const earliest = await tx.stamp.groupBy({ by: ["authority"], where: { size: { gte: size } }, _min: { size: true } });
  const stamps = await tx.stamp.findMany({
    where: { OR: earliest.flatMap(({ authority, _min: { size: least } }) => (least === null ? [] : [{ authority, size: least }])) },
    orderBy: { authority: "asc" },
    select: { size: true, authority: true, at: true, policy: true, token: true, chain: true },
  });
  const notes = await tx.ledgerCheckpoint.findMany({
    where: { size: { in: stamps.map((stamp) => stamp.size) } }, orderBy: { size: "asc" }, select: { size: true, note: true },
  });
  return notes.map((checkpoint) => ({
    size: Number(checkpoint.size),
    note: checkpoint.note,
    stamps: stamps.filter((stamp) => stamp.size === checkpoint.size).map(({ authority, at, policy, token, chain }) => ({ authority, at, policy, token, chain })),
  }));
}
