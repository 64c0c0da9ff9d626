import { silentDays } from "~/domain/witness";
import type { Actor } from "~/domain/roles";
import { witnessName } from "~/ledger";
import { db, type Tx } from "~/server/db";
import { tokenDigest } from "~/server/digest";
import * as ledger from "~/server/ledger/queries";
import { witnessesOf } from "~/server/scope";

/** Who follows the ledger, when each came last, what they countersigned and whether the ledger still begins with that; and for how long nobody has, where that is too long. */
export async function list(actor: Actor, at: Date) {
  const rows = await db().witness.findMany({
    where: witnessesOf(actor),
    orderBy: { addedAt: "asc" },
    select: {
      id: true, key: true, addedAt: true,
      countersignatures: { orderBy: { at: "desc" }, take: 1, select: { size: true, at: true, note: true } },
    },
  });
  const witnesses = await Promise.all(rows.map(async ({ countersignatures: [last], key, ...row }) => ({
    ...row, name: witnessName(key), last: last ? { size: Number(last.size), at: last.at, continued: await ledger.beginsWith(last.note) } : null,
  })));
  const signs = witnesses.flatMap(({ last }) => (last ? [last.at] : []));
  const since = signs.length > 0 ? Math.max(...signs.map(Number)) : Math.min(...witnesses.map(({ addedAt }) => +addedAt));
  return { witnesses, silentDays: witnesses.length === 0 ? null : silentDays(new Date(since), at) };
}

/** Whose token it is, as long as they are not removed and whoever let them in is still in. */
export async function byToken(tx: Pick<Tx, "witness">, token: string) {
  return tx.witness.findFirst({
    where: { tokenDigest: tokenDigest(token), removedAt: null, adder: { suspendedAt: null, vettedAt: { not: null } } },
    select: { id: true, key: true },
  });
}

/** The newest checkpoint of at most `size` entries that a witness countersigned, as one note with every line that was added to it; and by whose keys, in that order. */
export async function countersigned(tx: Pick<Tx, "countersignature">, size: number): Promise<{ size: number; note: string; keys: string[] } | null> {
  const newest = await tx.countersignature.findFirst({ where: { size: { lte: size } }, orderBy: [{ size: "desc" }, { at: "asc" }] });
  if (!newest) return null;
  // After a backup was put back there may be another history of the same size.
  const all = await tx.countersignature.findMany({ where: { size: newest.size, note: newest.note }, orderBy: [{ at: "asc" }, { witnessId: "asc" }], select: { line: true, witness: { select: { key: true } } } });
  return { size: Number(newest.size), note: newest.note + all.map(({ line }) => line).join(""), keys: all.map(({ witness }) => witness.key) };
}
