import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  createKeyFile, createPassphraseFile, fileHolder, newItemKey, openRecord, PassphraseError, passphraseHolder, passphraseKey,
  sealRecord, unwrapKey, VaultError, wrapKey, type Place,
} from "../index";
import { ItemKey } from "../key";

const place: Place = { kind: "consent", id: "record-1" };
const CHEAP = { memory: 64 * 1024, passes: 3, lanes: 1 };
const WORDS = "seven quiet herons at dawn";

let folder = "";
let file = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vault-"));
  file = join(folder, "instance.passphrase");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const faultOf = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
  } catch (error) {
    if (error instanceof VaultError || error instanceof PassphraseError) return error.fault;
    throw error;
  }
  return "opened";
};

test("the passphrase opens, typed again, what it sealed, and the file beside it alone does not", async () => {
  const key = await createPassphraseFile(file, WORDS, CHEAP);
  const sealed = await sealRecord("what was seen", place, await passphraseHolder(file, [key]));
  const again = await passphraseKey(file, WORDS);
  expect(Buffer.from(await openRecord(sealed, place, await passphraseHolder(file, [again!]))).toString()).toBe("what was seen");
  expect(await faultOf(passphraseHolder(file, []))).toBe("locked");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("a wrong passphrase is told as wrong, and makes no holder", async () => {
  const key = await createPassphraseFile(file, WORDS, CHEAP);
  for (const wrong of ["", WORDS.toUpperCase(), `${WORDS} `, WORDS.slice(1)]) expect(await passphraseKey(file, wrong)).toBeNull();
  const other = join(folder, "other");
  const otherKey = await createPassphraseFile(other, WORDS, CHEAP);
  expect(await faultOf(passphraseHolder(file, [otherKey]))).toBe("locked");
  expect((await passphraseHolder(file, [otherKey, key])).id).toBe((await passphraseHolder(file, [key])).id);
});

test("an accent may be typed as one letter or as two", async () => {
  await createPassphraseFile(file, "caf\u00e9 \u00e0 l'aube", CHEAP);
  expect(await passphraseKey(file, "cafe\u0301 a\u0300 l'aube")).not.toBeNull();
});

test("two instances with one passphrase do not have one key", async () => {
  const one = await createPassphraseFile(file, WORDS, CHEAP);
  const two = await createPassphraseFile(join(folder, "other"), WORDS, CHEAP);
  expect(one.equals(two)).toBe(false);
});

test("a salt is never replaced", async () => {
  await createPassphraseFile(file, WORDS, CHEAP);
  const before = await readFile(file);
  expect(await faultOf(createPassphraseFile(file, "another passphrase", CHEAP))).toBe("exists");
  expect(await readFile(file)).toEqual(before);
});

test("a file that is not as it was written, or that makes a guess cheap or endless, is refused", async () => {
  await createPassphraseFile(file, WORDS, CHEAP);
  const text = await readFile(file, "utf8");
  const changed = [
    "", text.trimEnd(), `${text}\n`, text.replace(":1:", ":2:"), text.replace("argon2id", "argon2i"),
    text.replace("m=65536", "m=1024"), text.replace("m=65536", "m=99999999"), text.replace("t=3", "t=1"), text.replace("t=3", "t=999"),
    text.replace("p=1", "p=99"), text.slice(0, -4),
  ];
  for (const wrong of changed) {
    await writeFile(file, wrong);
    expect([wrong, await faultOf(passphraseKey(file, WORDS))]).toEqual([wrong, "malformed"]);
  }
  expect(await faultOf(passphraseKey(join(folder, "none"), WORDS))).toBe("missing");
});

test("the format stays as it is: a line written once opens what it opened then", async () => {
  await writeFile(file, "vouchsafe-passphrase:1:argon2id:m=65536,t=3,p=1:AAECAwQFBgcICQoLDA0ODw:3ifpQHqjG4seclIm0yREvw\n");
  const key = await passphraseKey(file, WORDS);
  expect(key?.export().toString("hex")).toBe("fd9e08ee95bdf00a2819ffbf2f76ddb5d1a70247eb1d9a8329a589afdfe812eb");
  const holder = await passphraseHolder(file, [key!]);
  expect(holder.id).toBe("passphrase:3d28e49956b2712f");
  const wrapped = Buffer.from("Vk9VQ0hTSwE9KOSZVrJxLwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH8jJYoJ8LhNvOElxXqAafC2ZLJoAehq9wj/zTtJjN7rQeSEL64WgcbyEbH3uXPij6", "base64");
  expect(Buffer.from(ItemKey.reveal(await unwrapKey(wrapped, place, holder))).toString("hex")).toBe("42".repeat(32));
});

test("a key wrapped by it is no other holder's, opens for no other place, and with no bit changed", async () => {
  const holder = await passphraseHolder(file, [await createPassphraseFile(file, WORDS, CHEAP)]);
  await createKeyFile(join(folder, "instance.key"));
  const other = await fileHolder(join(folder, "instance.key"));
  const wrapped = await wrapKey(newItemKey(), place, holder);
  expect(await other.unwrap(wrapped, place)).toBeNull();
  expect(await holder.unwrap(await wrapKey(newItemKey(), place, other), place)).toBeNull();
  expect(await faultOf(unwrapKey(wrapped, { kind: "consent", id: "record-2" }, holder))).toBe("damaged");
  await fc.assert(
    fc.asyncProperty(fc.nat(wrapped.length * 8 - 1), async (bit) => {
      const bad = wrapped.slice();
      bad[bit >> 3] = bad[bit >> 3]! ^ (1 << (bit & 7));
      return (await faultOf(unwrapKey(bad, place, holder))) !== "opened";
    }),
    { numRuns: 100 },
  );
});
