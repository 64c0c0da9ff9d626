/** The format, pinned: what was sealed once must open for as long as anyone needs the evidence. */
import { createHash, createSecretKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { fileHolder, type KeyHolder, openRecord, places, type PlaceKind, unwrapKey, VaultError } from "./index";
import { ItemKey } from "./key";
import { openObject, sealObject } from "./stream";
import { HOLDER_BYTES, wrapUnder } from "./wrapping";

const bytes = z.string().regex(/^([0-9a-f]{2})*$/).transform((text) => new Uint8Array(Buffer.from(text, "hex")));
const isKind = (kind: string): kind is PlaceKind => Object.hasOwn(places, kind);
const place = z.object({ kind: z.string().refine(isKind), id: z.string() });

const Valid = z.object({
  objects: z.array(z.object({ name: z.string(), key: bytes, salt: bytes, place, plain: bytes, sealed: bytes })),
  longObjects: z.array(
    z.object({ name: z.string(), length: z.number(), key: bytes, salt: bytes, place, sealedLength: z.number(), sealedSha256: z.string() }),
  ),
  wrappedKeys: z.array(
    z.object({ name: z.string(), wrappingKey: bytes, holder: z.string(), salt: bytes, place, key: bytes, wrapped: bytes }),
  ),
  records: z.array(z.object({ name: z.string(), wrappingKey: bytes, place, plain: bytes, sealed: bytes })),
});
const Refused = z.object({
  key: bytes,
  wrappingKey: bytes,
  cases: z.array(
    z.object({ name: z.string(), envelope: z.enum(["object", "key", "record"]), place, bytes, fault: z.string() }),
  ),
});
const load = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../tests/vectors/${path}/vault.json`, import.meta.url), "utf8"));

const valid = Valid.parse(load("valid"));
const tampered = Refused.parse(load("tampered"));
const invalid = Refused.parse(load("invalid"));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vectors-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function holderOf(wrappingKey: Uint8Array): Promise<KeyHolder> {
  const path = join(folder, Buffer.from(wrappingKey).toString("hex"));
  await writeFile(path, wrappingKey, { mode: 0o600 });
  return await fileHolder(path);
}

describe("the format", () => {
  test.each(valid.objects)("of an object stays as it is: $name", ({ key, salt, place, plain, sealed }) => {
    expect(sealObject(plain, place, key, salt)).toEqual(sealed);
    expect(openObject(sealed, place, key)).toEqual(plain);
  });

  test.each(valid.longObjects)("of an object of $name stays as it is", ({ length, key, salt, place, sealedLength, sealedSha256 }) => {
    const plain = Uint8Array.from({ length }, (_, i) => i % 251);
    const sealed = sealObject(plain, place, key, salt);
    expect(sealed.length).toBe(sealedLength);
    expect(createHash("sha256").update(sealed).digest("hex")).toBe(sealedSha256);
    expect(Buffer.compare(openObject(sealed, place, key), plain)).toBe(0);
  });

  test.each(valid.wrappedKeys)("of a wrapped key stays as it is: $name", async ({ wrappingKey, holder, salt, place, key, wrapped }) => {
    const found = await holderOf(wrappingKey);
    expect(found.id).toBe(holder);
    const tag = Buffer.from(holder.slice("file:".length), "hex");
    expect(tag.length).toBe(HOLDER_BYTES);
    expect(wrapUnder(createSecretKey(wrappingKey), tag, key, place, salt)).toEqual(wrapped);
    expect(ItemKey.reveal(await unwrapKey(wrapped, place, found))).toEqual(key);
  });

  test.each(valid.records)("of a record stays as it is: $name", async ({ wrappingKey, place, plain, sealed }) => {
    expect(await openRecord(sealed, place, await holderOf(wrappingKey))).toEqual(plain);
  });
});

describe.each([
  ["tampered with", tampered],
  ["never right", invalid],
])("bytes that were %s", (_, { key, wrappingKey, cases }) => {
  test.each(cases)("are refused: $name", async ({ envelope, place, bytes, fault }) => {
    const holder = await holderOf(wrappingKey);
    const opening =
      envelope === "key"
        ? unwrapKey(bytes, place, holder)
        : envelope === "record"
          ? openRecord(bytes, place, holder)
          : (async () => openObject(bytes, place, key))();
    const found = await opening.then(
      () => "opened",
      (error: unknown) => (error instanceof VaultError ? error.fault : String(error)),
    );
    expect(found).toBe(fault);
  });
});
