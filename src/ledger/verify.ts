/**
 * Reads a whole ledger and believes nothing of it. Shares neither state nor tree with the code that writes: the
 * hashes are spelled out again from RFC 6962 and the root is put together from what was read, so a fault in the
 * writer is found rather than repeated. Memory: one frontier, the checkpoints, and the numbers of erased entries.
 */
import { hash } from "node:crypto";
import { type Checkpoint, type Head, verifyCheckpoint } from "./checkpoint";
import { LedgerError } from "./error";
import { parseVerifierKey } from "./note";

/** One row as stored. `salt` and `body` are both null when the content was erased. */
export type Entry = {
  readonly index: number;
  readonly commitment: Uint8Array;
  readonly root: Uint8Array;
  readonly salt: Uint8Array | null;
  readonly body: Uint8Array | null;
  /** The nodes that are kept for proofs and that this entry completes, lowest first; looked at where they are given. */
  readonly nodes?: readonly { readonly height: number; readonly hash: Uint8Array }[];
};

const faults = {
  missing: "this entry is missing",
  repeated: "an entry with an earlier number stands where this one belongs",
  malformed: "a commitment, root or salt does not have 32 bytes",
  content: "the content and salt do not give the commitment",
  root: "the stored root does not follow from the commitments up to here",
  node: "a node that is kept for proofs is missing, one too many, or does not follow from the commitments up to here",
  rewritten: "this entry, or one since the checkpoint before, is not what a signed checkpoint vouches for",
  unaccounted: "the content is gone and no later entry says that it was erased",
  kept: "a later entry says that the content was erased, and it is still here",
  erasure: "this entry says that something was erased which does not come before it",
  head: "the stored head does not fit the entries",
  checkpoint: "a checkpoint is malformed or not signed by this ledger",
} as const;

export type LedgerFault = keyof typeof faults;

export type VerifyOptions = {
  /** The stored head, where there is one; it must fit what was read. */
  readonly head?: Head;
  /** Signed notes, in any order, from this machine or, better, from someone outside. */
  readonly checkpoints: readonly string[];
  /** The log's verifier key, from someone outside where it matters. */
  readonly publicKey: string;
  /** Which entries an entry says were erased. Called only with bodies that match their commitment. */
  readonly erasureOf?: (body: Uint8Array) => readonly number[];
};

/**
 * `at`: the first entry that does not fit, or −1 where every entry does and a checkpoint or the head does not. `since`: the
 * same, except for `rewritten`: a checkpoint vouches for all entries before it at once, so the one that was changed lies
 * between `since`, where the last checkpoint still fitted, and `at`.
 */
export type Verdict =
  | { readonly ok: true; readonly size: number; readonly root: Uint8Array; readonly erased: number }
  | { readonly ok: false; readonly at: number; readonly since: number; readonly fault: LedgerFault; readonly why: string };

const LABEL = Buffer.from("vouchsafe ledger commitment v1\n");
const LEAF = Buffer.of(0);
const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => hash("sha256", Buffer.concat(parts), "buffer");

// One buffer for the input of every inner node: ten of them are hashed for each entry of a long ledger.
const nodeInput = Buffer.alloc(65, 1);
function nodeOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  nodeInput.set(left, 1);
  nodeInput.set(right, 33);
  return hash("sha256", nodeInput, "buffer");
}
const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Lower nodes are not kept (`[Note: Kept nodes]` in tree.ts). */
const LOWEST_KEPT = 4;

/** RFC 6962's tree as a binary counter: one slot for each height, filled where the size has a one. */
class Tree {
  readonly #slots: (Uint8Array | null)[] = [];
  size = 0;

  /** @returns the nodes to keep that are complete with it, lowest first */
  add(commitment: Uint8Array): Uint8Array[] {
    const kept: Uint8Array[] = [];
    let node = sha256(LEAF, commitment);
    let height = 0;
    for (let left = this.#slots[height]; left; left = this.#slots[height]) {
      node = nodeOf(left, node);
      this.#slots[height++] = null;
      if (height >= LOWEST_KEPT) kept.push(node);
    }
    this.#slots[height] = node;
    this.size++;
    return kept;
  }

  root(): Uint8Array {
    let right: Uint8Array | null = null;
    for (const left of this.#slots) if (left) right = right ? nodeOf(left, right) : left;
    return right ?? sha256();
  }

  frontier(): Uint8Array {
    return Buffer.concat(this.#slots.filter((slot) => slot !== null).toReversed());
  }
}

type Found = { readonly at: number; readonly since: number; readonly fault: LedgerFault };

/** Keeps the fault of the lowest entry, and of one entry the fault that was met first. */
class Faults {
  #first: Found | null = null;
  report(at: number, fault: LedgerFault, since = at): void {
    if (this.#first === null || at < this.#first.at) this.#first = { at, since, fault };
  }
  get first(): Found | null {
    return this.#first;
  }
}

/** Who says what was erased, against what is gone. */
class Erasures {
  readonly #gone = new Set<number>();
  readonly #accounted = new Set<number>();
  gone(index: number): void {
    this.#gone.add(index);
  }
  said(by: number, indices: readonly number[], faults: Faults): void {
    for (const index of indices) {
      if (!Number.isSafeInteger(index) || index < 0 || index >= by) faults.report(by, "erasure");
      else if (this.#gone.has(index)) this.#accounted.add(index);
      else faults.report(index, "kept");
    }
  }
  /** From an entry that is itself in doubt: enough to excuse, not enough to accuse. */
  hinted(indices: readonly number[]): void {
    for (const index of indices) if (this.#gone.has(index)) this.#accounted.add(index);
  }
  get count(): number {
    return this.#gone.size;
  }
  unaccounted(): number | null {
    for (const index of this.#gone) if (!this.#accounted.has(index)) return index;
    return null;
  }
}

const areKept = (stored: NonNullable<Entry["nodes"]>, kept: readonly Uint8Array[]): boolean =>
  stored.length === kept.length && stored.every(({ height, hash: node }, nth) => height === LOWEST_KEPT + nth && equal(node, kept[nth]!));

const isContentOf = ({ commitment, salt, body }: Entry): boolean =>
  salt !== null && body !== null && salt.length === 32 && equal(sha256(LABEL, salt, body), commitment);

function faultOfEntry(entry: Entry, expected: number): LedgerFault | null {
  if (entry.index !== expected) return entry.index > expected ? "missing" : "repeated";
  if (entry.commitment.length !== 32 || entry.root.length !== 32) return "malformed";
  if (entry.salt === null && entry.body === null) return null;
  if (entry.salt !== null && entry.salt.length !== 32) return "malformed";
  return isContentOf(entry) ? null : "content";
}

/**
 * Checks that entries, in order of their numbers, are exactly what was appended: none missing, none changed, each
 * erased content accounted for by a later entry, each signed checkpoint met on the way. Without a checkpoint from
 * outside, someone who can write all tables and has the signing key can still rewrite history and pass.
 * Throws only what `entries` or `erasureOf` throw, or LedgerError `malformed-key` for a `publicKey` that is none.
 */
export async function verify(entries: AsyncIterable<Entry> | Iterable<Entry>, options: VerifyOptions): Promise<Verdict> {
  parseVerifierKey(options.publicKey);
  const found = new Faults();
  const erasures = new Erasures();
  const tree = new Tree();
  const signed = new Map<number, Checkpoint[]>();
  let forged = false;
  for (const note of options.checkpoints) {
    const checkpoint = verified(note, options.publicKey);
    if (checkpoint) signed.set(checkpoint.size, [...(signed.get(checkpoint.size) ?? []), checkpoint]);
    else forged = true;
  }

  let vouched = 0;
  const meetCheckpoints = (root: Uint8Array): boolean => {
    const here = signed.get(tree.size);
    if (!here) return true;
    if (!here.every((checkpoint) => equal(checkpoint.root, root))) return false;
    vouched = tree.size;
    return true;
  };

  // Behind a broken entry the tree means nothing; statements of erasure still do, for the entries before it.
  let broken = !meetCheckpoints(tree.root());
  if (broken) found.report(-1, "checkpoint");
  const breakAt = (at: number, fault: LedgerFault, since = at): void => {
    found.report(at, fault, since);
    broken = true;
  };
  for await (const entry of entries) {
    if (!broken) {
      const fault = faultOfEntry(entry, tree.size);
      if (fault) breakAt(tree.size, fault);
    }
    if (!broken) {
      const kept = tree.add(entry.commitment);
      if (entry.body === null) erasures.gone(entry.index);
      if (entry.nodes && !areKept(entry.nodes, kept)) found.report(entry.index, "node");
      const root = tree.root();
      if (!equal(root, entry.root)) breakAt(entry.index, "root");
      else if (!meetCheckpoints(root)) breakAt(entry.index, "rewritten", vouched);
    }
    if (entry.body === null || (broken && !isContentOf(entry))) continue;
    const said = options.erasureOf?.(entry.body) ?? [];
    if (broken) erasures.hinted(said);
    else erasures.said(entry.index, said, found);
  }
  const unaccounted = erasures.unaccounted();
  if (unaccounted !== null) found.report(unaccounted, "unaccounted");
  if (!broken) checkEnd(tree, signed, options.head, found);
  if (forged && found.first === null) found.report(-1, "checkpoint");
  if (found.first) return { ok: false, ...found.first, why: faults[found.first.fault] };
  return { ok: true, size: tree.size, root: tree.root(), erased: erasures.count };
}

function checkEnd(tree: Tree, signed: Map<number, Checkpoint[]>, head: Head | undefined, found: Faults): void {
  const promised = Math.max(...signed.keys(), head?.size ?? 0, 0);
  if (promised > tree.size) found.report(tree.size, "missing");
  else if (head && head.size < tree.size) found.report(head.size, "head");
  else if (head && !equal(head.frontier, tree.frontier())) found.report(-1, "head");
}

function verified(note: string, publicKey: string): Checkpoint | null {
  try {
    return verifyCheckpoint(note, publicKey);
  } catch (error) {
    if (error instanceof LedgerError && error.code !== "malformed-key") return null;
    throw error;
  }
}
