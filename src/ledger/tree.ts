/**
 * The Merkle tree of RFC 6962 §2.1 (RFC 9162 §2.1): roots, growth, proofs and their verification.
 *
 *     leaf = SHA-256(0x00 ‖ data)    node = SHA-256(0x01 ‖ left ‖ right)    empty tree = SHA-256("")
 *
 * The two prefixes keep a node from ever being taken for a leaf. A tree that grows is kept as its frontier: the
 * roots of the perfect subtrees that the binary digits of its size stand for, largest first, so appending costs
 * O(log n) and needs no other node. Sizes and indices are safe integers, so no bit operators: those are 32 bits.
 */
import { hash } from "node:crypto";
import { LedgerError } from "./error";

export type Bytes = Uint8Array<ArrayBuffer>;
export const HASH_BYTES = 32;

const sha256 = (data: Uint8Array): Bytes => new Uint8Array(hash("sha256", data, "buffer"));
const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;

/** Constant-time is not needed: everything here is public. */
export const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

export const emptyRoot = (): Bytes => sha256(new Uint8Array());

export function leafHash(data: Uint8Array): Bytes {
  const input = new Uint8Array(1 + data.length);
  input.set(data, 1);
  return sha256(input);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  const input = new Uint8Array(1 + 2 * HASH_BYTES);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + HASH_BYTES);
  return sha256(input);
}

/** How many subtrees the frontier of a tree of `size` leaves has. */
function frontierLength(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = half(rest)) if (odd(rest)) ones++;
  return ones;
}

/** Throws `damaged-head` unless `frontier` could be that of a tree of `size` leaves. */
function expectFrontier(size: number, frontier: Uint8Array): void {
  if (!Number.isSafeInteger(size) || size < 0 || frontier.length !== frontierLength(size) * HASH_BYTES) {
    throw new LedgerError("damaged-head");
  }
}

const split = (hashes: Uint8Array): Uint8Array[] =>
  Array.from({ length: hashes.length / HASH_BYTES }, (_, i) => hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));

/** The root over subtrees, largest first. */
function bag(subtrees: readonly Uint8Array[]): Bytes {
  const last = subtrees.at(-1);
  if (!last) return emptyRoot();
  return new Uint8Array(subtrees.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last));
}

/** The root of the tree of `size` leaves that `frontier` is the frontier of. */
export function frontierRoot(size: number, frontier: Uint8Array): Bytes {
  expectFrontier(size, frontier);
  return bag(split(frontier));
}

/** The root of a perfect subtree of 2^height leaves, of which the last is leaf number `size` - 1. */
export type Node = NodePlace & { readonly hash: Bytes };
export type NodePlace = { readonly size: number; readonly height: number };

/**
 * [Note: Kept nodes] The root of each perfect subtree of this height and of every greater one is kept, an eighth of as many
 * rows as there are leaves: a proof needs two nodes for each height at most, and for what is lower than this fifteen
 * leaves. None of them is trusted: who proves checks the proof, and the verifier derives each of them again.
 */
export const KEPT_HEIGHT = 4;

/** The frontier after `leaf`, a leaf hash, became leaf number `size`; `kept` is told the nodes to keep that it completes, lowest first. */
export function grow(size: number, frontier: Uint8Array, leaf: Uint8Array, kept?: (node: Node) => void): Bytes {
  expectFrontier(size, frontier);
  const subtrees = split(frontier);
  let last: Uint8Array = leaf;
  let height = 0;
  // Each trailing one of the size is a perfect subtree as large as the one that was just completed.
  for (let rest = size; odd(rest); rest = half(rest)) {
    const node = nodeHash(subtrees.pop() ?? leaf, last);
    height++;
    if (height >= KEPT_HEIGHT) kept?.({ size: size + 1, height, hash: node });
    last = node;
  }
  return new Uint8Array(Buffer.concat([...subtrees, last]));
}

// Leaves `start` to `end`, the second not included; every range that occurs is a subtree of some tree.
type Range = readonly [start: number, end: number];

/** The largest power of two smaller than `n`, for n ≥ 2: where RFC 6962 splits n leaves. */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The subtrees whose roots are the audit path PATH(index, D[size]), leaf first. */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new LedgerError("out-of-range");
  }
  const path: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      path.push([middle, end]);
      end = middle;
    } else {
      path.push([start, middle]);
      start = middle;
    }
  }
  return path.toReversed();
}

/** The subtrees whose roots are the consistency proof PROOF(first, D[second]). */
export function consistencyRanges(first: number, second: number): Range[] {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 0 || first > second) {
    throw new LedgerError("out-of-range");
  }
  if (first === 0 || first === second) return [];
  const proof: Range[] = [];
  let [start, end] = [0, second];
  while (first !== end) {
    const middle = start + splitPoint(end - start);
    if (first <= middle) {
      proof.push([middle, end]);
      end = middle;
    } else {
      proof.push([start, middle]);
      start = middle;
    }
  }
  // A first tree that is a left edge of the second needs no proof of itself: the verifier has its root.
  if (start > 0) proof.push([start, end]);
  return proof.toReversed();
}

type Part = { readonly start: number; readonly height: number };
// One perfect subtree as one number: 64 times its first leaf, plus its height.
const keyOf = ({ start, height }: Part): number => start * 64 + height;

function perfectParts([start, end]: Range): Part[] {
  const parts: Part[] = [];
  for (let at = start; at < end; ) {
    let height = 0;
    while (at + 2 ** (height + 1) <= end) height++;
    parts.push({ start: at, height });
    at += 2 ** height;
  }
  return parts;
}

/** Where a tree is read from. Both answer in the order in which they are asked, and with less where something is not there. */
export interface TreeSource {
  /** The data of these leaves. */
  leaves(indices: readonly number[]): Promise<readonly Uint8Array[]>;
  /** The hashes of these nodes, of height `KEPT_HEIGHT` at least. */
  nodes(places: readonly NodePlace[]): Promise<readonly Uint8Array[]>;
}

function perfectRoot(leaves: readonly Uint8Array[]): Bytes {
  let level = leaves.map(leafHash);
  while (level.length > 1) level = level.flatMap((node, at) => (odd(at) ? nodeHash(level[at - 1]!, node) : []));
  return level[0]!;
}

/** The roots of the given subtrees, from two readings of what is kept, O(log n) of it for each. Throws `out-of-range`. */
export async function rangeRoots(source: TreeSource, ranges: readonly Range[]): Promise<Bytes[]> {
  const parts = ranges.map(perfectParts);
  const wanted = [...new Map(parts.flat().map((part) => [keyOf(part), part])).values()];
  const high = wanted.filter(({ height }) => height >= KEPT_HEIGHT);
  const low = wanted.filter(({ height }) => height < KEPT_HEIGHT);
  const leavesOf = ({ start, height }: Part): number[] => Array.from({ length: 2 ** height }, (_, nth) => start + nth);
  const indices = [...new Set(low.flatMap(leavesOf))];
  const found = high.length > 0 ? await source.nodes(high.map(({ start, height }) => ({ size: start + 2 ** height, height }))) : [];
  const leaves = indices.length > 0 ? await source.leaves(indices) : [];
  if (found.length !== high.length || leaves.length !== indices.length) throw new LedgerError("out-of-range");
  const leafAt = new Map(indices.map((index, nth) => [index, leaves[nth]!]));
  const rootOf = new Map<number, Uint8Array>([
    ...high.map((part, nth) => [keyOf(part), found[nth]!] as const),
    ...low.map((part) => [keyOf(part), perfectRoot(leavesOf(part).map((index) => leafAt.get(index)!))] as const),
  ]);
  return parts.map((of) => bag(of.map((part) => rootOf.get(keyOf(part))!)));
}

const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every((h) => h.length === HASH_BYTES);

/** RFC 9162 §2.1.3.2. `leaf` is a leaf hash; `proof` goes from the leaf to the root. Never throws. */
export function isIncluded(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  if (!areHashes([leaf, root, ...proof])) return false;
  let fn = index;
  let sn = size - 1;
  let found = leaf;
  for (const sibling of proof) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      found = nodeHash(sibling, found);
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      found = nodeHash(found, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(found, root);
}

/** RFC 9162 §2.1.4.2; a tree of no leaves is consistent with every other by the empty proof. Never throws. */
export function isConsistent(
  first: number,
  firstRoot: Uint8Array,
  second: number,
  secondRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 0 || first > second) return false;
  if (!areHashes([firstRoot, secondRoot, ...proof])) return false;
  if (first === second) return proof.length === 0 && same(firstRoot, secondRoot);
  if (first === 0) return proof.length === 0 && same(firstRoot, emptyRoot());
  // A power of two: the first tree is itself a subtree of the second, and the proof leaves its root out.
  const path = 2 ** Math.round(Math.log2(first)) === first ? [firstRoot, ...proof] : proof;
  const [seed, ...rest] = path;
  if (!seed) return false;
  let fn = first - 1;
  let sn = second - 1;
  while (odd(fn)) [fn, sn] = [half(fn), half(sn)];
  let [fr, sr] = [seed, seed];
  for (const node of rest) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      fr = nodeHash(node, fr);
      sr = nodeHash(node, sr);
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = nodeHash(sr, node);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(fr, firstRoot) && same(sr, secondRoot);
}
