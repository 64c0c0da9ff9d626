import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { appendBody, check, empty, erase, flipped, ledgerOf, record, signedAt, signer, type Tables, tamper } from "./fixture";
import { canonical, checkpoint, commit, emptyHead, type Entry, headRoot, verify } from "./index";
import { signerFrom } from "./note";
import { grow, leafHash } from "./tree";

/** A key of the same name in someone else's hands. */
const stranger = signerFrom(signer.name, new Uint8Array(32).fill(2));

/** As someone would who can write every table: the tree above `from` computed anew, so that it fits itself. */
function rewrite(tables: Tables, from: number, body: Uint8Array): void {
  tables.head = emptyHead;
  for (const row of tables.rows) {
    if (row.index === from && row.salt) [row.body, row.commitment] = [body, commit(row.salt, body)];
    const { size, frontier } = tables.head;
    const nodes: NonNullable<Entry["nodes"]>[number][] = [];
    tables.head = { size: size + 1, frontier: grow(size, frontier, leafHash(row.commitment), (node) => nodes.push(node)) };
    row.nodes = nodes;
    row.root = headRoot(tables.head);
  }
}

describe("a ledger that somebody touched", () => {
  test("names the entry of any flipped bit", async () => {
    const pristine = await ledgerOf(20);
    const parts = ["body", "salt", "commitment", "root"] as const;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 19 }), fc.constantFrom(...parts), fc.nat(), async (at, part, bit) => {
        const tables = { ...pristine, rows: pristine.rows.map((row) => ({ ...row })) };
        tamper(tables, at, (row) => {
          const bytes = row[part] ?? new Uint8Array(1);
          return { [part]: flipped(bytes, bit % (bytes.length * 8)) };
        });
        const fault = part === "root" ? "root" : "content";
        expect(await check(tables)).toMatchObject({ ok: false, at, fault });
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
      tamper(tables, at, ({ root }) => ({ root: flipped(root, 3) }));
    }
    expect(await check(tables)).toMatchObject({ ok: false, at: 4, fault: "root" });
  });

  test("names an erased entry whose commitment was changed", async () => {
    const tables = await ledgerOf(10);
    await erase(tables, 4);
    tamper(tables, 4, ({ commitment }) => ({ commitment: flipped(commitment, 0) }));
    expect(await check(tables)).toMatchObject({ ok: false, at: 4, fault: "root" });
  });

  test("names the entry that lacks its content though no later one says it was erased", async () => {
    const tables = await ledgerOf(10);
    await erase(tables, 2);
    tamper(tables, 6, () => ({ salt: null, body: null }));
    expect(await check(tables)).toMatchObject({ ok: false, at: 6, fault: "unaccounted" });
    await record(tables, { kind: "content.erased", erased: [6] });
    expect(await check(tables)).toMatchObject({ ok: true, erased: 2 });
  });

  test("names the unaccounted entry also when something later is broken, and not one that is accounted for", async () => {
    const tables = await ledgerOf(10);
    await erase(tables, 2, 3);
    tamper(tables, 7, ({ root }) => ({ root: flipped(root, 0) }));
    expect(await check(tables)).toMatchObject({ ok: false, at: 7, fault: "root" });
    tamper(tables, 5, () => ({ salt: null, body: null }));
    expect(await check(tables)).toMatchObject({ ok: false, at: 5, fault: "unaccounted" });
  });

  test("names the entry that keeps one half of what was erased, or all of it", async () => {
    for (const half of ["salt", "body"] as const) {
      const tables = await ledgerOf(6);
      tamper(tables, 3, () => ({ [half]: null }));
      expect(await check(tables)).toMatchObject({ ok: false, at: 3, fault: "content" });
    }
    const tables = await ledgerOf(6);
    await record(tables, { kind: "content.erased", erased: [1] });
    expect(await check(tables)).toMatchObject({ ok: false, at: 1, fault: "kept" });
    // An entry that stands behind a broken one may have been made up to accuse an earlier one.
    tamper(tables, 4, ({ root }) => ({ root: flipped(root, 0) }));
    expect(await check(tables)).toMatchObject({ ok: false, at: 4, fault: "root" });
  });

  test.each([[7], [6], [-1], [0.5]])("names the entry that says %d was erased, which is not before it", async (erased) => {
    const tables = await ledgerOf(6);
    await appendBody(tables, Buffer.from(JSON.stringify({ erased: [erased] })));
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
      good.replace(/[A-Za-z0-9+/](?=.{20}=\n)/u, (c) => (c === "A" ? "B" : "A")),
      "",
      "nonsense",
    ];
    for (const forged of forgeries) {
      expect(forged).not.toBe(good);
      expect(await check(tables, [good, forged])).toMatchObject({ ok: false, at: -1, fault: "checkpoint" });
    }
    tamper(tables, 3, ({ root }) => ({ root: flipped(root, 0) }));
    expect(await check(tables, forgeries)).toMatchObject({ ok: false, at: 3, fault: "root" });
  });

  test("before its first entry is caught by a checkpoint of the empty ledger that names another root", async () => {
    const root = Buffer.alloc(32, 1).toString("base64");
    const wrong = signer.sign(`${signer.name}\n0\n${root}\n`);
    expect(await check(await ledgerOf(3), [wrong])).toMatchObject({ ok: false, at: -1, fault: "checkpoint" });
    expect(await check(empty(), [wrong])).toMatchObject({ ok: false, at: -1, fault: "checkpoint" });
  });

  test("whose kept nodes are others is caught, or has one too few or too many", async () => {
    const wrong = [
      (row: Entry) => [{ height: 4, hash: flipped(row.nodes![0]!.hash, 0) }],
      () => [],
      (row: Entry) => [...row.nodes!, { height: 5, hash: row.nodes![0]!.hash }],
      (row: Entry) => [{ height: 5, hash: row.nodes![0]!.hash }],
    ];
    for (const change of wrong) {
      const tables = await ledgerOf(20);
      tamper(tables, 15, (row) => ({ nodes: change(row) }));
      expect(await check(tables)).toMatchObject({ ok: false, at: 15, fault: "node" });
    }
  });

  test("with a stored value of a wrong length is caught", async () => {
    for (const part of ["commitment", "root", "salt"] as const) {
      const tables = await ledgerOf(5);
      tamper(tables, 2, () => ({ [part]: new Uint8Array(31) }));
      expect(await check(tables)).toMatchObject({ ok: false, at: 2, fault: "malformed" });
    }
  });

  test("is not judged at all with a key that is none", async () => {
    await expect(verify([], { checkpoints: [], publicKey: "nonsense" })).rejects.toThrow("malformed-key");
    await expect(verify([], { checkpoints: [""], publicKey: "nonsense" })).rejects.toThrow("malformed-key");
  });
});

describe("a long ledger", () => {
  test("of 20 000 entries is verified as they come, none of them held", async () => {
    const tables = empty();
    const arriving = async function* (): AsyncGenerator<Entry> {
      for (let n = 0; n < 20_000; n++) {
        await record(tables, { n });
        yield* tables.rows.splice(0);
        tables.heads.length = 0;
      }
    };
    const verdict = await verify(arriving(), { checkpoints: [], publicKey: signer.verifierKey });
    expect(verdict).toEqual({ ok: true, size: 20_000, root: Buffer.from(headRoot(tables.head)), erased: 0 });
  }, 60_000);
});
