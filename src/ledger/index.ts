/**
 * An append-only record that can be checked by someone who does not trust whoever keeps it.
 *
 * Hides: the Merkle tree, commitments, signed notes. Knows bytes, not incidents, and no database: the caller binds
 * LedgerStore to one open transaction, so an entry and the change it records are one commit.
 *
 * Promises: after `append` the head vouches for every entry before; `verify` re-derives everything from what is
 * stored and names the first entry that does not fit; bodies and salts can be erased without breaking the tree.
 *
 * Does not: keep whoever holds both database and signing key from writing another history. Only checkpoints in the
 * hands of someone outside do that. It does not judge what a body says either.
 */
import { randomBytes } from "node:crypto";
import type { Head } from "./checkpoint";
import { commit, SALT_BYTES } from "./commitment";
import {
  type Bytes,
  consistencyRanges,
  frontierRoot,
  grow,
  inclusionRanges,
  isConsistent,
  isIncluded,
  leafHash,
  rangeRoots,
} from "./tree";

export { attest, verifyAttestation } from "./attestation";
export { checkpoint, type Checkpoint, type Head, parseCheckpoint, verifyCheckpoint } from "./checkpoint";
export { canonical, commit, type Json } from "./commitment";
export { type Cosigned, openCosigned, witnessName } from "./cosignature";
export { LedgerError, type LedgerErrorCode } from "./error";
export { SigningKeyFileError, type SigningKeyFileFault } from "./keyfile";
export { createSigningKeyFile, loadSigner, parseVerifierKey, type Signer, type VerifierKey } from "./note";
export { type Slip, verifySlip, writeSlip } from "./slip";
export type { Bytes } from "./tree";
export { type Entry, type LedgerFault, type Verdict, verify, type VerifyOptions } from "./verify";

/** The few statements the ledger needs, bound to one open transaction. */
export interface LedgerStore {
  /** The saved head, or `emptyHead`; held exclusively until the transaction ends, so appends stand in line. */
  lockHead(): Promise<Head>;
  insertLeaves(leaves: readonly { readonly index: number; readonly commitment: Bytes; readonly root: Bytes }[]): Promise<void>;
  saveHead(head: { readonly size: number; readonly frontier: Bytes }): Promise<void>;
}

type Appended = {
  readonly index: number;
  readonly salt: Bytes;
  readonly commitment: Bytes;
  readonly root: Bytes;
};

export const emptyHead: Head = { size: 0, frontier: new Uint8Array() };

/** The root of the tree that a head stands for. Throws `damaged-head`. */
export function headRoot(head: Head): Bytes {
  return frontierRoot(head.size, head.frontier);
}

/**
 * Commits to `body` as the next entry. The caller stores body and salt in the same transaction; while they are kept
 * the entry can be checked, and when both are erased it says nothing. Throws `damaged-head` before it writes.
 */
export async function append(store: LedgerStore, body: Uint8Array): Promise<Appended> {
  const [appended] = await appendAll(store, [body]);
  if (!appended) throw new Error("Nothing was appended.");
  return appended;
}

/** The same for many, in their order, with as many statements as for one: each has the root of the tree that ends with it. */
export async function appendAll(store: LedgerStore, bodies: readonly Uint8Array[]): Promise<Appended[]> {
  const head = await store.lockHead();
  let [size, frontier]: [number, Bytes] = [head.size, new Uint8Array(head.frontier)];
  const appended: Appended[] = [];
  for (const body of bodies) {
    const salt = new Uint8Array(randomBytes(SALT_BYTES));
    const commitment = commit(salt, body);
    frontier = grow(size, frontier, leafHash(commitment));
    appended.push({ index: size, salt, commitment, root: frontierRoot(size + 1, frontier) });
    size += 1;
  }
  await store.insertLeaves(appended.map(({ index, commitment, root }) => ({ index, commitment, root })));
  await store.saveHead({ size, frontier });
  return appended;
}

type Commitments = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * The proof that entry `index` is in the tree of `size` entries, from one reading of their commitments in order:
 * hashes from the leaf upwards. Throws `out-of-range` when there is no such entry or there are fewer commitments.
 */
export async function prove(commitments: Commitments, index: number, size: number): Promise<Bytes[]> {
  return await rangeRoots(commitments, size, inclusionRanges(index, size));
}

/** `prove` for several entries from one reading; the proofs are in the order of `indices`. */
export async function proveAll(commitments: Commitments, indices: readonly number[], size: number): Promise<Bytes[][]> {
  const plans = indices.map((index) => inclusionRanges(index, size));
  const nodes = await rangeRoots(commitments, size, plans.flat());
  return plans.map((plan) => nodes.splice(0, plan.length));
}

/** The proof that the tree of `first` entries is a prefix of that of `second`. */
export async function proveConsistency(commitments: Commitments, first: number, second: number): Promise<Bytes[]> {
  return await rangeRoots(commitments, second, consistencyRanges(first, second));
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
