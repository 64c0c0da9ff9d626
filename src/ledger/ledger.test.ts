import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { appendBody, check, empty, erase, ledgerOf, record, signedAt, signer, sourceOf, storeOf, type Tables } from "./fixture";
import {
  checkpoint,
  emptyHead,
  headRoot,
  newSalt,
  place,
  proveAll,
  proveConsistency,
  verify,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
} from "./index";

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
    const tables = empty();
    await record(tables, { same: true });
    await record(tables, { same: true });
    expect(tables.rows[0]?.commitment).not.toEqual(tables.rows[1]?.commitment);
  });

  test("proves any entry and any prefix, from any sequence of appends", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 80 }), fc.nat(), fc.nat(), async (bodies, a, b) => {
        const tables = empty();
        for (const body of bodies) await appendBody(tables, body);
        const source = sourceOf(tables);
        const size = 1 + (a % bodies.length);
        const root = headRoot(tables.heads[size] ?? emptyHead);
        const index = b % size;
        const commitment = tables.rows[index]?.commitment ?? root;
        const [proof = []] = await proveAll(source, [index], size);
        expect(verifyInclusion({ commitment, index, size, proof, root })).toBe(true);
        const all = await proveAll(source, [index, 0, size - 1], size);
        expect(all).toEqual([proof, ...(await proveAll(source, [0], size)), ...(await proveAll(source, [size - 1], size))]);
        const firstRoot = headRoot(tables.heads[index] ?? emptyHead);
        const consistency = await proveConsistency(source, index, size);
        expect(verifyConsistency({ first: index, firstRoot, second: size, secondRoot: root, proof: consistency })).toBe(true);
        const options = { head: tables.head, checkpoints: [signedAt(tables, size)], publicKey: signer.verifierKey };
        expect(await verify(tables.rows, options)).toMatchObject({ ok: true, size: bodies.length });
      }),
      { numRuns: 60 },
    );
  });

  test("refuses to grow from a head that is not one", async () => {
    const tables: Tables = { ...empty(), head: { size: 3, frontier: new Uint8Array(32) } };
    await expect(appendBody(tables, new Uint8Array(1))).rejects.toThrow("damaged-head");
    expect(tables.rows).toEqual([]);
    expect(tables.waiting).toHaveLength(1);
  });

  test("is the same whether entries were placed one by one or many at once", async () => {
    const bodies = Array.from({ length: 100 }, (_, n) => ({ salt: newSalt(), body: Buffer.from(`entry ${n}`) }));
    const [one, many] = [empty(), empty()];
    for (const body of bodies) {
      one.waiting.push(body);
      expect(await place(storeOf(one))).toBe(1);
    }
    many.waiting.push(...bodies);
    expect(await place(storeOf(many))).toBe(100);
    expect(await place(storeOf(many))).toBe(0);
    expect({ ...many, heads: [] }).toEqual({ ...one, heads: [] });
  });

  test("signs what it holds", async () => {
    const tables = await ledgerOf(100);
    expect(verifyCheckpoint(signedAt(tables, 100), signer.verifierKey)).toEqual({
      origin: "example.org/ledger",
      size: 100,
      root: headRoot(tables.head),
    });
  });
});
