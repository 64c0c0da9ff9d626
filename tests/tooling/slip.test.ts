import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proveAll, writeSlip } from "~/ledger";
import { empty, record, signedAt, signer, sourceOf } from "~/ledger/fixture";
import { catalogue as arabic } from "~/messages/ar";
import { catalogue as english } from "~/messages/en";
import { catalogue as french } from "~/messages/fr";
import { sealSlip } from "~/vault";
import { sha256 } from "../support/sha256";

const [en, fr, ar] = [english.commands, french.commands, arabic.commands];
const file = new TextEncoder().encode(JSON.stringify(["0".repeat(64), "fr", "Ils sont venus à l’aube.", []]));
const at = "2026-11-02T06:45:00.000Z";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-slip-"));
  const tables = empty();
  for (const digest of ["1".repeat(64), sha256(file), "2".repeat(64)]) await record(tables, { kind: "account.worded", at, digest });
  const [proof = []] = await proveAll(sourceOf(tables), [1], 3);
  const { salt, body } = tables.rows[1]!;
  await writeFile(path.join(folder, "slip.txt"), sealSlip(writeSlip({ index: 1, salt: salt!, body: body!, proof, note: signedAt(tables, 3) }), sha256(file)));
  await writeFile(path.join(folder, "words.json"), file);
  await writeFile(path.join(folder, "other.json"), "[]");
});
afterAll(() => rm(folder, { recursive: true }));

/** As its holder runs it, with the terminal's language. */
const run = (lang: string, ...args: readonly string[]) =>
  new Promise<{ code: number; out: string; told: string }>((resolve) => {
    const env = { ...process.env, LC_ALL: "", LC_MESSAGES: "", LANG: lang };
    const child = execFile(process.execPath, [path.resolve("scripts/run.mjs"), path.resolve("scripts/ledger/slip.ts"), ...args], { cwd: folder, env }, (_error, out, told) => {
      resolve({ code: child.exitCode ?? -1, out: out.trim(), told: told.trim() });
    });
  });
const filled = (said: string) => said.replace("{at}", at).replace("{index}", "1").replace("{size}", "3");
const key = ["--key", signer.verifierKey];

test("the file opens its slip, and so does its digest, which claims less; both in the reader's language", async () => {
  const [withFile, withDigest] = await Promise.all([
    run("fr_FR.UTF-8", "slip.txt", "--file", "words.json", ...key),
    run("fr_FR.UTF-8", "slip.txt", "--digest", sha256(file).toUpperCase(), "--language", "ar", ...key),
  ]);
  expect(withFile).toEqual({ code: 0, out: filled(fr.slip.passFile), told: "" });
  expect(withDigest).toEqual({ code: 0, out: filled(ar.slip.passDigest), told: "" });
});

test("another file and another ledger's key open nothing, and a name that is mistyped is said", async () => {
  const [otherFile, otherKey, missing, both] = await Promise.all([
    run("C", "slip.txt", "--file", "other.json", ...key),
    run("C", "slip.txt", "--file", "words.json", "--key", "example.org/ledger+nonsense"),
    run("C", "slip.txt", "--file", "none.json", ...key),
    run("C", "slip.txt", "--file", "words.json", "--digest", sha256(file), ...key),
  ]);
  expect(otherFile).toEqual({ code: 1, out: en.slip.other, told: "" });
  expect(otherKey).toEqual({ code: 1, out: en.slip["malformed-key"], told: "" });
  expect(missing).toEqual({ code: 2, out: "", told: en.noFile.replace("{file}", "none.json") });
  expect(both).toMatchObject({ code: 2, out: "", told: expect.stringContaining("--digest <the file’s SHA-256>") });
});
