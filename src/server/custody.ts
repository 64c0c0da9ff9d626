import { CustodyEvent, type CustodyStatement } from "~/domain/custody";
import { append, canonical, type Json, type LedgerStore } from "~/ledger";
import type { Tx } from "./db";
import { sha256Hex } from "./digest";

/**
 * The one way into the ledger. It takes an open transaction and nothing else, so that a change and its entry stand or
 * fall together.
 *
 * [Note: Record last] Appending locks the head of the ledger until the transaction ends. A transaction therefore
 * takes all its other locks first and records as the last thing it does: whoever waits for the head holds it next,
 * and nobody who holds it waits for anything else.
 */
const storeIn = (tx: Tx): LedgerStore => ({
  async lockHead() {
    const [head] = await tx.$queryRaw<{ size: bigint; frontier: Uint8Array }[]>`
      SELECT "size", "frontier" FROM "LedgerHead" WHERE "id" = 1 FOR UPDATE`;
    if (!head) throw new Error("The ledger has no head: the migrations have not run.");
    return { size: Number(head.size), frontier: new Uint8Array(head.frontier) };
  },
  async insertLeaf({ index, commitment, root }) {
    await tx.ledgerEntry.create({
      data: { index: BigInt(index), commitment: new Uint8Array(commitment), root: new Uint8Array(root) },
    });
  },
  async saveHead({ size, frontier }) {
    await tx.ledgerHead.update({ where: { id: 1 }, data: { size: BigInt(size), frontier: new Uint8Array(frontier) } });
  },
});

/** The item that an event is about, if any: the key of its custody history. */
const itemOf = (event: CustodyEvent): string | null => ("item" in event ? event.item : null);

/**
 * Append what happened, in order, to the ledger.
 * @param by the member who acted, or null for the service itself, a recipient or somebody not signed in
 * @returns the entries' indices
 */
export async function record(
  tx: Tx,
  by: string | null,
  at: Date,
  ...statements: readonly CustodyStatement[]
): Promise<number[]> {
  const indices: number[] = [];
  const store = storeIn(tx);
  for (const statement of statements) {
    const event = CustodyEvent.parse({ v: 1, at: at.toISOString(), by, ...statement });
    const body = canonical(event);
    const entry = await append(store, body);
    await tx.custodyEvent.create({
      data: {
        index: BigInt(entry.index),
        kind: event.kind,
        at,
        by,
        salt: new Uint8Array(entry.salt),
        body: new Uint8Array(body),
        item: itemOf(event),
      },
    });
    indices.push(entry.index);
  }
  return indices;
}

/** SHA-256 in hex of canonical JSON: how an event names something too large or too telling to hold. */
export const digestOf = (value: Json): string => sha256Hex(canonical(value));
