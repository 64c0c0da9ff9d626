import { CustodyEvent, tellsContent, type CustodyStatement } from "~/domain/custody";
import { appendAll, canonical, type Json, type LedgerStore } from "~/ledger";
import type { Tx } from "./db";
import { hex, sha256Hex } from "./digest";

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
  async insertLeaves(leaves) {
    await tx.$executeRaw`
      INSERT INTO "LedgerEntry" ("index", "commitment", "root")
      SELECT "at", decode("commitment", 'hex'), decode("root", 'hex')
      FROM unnest(${leaves.map(({ index }) => BigInt(index))}::bigint[], ${leaves.map(({ commitment }) => hex(commitment))}::text[],
        ${leaves.map(({ root }) => hex(root))}::text[]) AS leaf("at", "commitment", "root")`;
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
  if (statements.length === 0) return [];
  const events = statements.map((statement) => CustodyEvent.parse({ v: 1, at: at.toISOString(), by, ...statement }));
  const bodies = events.map((event) => canonical(event));
  const entries = await appendAll(storeIn(tx), bodies);
  // One statement however many there are: a withdrawal may close thousands, and everybody waits for the head meanwhile.
  await tx.$executeRaw`
    INSERT INTO "CustodyEvent" ("index", "kind", "at", "by", "salt", "body", "item")
    SELECT "place", "kind", ${at}, ${by}::uuid, decode("salt", 'hex'), decode("body", 'hex'), NULLIF("item", '')::uuid
    FROM unnest(${entries.map(({ index }) => BigInt(index))}::bigint[], ${events.map(({ kind }) => kind)}::text[],
      ${entries.map(({ salt }) => hex(salt))}::text[], ${bodies.map(hex)}::text[],
      ${events.map((event) => itemOf(event) ?? "")}::text[]) AS entry("place", "kind", "salt", "body", "item")`;
  return entries.map(({ index }) => index);
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
