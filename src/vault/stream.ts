/**
 * One object: a header, then AES-256-GCM records of 64 KiB plaintext, the last of which may be shorter.
 *
 * The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as age uses it: a key that is used
 * for this object only, a nonce that counts the records, and a flag in the nonce of the last one. Reordering,
 * dropping, repeating, cutting and extending all change a nonce, so they all fail to authenticate.
 *
 *     HKDF-SHA256(ikm = item key, salt = header salt, info = prefix ‖ place) → record key 32 ‖ check 32
 *     nonce = record number (11 bytes) ‖ 1 if last, else 0
 *     aad   = header ‖ place
 *
 * The salt is 32 random bytes, so a record key never meets the same nonce twice however many objects one item
 * key seals. The check commits to the key and the place: GCM alone does not commit to its key, and with the
 * check a wrong key or place is told from damage before anything is decrypted. The last record is empty only
 * when the whole object is, so each plaintext has exactly one length of ciphertext.
 */
import { createCipheriv, createDecipheriv, hkdfSync, timingSafeEqual } from "node:crypto";
import { VaultError } from "./error";
import { concat, expectPrefix, prefix, PREFIX_BYTES, SALT_BYTES, TAG_BYTES, type Bytes } from "./format";
import { type Place, placeBytes } from "./places";

export const RECORD_BYTES = 64 * 1024;
const SEALED_RECORD_BYTES = RECORD_BYTES + TAG_BYTES;
const CHECK_BYTES = 32;
export const HEADER_BYTES = PREFIX_BYTES + SALT_BYTES + CHECK_BYTES;
const CIPHER = "aes-256-gcm";

type Opened = { readonly header: Uint8Array; readonly key: Uint8Array; readonly aad: Uint8Array };

function derive(itemKey: Uint8Array, salt: Uint8Array, place: Place): Opened {
  const bound = placeBytes(place);
  const start = prefix("object");
  const both = new Uint8Array(hkdfSync("sha256", itemKey, salt, concat(start, bound), 32 + CHECK_BYTES));
  const header = concat(start, salt, both.subarray(32));
  return { header, key: both.subarray(0, 32), aad: concat(header, bound) };
}

/** Throws `not-mine` when the header was made with another key or for another place, or was altered. */
function deriveFor(header: Uint8Array, itemKey: Uint8Array, place: Place): Opened {
  expectPrefix(header, "object");
  if (header.length < HEADER_BYTES) throw new VaultError("damaged");
  const found = derive(itemKey, header.subarray(PREFIX_BYTES, PREFIX_BYTES + SALT_BYTES), place);
  if (!timingSafeEqual(found.header, header.subarray(0, HEADER_BYTES))) {
    found.key.fill(0);
    throw new VaultError("not-mine");
  }
  return found;
}

function nonce(record: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(record, 5, 6);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

function sealOne(to: Opened, record: number, last: boolean, plain: Uint8Array): [Uint8Array, Uint8Array] {
  const cipher = createCipheriv(CIPHER, to.key, nonce(record, last), { authTagLength: TAG_BYTES });
  cipher.setAAD(to.aad);
  const body = cipher.update(plain);
  cipher.final();
  return [body, cipher.getAuthTag()];
}

/** An empty record behind another would be a second way to write the same plaintext, so it is not one. */
const couldBeRecord = (record: number, length: number): boolean =>
  length > TAG_BYTES || (length === TAG_BYTES && record === 0);

function openOne(by: Opened, record: number, last: boolean, sealed: Uint8Array): Uint8Array {
  if (!couldBeRecord(record, sealed.length)) throw new VaultError("damaged");
  const cut = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, by.key, nonce(record, last), { authTagLength: TAG_BYTES });
  decipher.setAAD(by.aad);
  decipher.setAuthTag(sealed.subarray(cut));
  const plain = decipher.update(sealed.subarray(0, cut));
  try {
    decipher.final();
  } catch {
    plain.fill(0);
    throw new VaultError("damaged");
  }
  return plain;
}

/** `salt`: 32 fresh random bytes; anything else breaks the construction. */
export function sealObject(plain: Uint8Array, place: Place, itemKey: Uint8Array, salt: Uint8Array): Bytes {
  const to = derive(itemKey, salt, place);
  try {
    const records = Math.max(1, Math.ceil(plain.length / RECORD_BYTES));
    const out = new Uint8Array(HEADER_BYTES + plain.length + records * TAG_BYTES);
    out.set(to.header);
    let at = HEADER_BYTES;
    for (let i = 0; i < records; i++) {
      const part = plain.subarray(i * RECORD_BYTES, (i + 1) * RECORD_BYTES);
      const [body, tag] = sealOne(to, i, i === records - 1, part);
      out.set(body, at);
      out.set(tag, at + body.length);
      at += body.length + TAG_BYTES;
    }
    return out;
  } finally {
    to.key.fill(0);
  }
}

/** All or nothing: no byte of the plaintext is returned unless every record authenticated. */
export function openObject(bytes: Uint8Array, place: Place, itemKey: Uint8Array): Bytes {
  const by = deriveFor(bytes.subarray(0, HEADER_BYTES), itemKey, place);
  const body = bytes.subarray(HEADER_BYTES);
  const records = Math.max(1, Math.ceil(body.length / SEALED_RECORD_BYTES));
  const cutOff = !couldBeRecord(records - 1, body.length - (records - 1) * SEALED_RECORD_BYTES);
  const out = new Uint8Array(cutOff ? 0 : body.length - records * TAG_BYTES);
  try {
    if (cutOff) throw new VaultError("damaged");
    for (let i = 0; i < records; i++) {
      const part = body.subarray(i * SEALED_RECORD_BYTES, (i + 1) * SEALED_RECORD_BYTES);
      const plain = openOne(by, i, i === records - 1, part);
      out.set(plain, i * RECORD_BYTES);
      plain.fill(0);
    }
    return out;
  } catch (error) {
    out.fill(0);
    throw error;
  } finally {
    by.key.fill(0);
  }
}

/**
 * Cuts a stream into a first piece and equal further ones, and says which is the last. The buffer is reused: a
 * piece is gone when the next is asked for.
 */
async function* pieces(
  source: AsyncIterable<Uint8Array>,
  first: number,
  rest: number,
): AsyncGenerator<{ readonly piece: Uint8Array; readonly last: boolean }> {
  const buffer = new Uint8Array(Math.max(first, rest));
  let size = first;
  let filled = 0;
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; ) {
        if (filled === size) {
          yield { piece: buffer.subarray(0, filled), last: false };
          size = rest;
          filled = 0;
        }
        const taken = Math.min(size - filled, chunk.length - at);
        buffer.set(chunk.subarray(at, at + taken), filled);
        filled += taken;
        at += taken;
      }
    }
    yield { piece: buffer.subarray(0, filled), last: true };
  } finally {
    buffer.fill(0);
  }
}

/** The key is used up before this returns, so that the caller may wipe it at once. */
export function sealPieces(
  source: AsyncIterable<Uint8Array>,
  place: Place,
  itemKey: Uint8Array,
  salt: Uint8Array,
): AsyncGenerator<Bytes> {
  const to = derive(itemKey, salt, place);
  return (async function* () {
    try {
      yield concat(to.header);
      let record = 0;
      for await (const { piece, last } of pieces(source, RECORD_BYTES, RECORD_BYTES)) {
        yield concat(...sealOne(to, record++, last, piece));
      }
    } finally {
      to.key.fill(0);
    }
  })();
}

/** `itemKey` is called once, when the header has arrived. */
export async function* openPieces(
  source: AsyncIterable<Uint8Array>,
  place: Place,
  itemKey: () => Uint8Array,
): AsyncGenerator<Bytes> {
  let by: Opened | null = null;
  let record = 0;
  try {
    for await (const { piece, last } of pieces(source, HEADER_BYTES, SEALED_RECORD_BYTES)) {
      if (by === null) {
        if (last) throw new VaultError("damaged");
        by = deriveFor(piece, itemKey(), place);
      } else {
        const plain = openOne(by, record++, last, piece);
        const out = concat(plain);
        plain.fill(0);
        yield out;
      }
    }
  } finally {
    by?.key.fill(0);
  }
}
