/** A ledger in memory, for tests: a store as the server has one, and rows that a test may tamper with. */
import {
  append,
  canonical,
  checkpoint,
  emptyHead,
  type Entry,
  type Head,
  type Json,
  type LedgerStore,
  type Signer,
  verify,
  type Verdict,
} from "./index";
import { signerFrom } from "./note";

export type Row = { -readonly [K in keyof Entry]: Entry[K] };
export type Tables = { head: Head; rows: Row[]; heads: Head[] };

export const signer: Signer = signerFrom("example.org/ledger", new Uint8Array(32).fill(1));

export const empty = (): Tables => ({ head: emptyHead, rows: [], heads: [emptyHead] });

export const storeOf = (tables: Tables): LedgerStore => ({
  lockHead: async () => tables.head,
  insertLeaves: async (leaves) => {
    tables.rows.push(...leaves.map((leaf) => ({ ...leaf, salt: null, body: null })));
  },
  saveHead: async (head) => {
    tables.head = head;
    tables.heads.push(head);
  },
});

/** Appends `body` and keeps it and its salt in the row, as the caller of `append` must. */
export async function appendBody(tables: Tables, body: Uint8Array): Promise<void> {
  const { index, salt } = await append(storeOf(tables), body);
  for (const row of tables.rows) if (row.index === index) Object.assign(row, { salt, body });
}

export const record = (tables: Tables, event: Json): Promise<void> => appendBody(tables, canonical(event));

export async function ledgerOf(count: number): Promise<Tables> {
  const tables = empty();
  for (let n = 0; n < count; n++) await record(tables, { kind: "item.viewed", n });
  return tables;
}

/** Changes entry `at` in place, telling nobody. */
export function tamper(tables: Tables, at: number, change: (row: Row) => Partial<Row>): void {
  const row = tables.rows[at];
  if (!row) throw new Error("no such entry");
  Object.assign(row, change(row));
}

/** Erases contents as the server does: salt and body go, and an entry says so. */
export async function erase(tables: Tables, ...indices: number[]): Promise<void> {
  for (const index of indices) tamper(tables, index, () => ({ salt: null, body: null }));
  await record(tables, { kind: "content.erased", erased: indices });
}

/** What these tests' bodies say was erased. */
export function erasureOf(body: Uint8Array): number[] {
  const event: unknown = JSON.parse(Buffer.from(body).toString());
  if (typeof event !== "object" || event === null || !("erased" in event) || !Array.isArray(event.erased)) return [];
  return event.erased.map(Number);
}

export const check = (tables: Tables, checkpoints: readonly string[] = []): Promise<Verdict> =>
  verify(tables.rows, { head: tables.head, checkpoints, publicKey: signer.verifierKey, erasureOf });

export const signedAt = (tables: Tables, size: number): string => checkpoint(tables.heads[size] ?? emptyHead, signer);

export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const bad = new Uint8Array(bytes);
  bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bad;
}
