/**
 * A small record that carries its own data key, wrapped by the holder, in front of its content: for a column of a
 * table rather than a stored object. 200 bytes longer than its content, for content up to 64 KiB.
 */
import { randomBytes } from "node:crypto";
import { VaultError } from "./error";
import { concat, expectPrefix, prefix, PREFIX_BYTES, SALT_BYTES, type Bytes } from "./format";
import type { KeyHolder } from "./holders/holder";
import { ItemKey, newItemKey, wipeKey } from "./key";
import type { Place } from "./places";
import { openObject, sealObject } from "./stream";
import { HOLDER_BYTES } from "./wrapping";

const LENGTH_BYTES = 2;

function join(wrapped: Uint8Array, object: Uint8Array): Bytes {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(wrapped.length);
  return concat(prefix("record"), length, wrapped, object);
}

function split(bytes: Uint8Array): { wrapped: Uint8Array; object: Uint8Array } {
  expectPrefix(bytes, "record");
  const start = PREFIX_BYTES + LENGTH_BYTES;
  if (bytes.length < start) throw new VaultError("damaged");
  const length = ((bytes[PREFIX_BYTES] ?? 0) << 8) | (bytes[PREFIX_BYTES + 1] ?? 0);
  if (bytes.length < start + length) throw new VaultError("damaged");
  return { wrapped: bytes.subarray(start, start + length), object: bytes.subarray(start + length) };
}

/**
 * Whether it was wrapped by this very holder, by the tag in front, without asking the holder. Throws `damaged` for what is
 * neither a record nor a wrapped key.
 */
export function isHeldBy(sealed: Uint8Array, holds: "record" | "key", holder: KeyHolder): boolean {
  const wrapped = holds === "record" ? split(sealed).wrapped : sealed;
  expectPrefix(wrapped, "key");
  const tag = Buffer.from(wrapped.subarray(PREFIX_BYTES, PREFIX_BYTES + HOLDER_BYTES)).toString("hex");
  return holder.id.endsWith(`:${tag}`);
}

/** Throws `not-mine` where the holder answers null. */
export async function unwrapKey(wrapped: Uint8Array, place: Place, holder: KeyHolder): Promise<ItemKey> {
  const key = await holder.unwrap(wrapped, place);
  if (key === null) throw new VaultError("not-mine");
  return key;
}

export async function rewrap(wrapped: Uint8Array, place: Place, from: KeyHolder, to: KeyHolder): Promise<Bytes> {
  const key = await unwrapKey(wrapped, place, from);
  try {
    return await to.wrap(key, place);
  } finally {
    wipeKey(key);
  }
}

export async function sealRecord(plain: Uint8Array | string, place: Place, holder: KeyHolder): Promise<Bytes> {
  const content = typeof plain === "string" ? Buffer.from(plain, "utf8") : plain;
  const key = newItemKey();
  try {
    return join(
      await holder.wrap(key, place),
      sealObject(content, place, ItemKey.reveal(key), randomBytes(SALT_BYTES)),
    );
  } finally {
    wipeKey(key);
  }
}

export async function openRecord(bytes: Uint8Array, place: Place, holder: KeyHolder): Promise<Bytes> {
  const { wrapped, object } = split(bytes);
  const key = await unwrapKey(wrapped, place, holder);
  try {
    return openObject(object, place, ItemKey.reveal(key));
  } finally {
    wipeKey(key);
  }
}

/** The content is neither decrypted nor copied into another envelope: only its key changes hands. */
export async function rewrapRecord(bytes: Uint8Array, place: Place, from: KeyHolder, to: KeyHolder): Promise<Bytes> {
  const { wrapped, object } = split(bytes);
  return join(await rewrap(wrapped, place, from, to), object);
}
