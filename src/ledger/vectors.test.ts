/** The format, pinned: a ledger that was written once must verify for as long as anyone needs it. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { canonical, checkpoint, commit, emptyHead, type Entry, headRoot, LedgerError, loadSigner, verify, verifyCheckpoint } from "./index";
import { grow, leafHash } from "./tree";

const bytes = z.string().regex(/^([0-9a-f]{2})*$/).transform((text) => new Uint8Array(Buffer.from(text, "hex")));
const Valid = z.object({
  signingKeyFile: z.string(),
  verifierKey: z.string(),
  entries: z.array(
    z.object({ index: z.number(), event: z.json(), commitment: bytes, root: bytes, salt: bytes.nullable(), body: bytes.nullable() }),
  ),
  head: z.object({ size: z.number(), frontier: bytes }),
  checkpoints: z.array(z.string()),
  erased: z.number(),
});
const Tampered = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      set: z.array(
        z.object({
          at: z.number(),
          commitment: bytes.exactOptional(),
          root: bytes.exactOptional(),
          salt: bytes.nullable().exactOptional(),
          body: bytes.nullable().exactOptional(),
        }),
      ),
      drop: z.array(z.number()),
      checkpoints: z.array(z.string()).nullable(),
      expect: z.object({ at: z.number(), since: z.number(), fault: z.string() }),
    }),
  ),
});
const Invalid = z.object({
  verifierKey: z.string(),
  notes: z.array(z.object({ name: z.string(), note: z.string(), code: z.string() })),
});
const load = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../tests/vectors/${path}/ledger.json`, import.meta.url), "utf8"));

const valid = Valid.parse(load("valid"));
const tampered = Tampered.parse(load("tampered"));
const invalid = Invalid.parse(load("invalid"));

const Erasure = z.object({ erased: z.array(z.number()) });
const erasureOf = (body: Uint8Array): number[] =>
  Erasure.safeParse(JSON.parse(Buffer.from(body).toString())).data?.erased ?? [];
const publicKey = valid.verifierKey;

describe("the format", () => {
  test("of a ledger verifies, erasures and all", async () => {
    const { entries, head, checkpoints, erased } = valid;
    expect(await verify(entries, { head, checkpoints, publicKey, erasureOf })).toMatchObject({ ok: true, size: 7, erased });
  });

  test("of bodies, commitments, roots and head stays as it is", () => {
    let head = emptyHead;
    for (const { event, body, salt, commitment, root } of valid.entries) {
      expect(body ?? canonical(event)).toEqual(canonical(event));
      expect(salt ? commit(salt, canonical(event)) : commitment).toEqual(commitment);
      head = { size: head.size + 1, frontier: grow(head.size, head.frontier, leafHash(commitment)) };
      expect(headRoot(head)).toEqual(root);
    }
    expect(head).toEqual(valid.head);
  });

  test("of the signing key file, the verifier key and a checkpoint stays as it is", async () => {
    const folder = await mkdtemp(join(tmpdir(), "vectors-"));
    try {
      await writeFile(join(folder, "key"), `${valid.signingKeyFile}\n`, { mode: 0o600 });
      const signer = await loadSigner(join(folder, "key"));
      expect(signer.verifierKey).toBe(publicKey);
      expect(checkpoint(valid.head, signer)).toBe(valid.checkpoints.at(-1));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("a ledger that was tampered with", () => {
  test.each(tampered.cases)("is refused: $name", async ({ set, drop, checkpoints, expect: expected }) => {
    const entries: Entry[] = valid.entries.map((entry) => {
      const { at: _, ...change } = set.find(({ at }) => at === entry.index) ?? { at: -1 };
      return { ...entry, ...change };
    });
    const verdict = await verify(
      entries.filter(({ index }) => !drop.includes(index)),
      { checkpoints: checkpoints ?? valid.checkpoints, publicKey, erasureOf },
    );
    expect(verdict).toMatchObject({ ok: false, ...expected });
  });
});

describe("a checkpoint that was never right", () => {
  test.each(invalid.notes)("is refused: $name", ({ note, code }) => {
    let found = "believed";
    try {
      verifyCheckpoint(note, invalid.verifierKey);
    } catch (error) {
      found = error instanceof LedgerError ? error.code : String(error);
    }
    expect(found).toBe(code);
  });
});
