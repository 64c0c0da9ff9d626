/**
 * An append-only record that can be checked by someone who does not trust whoever keeps it.
 *
 * Hides: the Merkle tree, commitments, signed notes. Knows bytes, not incidents, and no database: the caller writes an entry
 * down in the transaction of the change that it records, so that both stand or fall together, and places what waits, many
 * entries at a time, in a transaction of its own, to which it binds LedgerStore.
 *
 * Promises: after `place` the head vouches for every entry before; `verify` re-derives everything from what is
 * stored and names the first entry that does not fit; bodies and salts can be erased without breaking the tree.
 *
 * Does not: keep whoever holds both database and signing key from writing another history. Only checkpoints in the
 * hands of someone outside do that. It does not judge what a body says either.
 */
import type { Head } from "./checkpoint";
import { commit } from "./commitment";
import {
  type Bytes,
  consistencyRanges,
  frontierRoot,
  grow,
  inclusionRanges,
  isConsistent,
  isIncluded,
  leafHash,
  type Node,
  rangeRoots,
  type TreeSource,
} from "./tree";

export { attest, verifyAttestation } from "./attestation";
export { checkpoint, type Checkpoint, type Head, parseCheckpoint, verifyCheckpoint } from "./checkpoint";
export { canonical, commit, type Json, newSalt } from "./commitment";
export { type Cosigned, openCosigned, witnessName } from "./cosignature";
export { LedgerError, type LedgerErrorCode } from "./error";
export { SigningKeyFileError, type SigningKeyFileFault } from "./keyfile";
export { createSigningKeyFile, loadSigner, parseVerifierKey, type Signer, type VerifierKey } from "./note";
export { type Slip, verifySlip, writeSlip } from "./slip";
export type { Bytes, Node, NodePlace, TreeSource } from "./tree";
export { type Entry, type LedgerFault, type Verdict, verify, type VerifyOptions } from "./verify";

/** What an entry commits to. While both are kept the entry can be checked; when both are erased it says nothing. */
export type Content = { readonly salt: Uint8Array; readonly body: Uint8Array };

export type Placed = { readonly index: number; readonly commitment: Bytes; readonly root: Bytes };

/** The few statements the ledger needs, bound to one open transaction. */
export interface LedgerStore {
  /** The saved head, or `emptyHead`; held exclusively until the transaction ends, so that one at a time places. */
  lockHead(): Promise<Head>;
  /** What was written down and not placed, in the order in which it is to be; asked once the head is held. */
  waiting(): Promise<readonly Content[]>;
  /** @param placed one for each that was waiting, in that order */
  insert(placed: readonly Placed[], nodes: readonly Node[]): Promise<void>;
  saveHead(head: { readonly size: number; readonly frontier: Bytes }): Promise<void>;
}

export const emptyHead: Head = { size: 0, frontier: new Uint8Array() };

/** The root of the tree that a head stands for. Throws `damaged-head`. */
export function headRoot(head: Head): Bytes {
  return frontierRoot(head.size, head.frontier);
}

/**
 * Makes what waits the next entries, each with the root of the tree that ends with it.
 * @returns how many there were; throws `damaged-head` before it writes
 */
export async function place(store: LedgerStore): Promise<number> {
  const head = await store.lockHead();
  headRoot(head);
  const contents = await store.waiting();
  if (contents.length === 0) return 0;
  let [size, frontier]: [number, Bytes] = [head.size, new Uint8Array(head.frontier)];
  const nodes: Node[] = [];
  const placed = contents.map(({ salt, body }): Placed => {
    const commitment = commit(salt, body);
    frontier = grow(size, frontier, leafHash(commitment), (node) => nodes.push(node));
    size += 1;
    return { index: size - 1, commitment, root: frontierRoot(size, frontier) };
  });
  await store.insert(placed, nodes);
  await store.saveHead({ size, frontier });
  return placed.length;
}

/**
 * The proofs that entries are in the tree of `size` entries: hashes from the leaf upwards, in the order of `indices`.
 * Throws `out-of-range` when there is no such entry or the source has fewer.
 */
export async function proveAll(source: TreeSource, indices: readonly number[], size: number): Promise<Bytes[][]> {
  const plans = indices.map((index) => inclusionRanges(index, size));
  const nodes = await rangeRoots(source, plans.flat());
  return plans.map((plan) => nodes.splice(0, plan.length));
}

/** The proof that the tree of `first` entries is a prefix of that of `second`. */
export async function proveConsistency(source: TreeSource, first: number, second: number): Promise<Bytes[]> {
  return await rangeRoots(source, consistencyRanges(first, second));
}

/** Whether `commitment` is entry `index` of the tree of `size` entries with this root. Never throws. */
export function verifyInclusion(claim: {
  readonly commitment: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}): boolean {
  return isIncluded(leafHash(claim.commitment), claim.index, claim.size, claim.proof, claim.root);
}

/** Whether the first tree is a prefix of the second. Never throws. */
export function verifyConsistency(claim: {
  readonly first: number;
  readonly firstRoot: Uint8Array;
  readonly second: number;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}): boolean {
  return isConsistent(claim.first, claim.firstRoot, claim.second, claim.secondRoot, claim.proof);
}
