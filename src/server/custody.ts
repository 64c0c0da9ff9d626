import { CustodyEvent, tellsContent, type CustodyStatement } from "~/domain/custody";
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

/**
 * Take the content of the entries that would tell an item or an account to whoever has it: body and salt go, the entries
 * stay, and the tree with them. The database lets it happen only to what an erasure that is done names, and a verifier
 * only to what an entry names: the caller holds the lock of what it is about, and records what is returned, last.
 */
export async function forget(tx: Tx, about: { readonly item: string } | { readonly account: string }): Promise<number[]> {
  const rows = "item" in about
    ? await tx.custodyEvent.findMany({ where: { item: about.item }, select: { index: true, body: true } })
    : await tx.$queryRaw<{ index: bigint; body: Uint8Array }[]>`
        SELECT "index", "body" FROM "CustodyEvent"
        WHERE "kind" LIKE 'account.%' AND convert_from("body", 'UTF8')::jsonb ->> 'account' = ${about.account}`;
  const telling = rows.filter(({ body }) => tellsContent(CustodyEvent.parse(JSON.parse(new TextDecoder().decode(body)))));
  const indices = telling.map(({ index }) => index).toSorted((a, b) => Number(a - b));
  await tx.custodyEvent.deleteMany({ where: { index: { in: indices } } });
  return indices.map(Number);
}

/** SHA-256 in hex of canonical JSON: how an event names something too large or too telling to hold. */
export const digestOf = (value: Json): string => sha256Hex(canonical(value));
