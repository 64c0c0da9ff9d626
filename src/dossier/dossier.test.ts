import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dossierPageWords } from "~/messages/dossier/words";
import { archived, crc32, filled, makeDossier, page, readZip } from "./index";
import { walked } from "./zip.mjs";

const files = fc.uniqueArray(fc.record({ path: fc.stringMatching(/^[a-z]{1,8}\/[a-z0-9-]{1,8}\.txt$/), bytes: fc.uint8Array({ maxLength: 300 }) }), {
  selector: ({ path }) => path, minLength: 1, maxLength: 8,
});
type Files = readonly { path: string; bytes: Uint8Array }[];

const sign = (text: string) => `${text}\n— nobody AAAA\n`;
async function made(some: Files): Promise<Uint8Array<ArrayBuffer>> {
  const { size, body } = await makeDossier({
    name: "dossier-1", info: [["Bagging-Date", "2026-11-28"]], verifyPage: "<!doctype html>", sign,
    payload: some.map(({ path, bytes }) => ({ path, open: () => Promise.resolve(new Uint8Array(bytes)) })),
  });
  const bytes = new Uint8Array(await new Response(body()).arrayBuffer());
  expect(bytes.length).toBe(size);
  return bytes;
}

test("the same files are the same bytes, in whatever order they came, and come out as they went in", async () => {
  await fc.assert(
    fc.asyncProperty(files, async (some) => {
      const archive = await made(some);
      expect(await made(some.toReversed())).toEqual(archive);
      const read = readZip(archive)!;
      for (const { path, bytes } of some) expect(new Uint8Array(read.get(`dossier-1/data/${path}`)!)).toEqual(new Uint8Array(bytes));
      expect(read.size).toBe(some.length + 8);
    }),
    { numRuns: 40 },
  );
});

test("what only its reader has is listed as if it were there, leaves with nothing, and put in makes the very same archive", async () => {
  const digest = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest("hex");
  await fc.assert(
    fc.asyncProperty(files, fc.nat(), async (some, which) => {
      const own = some[which % some.length]!;
      const apart = { path: own.path, size: own.bytes.length, crc: crc32(own.bytes), sha256: digest("sha256", own.bytes), sha512: digest("sha512", own.bytes) };
      const { size, body } = await makeDossier({
        name: "dossier-1", info: [["Bagging-Date", "2026-11-28"]], verifyPage: "<!doctype html>", sign, apart: [apart],
        payload: some.filter((file) => file !== own).map(({ path, bytes }) => ({ path, open: () => Promise.resolve(new Uint8Array(bytes)) })),
      });
      const handed = new Uint8Array(await new Response(body()).arrayBuffer());
      expect(handed.length).toBe(size);
      const whole = await made(some);
      expect(handed.length).toBe(whole.length - own.bytes.length);
      expect(filled(handed, new Map([[`data/${own.path}`, own.bytes]]))).toEqual(whole);
      expect(() => filled(handed, new Map([[`data/${own.path}`, new Uint8Array([...own.bytes, 1])]]))).toThrow(RangeError);
      expect(() => filled(handed, new Map([["data/nothing", own.bytes]]))).toThrow(RangeError);
    }),
    { numRuns: 40 },
  );
});

test("every file of it is in both lists of its kind, by both digests", async () => {
  const read = readZip(await made([{ path: "a/b.txt", bytes: Uint8Array.of(1, 2, 3) }]))!;
  const text = (path: string) => new TextDecoder().decode(read.get(`dossier-1/${path}`));
  for (const algorithm of ["sha256", "sha512"] as const) {
    expect(text(`manifest-${algorithm}.txt`)).toBe(`${createHash(algorithm).update(Uint8Array.of(1, 2, 3)).digest("hex")}  data/a/b.txt\n`);
    const tags = text(`tagmanifest-${algorithm}.txt`).trimEnd().split("\n").map((line) => line.split("  "));
    expect(tags.map(([, path]) => path)).toEqual(["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt", "verify.html"]);
    for (const [digest, path] of tags) expect(createHash(algorithm).update(read.get(`dossier-1/${path}`)!).digest("hex")).toBe(digest);
  }
  expect(text("bag-info.txt")).toBe("Bagging-Date: 2026-11-28\nPayload-Oxum: 3.1\n");
});

test("an archive that another program wrote is none of ours, however like it is", async () => {
  const archive = await made([{ path: "a/b.txt", bytes: Uint8Array.of(1) }]);
  // The comment that any archive may end with.
  expect(readZip(new Uint8Array([...archive.subarray(0, -2), 1, 0, 65]))).toBeNull();
  expect(readZip(new Uint8Array())).toBeNull();
  expect(readZip(new TextEncoder().encode("PK"))).toBeNull();
});

test("of an archive that was changed it is said what first, and in which file", async () => {
  const archive = await made([{ path: "a/b.txt", bytes: Uint8Array.of(1, 2, 3) }, { path: "c/d.txt", bytes: Uint8Array.of(4) }]);
  expect(walked(archive).fault).toBeNull();
  const header = (path: string) => Buffer.from(archive).indexOf(`dossier-1/data/${path}`);
  const flipped = (at: number) => walked(archive.map((byte, index) => (index === at ? byte ^ 1 : byte))).fault;
  const content = header("c/d.txt") + "dossier-1/data/c/d.txt".length;
  expect(flipped(content)).toEqual({ code: "file-changed", where: "data/c/d.txt" });
  // A time, which is always the same one.
  expect(flipped(header("c/d.txt") - 20)).toEqual({ code: "archive-changed", where: "data/c/d.txt" });
  expect(flipped(archive.length - 1)).toEqual({ code: "archive-changed", where: "" });
  expect(walked(archive.subarray(0, content)).fault).toEqual({ code: "archive-changed", where: "data/c/d.txt" });
  expect(walked(new TextEncoder().encode("no archive at all, whatever else it may be")).fault).toEqual({ code: "not-a-dossier", where: "" });
});

test("files without a bag are the same archive in whatever order they came, called by the digest of all of it", async () => {
  await fc.assert(
    fc.asyncProperty(files, async (some) => {
      const whole = async (all: Files) => {
        const { digest, size, body } = await archived(all.map(({ path, bytes }) => ({ path, open: () => Promise.resolve(new Uint8Array(bytes)) })));
        const bytes = new Uint8Array(await new Response(body()).arrayBuffer());
        expect([bytes.length, createHash("sha256").update(bytes).digest("hex")]).toEqual([size, digest]);
        return bytes;
      };
      const archive = await whole(some);
      expect(await whole(some.toReversed())).toEqual(archive);
      expect([...readZip(archive)!].map(([path, bytes]) => [path, [...bytes]])).toEqual(
        some.map(({ path, bytes }) => [path, [...bytes]] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      );
    }),
  );
});

test("what the page that checks it is made of is one script, in which no name stands twice and none is taken from elsewhere", () => {
  const [, script] = /<script type="module">([^]+)<\/script>/.exec(page(dossierPageWords))!;
  expect(script).not.toMatch(/^(import|export) /m);
  execFileSync(process.execPath, ["--check", "--input-type=module", "-"], { input: script, stdio: ["pipe", "pipe", "pipe"] });
});
