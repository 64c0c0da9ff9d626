import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  append,
  canonical,
  checkpoint,
  commit,
  createSigningKeyFile,
  emptyHead,
  type Entry,
  type Head,
  headRoot,
  type LedgerStore,
  loadSigner,
  prove,
  proveAll,
  proveConsistency,
  type Signer,
  verify,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
  type Verdict,
} from "./index";
import { grow, leafHash } from "./tree";

type Row = { -readonly [K in keyof Entry]: Entry[K] };
type Tables = { head: Head; rows: Row[]; heads: Head[] };

let folder = "";
let signer: Signer;
let stranger: Signer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ledger-"));
  await createSigningKeyFile(join(folder, "own"), "example.org/ledger");
  await createSigningKeyFile(join(folder, "other"), "example.org/ledger");
  signer = await loadSigner(join(folder, "own"));
  stranger = await loadSigner(join(folder, "other"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const storeOf = (tables: Tables): LedgerStore => ({
  lockHead: async () => tables.head,
  insertLeaf: async (leaf) => {
    tables.rows.push({ ...leaf, salt: null, body: null });
  },
  saveHead: async (head) => {
    tables.head = head;
    tables.heads.push(head);
  },
});

async function record(tables: Tables, event: object & Parameters<typeof canonical>[0]): Promise<number> {
  const body = canonical(event);
  const { index, salt } = await append(storeOf(tables), body);
  const row = tables.rows[index];
  if (!row) throw new Error("no row");
  [row.salt, row.body] = [salt, body];
  return index;
}

async function ledgerOf(count: number): Promise<Tables> {
  const tables: Tables = { head: emptyHead, rows: [], heads: [emptyHead] };
  for (let n = 0; n < count; n++) await record(tables, { kind: "item.viewed", n });
  return tables;
}

async function erase(tables: Tables, ...indices: number[]): Promise<void> {
  for (const index of indices) {
    const row = tables.rows[index];
    if (row) [row.salt, row.body] = [null, null];
  }
  await record(tables, { kind: "content.erased", erased: indices });
}

/** What this test's bodies say was erased. */
function erasureOf(body: Uint8Array): number[] {
  const event: unknown = JSON.parse(Buffer.from(body).toString());
  if (typeof event !== "object" || event === null || !("erased" in event) || !Array.isArray(event.erased)) return [];
  return event.erased.map(Number);
}

const check = (tables: Tables, checkpoints: readonly string[] = []): Promise<Verdict> =>
  verify(tables.rows, { head: tables.head, checkpoints, publicKey: signer.verifierKey, erasureOf });
const signedAt = (tables: Tables, size: number): string => checkpoint(tables.heads[size] ?? emptyHead, signer);

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const bad = new Uint8Array(bytes);
  bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bad;
};

/** As someone would who can write every table: the tree above `from` computed anew, so that it fits itself. */
function rewrite(tables: Tables, from: number, body: Uint8Array): void {
  tables.head = emptyHead;
  for (const row of tables.rows) {
    if (row.index === from && row.salt) [row.body, row.commitment] = [body, commit(row.salt, body)];
    const { size, frontier } = tables.head;
    tables.head = { size: size + 1, frontier: grow(size, frontier, leafHash(row.commitment)) };
    row.root = headRoot(tables.head);
  }
}

describe("a ledger that nobody touched", () => {
  test("verifies at every size, with every checkpoint that was ever signed", async () => {
    const tables = await ledgerOf(40);
    const checkpoints = tables.heads.map((head) => checkpoint(head, signer));
    for (let size = 0; size <= 40; size++) {
      const head = tables.heads[size] ?? emptyHead;
      const verdict = await verify(tables.rows.slice(0, size), {
        head,
        checkpoints: checkpoints.slice(0, size + 1),
        publicKey: signer.verifierKey,
      });
      expect(verdict).toEqual({ ok: true, size, root: Buffer.from(headRoot(head)), erased: 0 });
    }
  });

  test("verifies after contents were erased, and the erasures are told", async () => {
    const tables = await ledgerOf(10);
    await erase(tables, 2, 5);
    await erase(tables, 9, 2);
    expect(await check(tables, [signedAt(tables, 4), signedAt(tables, 12)])).toMatchObject({ ok: true, size: 12, erased: 3 });
  });

  test("keeps two entries of the same content apart", async () => {
    const tables = await ledgerOf(0);
    await record(tables, { same: true });
    await record(tables, { same: true });
    expect(tables.rows[0]?.commitment).not.toEqual(tables.rows[1]?.commitment);
  });

  test("proves any entry and any prefix, from any sequence of appends", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 40 }), fc.nat(), fc.nat(), async (bodies, a, b) => {
        const tables: Tables = { head: emptyHead, rows: [], heads: [emptyHead] };
        for (const body of bodies) {
          const { index, salt } = await append(storeOf(tables), body);
          Object.assign(tables.rows[index] ?? {}, { salt, body });
        }
        const commitments = tables.rows.map((row) => row.commitment);
        const size = 1 + (a % bodies.length);
        const root = headRoot(tables.heads[size] ?? emptyHead);
        const index = b % size;
        const commitment = commitments[index] ?? root;
        const proof = await prove(commitments, index, size);
        expect(verifyInclusion({ commitment, index, size, proof, root })).toBe(true);
        const all = await proveAll(commitments, [index, 0, size - 1], size);
        expect(all).toEqual([proof, await prove(commitments, 0, size), await prove(commitments, size - 1, size)]);
        const firstRoot = headRoot(tables.heads[index] ?? emptyHead);
        const consistency = await proveConsistency(commitments, index, size);
        expect(verifyConsistency({ first: index, firstRoot, second: size, secondRoot: root, proof: consistency })).toBe(true);
        const options = { head: tables.head, checkpoints: [signedAt(tables, size)], publicKey: signer.verifierKey };
        expect(await verify(tables.rows, options)).toMatchObject({ ok: true, size: bodies.length });
      }),
      { numRuns: 60 },
    );
  });

  test("refuses to grow from a head that is not one", async () => {
    const tables: Tables = { head: { size: 3, frontier: new Uint8Array(32) }, rows: [], heads: [] };
    await expect(append(storeOf(tables), new Uint8Array(1))).rejects.toThrow("damaged-head");
    expect(tables.rows).toEqual([]);
  });
});

describe("a ledger that somebody touched", () => {
  test("names the entry of any flipped bit", async () => {
    const pristine = await ledgerOf(20);
    const parts = ["body", "salt", "commitment", "root"] as const;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 19 }), fc.constantFrom(...parts), fc.nat(), async (at, part, bit) => {
        const rows = pristine.rows.map((row) => ({ ...row }));
        const row = rows[at];
        const bytes = row?.[part];
        if (!row || !bytes) throw new Error("no such row");
        row[part] = flipped(bytes, bit % (bytes.length * 8));
        const fault = part === "root" ? "root" : "content";
        expect(await check({ ...pristine, rows })).toMatchObject({ ok: false, at, fault });
      }),
    );
  });

  test.each([0, 7, 19])("names entry %i when it was taken out, last or not", async (at) => {
    const tables = await ledgerOf(20);
    tables.rows.splice(at, 1);
    expect(await check(tables)).toMatchObject({ ok: false, at, fault: "missing" });
  });

  test("names the entry that was put in, doubled or moved", async () => {
    const doubled = await ledgerOf(10);
    doubled.rows.splice(6, 0, ...doubled.rows.slice(5, 6));
    expect(await check(doubled)).toMatchObject({ ok: false, at: 6, fault: "repeated" });
    const moved = await ledgerOf(10);
    moved.rows.splice(3, 0, ...moved.rows.splice(7, 1));
    expect(await check(moved)).toMatchObject({ ok: false, at: 3, fault: "missing" });
    const swapped = await ledgerOf(10);
    const [a, b] = [swapped.rows[3], swapped.rows[4]];
    if (!a || !b) throw new Error("no rows");
    [a.index, b.index] = [b.index, a.index];
    swapped.rows.sort((x, y) => x.index - y.index);
    expect(await check(swapped)).toMatchObject({ ok: false, at: 3, fault: "root" });
  });

  test("names the first of several", async () => {
    const tables = await ledgerOf(20);
    for (const at of [15, 4, 9]) {
      const row = tables.rows[at];
      if (row) row.root = flipped(row.root, 3);
    }
    expect(await check(tables)).toMatchObject({ ok: false, at: 4, fault: "root" });
  });

  test("names an erased entry whose commitment was changed", async () => {
    const tables = await ledgerOf(10);
    await erase(tables, 4);
    const row = tables.rows[4];
    if (row) row.commitment = flipped(row.commitment, 0);
    expect(await check(tables)).toMatchObject({ ok: false, at: 4, fault: "root" });
  });

  test("names the entry that lacks its content though no later one says it was erased", async () => {
    const tables = await ledgerOf(10);
    await erase(tables, 2);
    const row = tables.rows[6];
    if (row) [row.salt, row.body] = [null, null];
    expect(await check(tables)).toMatchObject({ ok: false, at: 6, fault: "unaccounted" });
    await record(tables, { kind: "content.erased", erased: [6] });
    expect(await check(tables)).toMatchObject({ ok: true, erased: 2 });
  });

  test("names the unaccounted entry also when something later is broken, and not one that is accounted for", async () => {
    const tables = await ledgerOf(10);
    await erase(tables, 2, 3);
    const row = tables.rows[7];
    if (row) row.root = flipped(row.root, 0);
    expect(await check(tables)).toMatchObject({ ok: false, at: 7, fault: "root" });
    const gone = tables.rows[5];
    if (gone) [gone.salt, gone.body] = [null, null];
    expect(await check(tables)).toMatchObject({ ok: false, at: 5, fault: "unaccounted" });
  });

  test("names the entry that keeps one half of what was erased, or all of it", async () => {
    for (const half of ["salt", "body"] as const) {
      const tables = await ledgerOf(6);
      const row = tables.rows[3];
      if (row) row[half] = null;
      expect(await check(tables)).toMatchObject({ ok: false, at: 3, fault: "content" });
    }
    const tables = await ledgerOf(6);
    await record(tables, { kind: "content.erased", erased: [1] });
    expect(await check(tables)).toMatchObject({ ok: false, at: 1, fault: "kept" });
  });

  test.each([[7], [6], [-1], [0.5]])("names the entry that says %d was erased, which is not before it", async (erased) => {
    const tables = await ledgerOf(6);
    const body = Buffer.from(JSON.stringify({ erased: [erased] }));
    const { index, salt } = await append(storeOf(tables), body);
    Object.assign(tables.rows[index] ?? {}, { salt, body });
    expect(await check(tables)).toMatchObject({ ok: false, at: 6, fault: "erasure" });
  });

  test("with history written anew is caught by a checkpoint, at its entry, and by nothing else", async () => {
    const tables = await ledgerOf(20);
    const checkpoints = [5, 12, 20].map((size) => signedAt(tables, size));
    rewrite(tables, 8, canonical({ kind: "item.viewed", n: 99 }));
    expect(await check(tables)).toMatchObject({ ok: true });
    expect(await check(tables, checkpoints.slice(1))).toMatchObject({ ok: false, at: 11, since: 0, fault: "rewritten" });
    expect(await check(tables, checkpoints)).toMatchObject({ ok: false, at: 11, since: 5, fault: "rewritten" });
  });

  test("with its tail cut off is caught by a checkpoint, and by its head", async () => {
    const tables = await ledgerOf(20);
    const signed = signedAt(tables, 18);
    const rows = tables.rows.slice(0, 15);
    const head = tables.heads[15] ?? emptyHead;
    expect(await check({ ...tables, rows, head })).toMatchObject({ ok: true });
    expect(await check({ ...tables, rows, head }, [signed])).toMatchObject({ ok: false, at: 15, fault: "missing" });
    expect(await check({ ...tables, rows })).toMatchObject({ ok: false, at: 15, fault: "missing" });
  });

  test("with a head that does not fit is caught", async () => {
    const tables = await ledgerOf(7);
    const behind = { ...tables, head: tables.heads[5] ?? emptyHead };
    expect(await check(behind)).toMatchObject({ ok: false, at: 5, fault: "head" });
    const wrong = { ...tables, head: { size: 7, frontier: flipped(tables.head.frontier, 9) } };
    expect(await check(wrong)).toMatchObject({ ok: false, at: -1, fault: "head" });
  });

  test("with a forged or malformed checkpoint is caught, though every entry fits", async () => {
    const tables = await ledgerOf(9);
    const good = signedAt(tables, 9);
    const forgeries = [
      checkpoint(tables.head, stranger),
      good.replace("\n9\n", "\n8\n"),
      good.replace(/[A-Za-z](?=.{20}=\n)/u, (c) => (c === "A" ? "B" : "A")),
      "",
      "nonsense",
    ];
    for (const forged of forgeries) {
      expect(forged).not.toBe(good);
      expect(await check(tables, [good, forged])).toMatchObject({ ok: false, at: -1, fault: "checkpoint" });
    }
    const row = tables.rows[3];
    if (row) row.root = flipped(row.root, 0);
    expect(await check(tables, forgeries)).toMatchObject({ ok: false, at: 3, fault: "root" });
  });

  test("with a stored value of a wrong length is caught", async () => {
    for (const part of ["commitment", "root", "salt"] as const) {
      const tables = await ledgerOf(5);
      const row = tables.rows[2];
      if (row) row[part] = new Uint8Array(31);
      expect(await check(tables)).toMatchObject({ ok: false, at: 2, fault: "malformed" });
    }
  });

  test("is not judged at all with a key that is none", async () => {
    await expect(verify([], { checkpoints: [""], publicKey: "nonsense" })).rejects.toThrow("malformed-key");
  });
});

describe("a long ledger", () => {
  test("of 20 000 entries is verified as they come, none of them held", async () => {
    const tables = await ledgerOf(0);
    const arriving = async function* (): AsyncGenerator<Entry> {
      for (let n = 0; n < 20_000; n++) {
        const body = canonical({ n });
        const { salt } = await append(storeOf(tables), body);
        for (const row of tables.rows) [row.salt, row.body] = [salt, body];
        yield* tables.rows.splice(0);
        tables.heads.length = 0;
      }
    };
    const verdict = await verify(arriving(), { checkpoints: [], publicKey: signer.verifierKey });
    expect(verdict).toEqual({ ok: true, size: 20_000, root: Buffer.from(headRoot(tables.head)), erased: 0 });
  }, 30_000);

  test("signs what it holds", async () => {
    const tables = await ledgerOf(1000);
    expect(verifyCheckpoint(checkpoint(tables.head, signer), signer.verifierKey)).toEqual({
      origin: "example.org/ledger",
      size: 1000,
      root: headRoot(tables.head),
    });
  });
});
