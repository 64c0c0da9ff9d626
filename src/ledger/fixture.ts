/** A ledger in memory, for tests: a store as the server has one, and rows that a test may tamper with. */
import {
  type Bytes,
  canonical,
  checkpoint,
  type Content,
  emptyHead,
  type Entry,
  type Head,
  type Json,
  type LedgerStore,
  newSalt,
  type Node,
  place,
  type Signer,
  type TreeSource,
  verify,
  type Verdict,
} from "./index";
import { signerFrom } from "./note";
import { frontierRoot, grow, leafHash } from "./tree";

export type Row = { -readonly [K in keyof Entry]: Entry[K] };
export type Tables = { head: Head; rows: Row[]; heads: Head[]; nodes: Node[]; waiting: Content[] };

export const signer: Signer = signerFrom("example.org/ledger", new Uint8Array(32).fill(1));

export const empty = (): Tables => ({ head: emptyHead, rows: [], heads: [emptyHead], nodes: [], waiting: [] });

export const storeOf = (tables: Tables): LedgerStore => ({
  lockHead: async () => tables.head,
  waiting: async () => tables.waiting,
  insert: async (placed, nodes) => {
    const contents = tables.waiting.splice(0);
    const completed = (index: number) => nodes.filter(({ size }) => size === index + 1).map(({ height, hash }) => ({ height, hash }));
    tables.rows.push(...placed.map((entry, nth) => ({ ...entry, ...contents[nth]!, nodes: completed(entry.index) })));
    tables.nodes.push(...nodes);
  },
  saveHead: async (head) => {
    tables.head = head;
    tables.heads.push(head);
  },
});

const sourceFrom = (leaves: readonly Uint8Array[], nodes: readonly Node[]): TreeSource => ({
  leaves: async (indices) => indices.flatMap((index) => leaves[index] ?? []),
  nodes: async (places) => places.flatMap(({ size, height }) => nodes.find((node) => node.size === size && node.height === height)?.hash ?? []),
});

/** What `place` put into the tables, to prove from. */
export const sourceOf = ({ rows, nodes }: Pick<Tables, "rows" | "nodes">): TreeSource => sourceFrom(rows.map(({ commitment }) => commitment), nodes);

/** The tree over these leaves: its head, what is kept of it, its root after each leaf, and how to prove from it. */
export function treeOf(leaves: readonly Uint8Array[]) {
  const [nodes, roots]: [Node[], Bytes[]] = [[], []];
  let frontier: Bytes = new Uint8Array();
  for (const [size, leaf] of leaves.entries()) {
    frontier = grow(size, frontier, leafHash(leaf), (node) => nodes.push(node));
    roots.push(frontierRoot(size + 1, frontier));
  }
  return { head: { size: leaves.length, frontier }, nodes, roots, source: sourceFrom(leaves, nodes) };
}

/** One body after the other, each placed before the next. */
export async function appendBody(tables: Tables, body: Uint8Array): Promise<void> {
  tables.waiting.push({ salt: newSalt(), body });
  await place(storeOf(tables));
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
