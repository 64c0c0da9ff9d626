/**
 * One 32-byte key under another.
 *
 *     HKDF-SHA256(ikm = wrapping key, salt, info = prefix ‖ holder ‖ place) → key for this wrapping alone
 *     AES-256-GCM, nonce of zeros (the derived key is used once), aad = prefix ‖ holder ‖ salt ‖ place
 *
 * The holder's 8-byte tag stands in front, in the clear, so that "never mine" is told from "mine, and damaged"
 * without trying to decrypt.
 */
import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject } from "node:crypto";
import { VaultError } from "./error";
import { concat, expectPrefix, prefix, PREFIX_BYTES, SALT_BYTES, TAG_BYTES, type Bytes } from "./format";
import { KEY_BYTES } from "./key";
import { type Place, placeBytes } from "./places";

export const HOLDER_BYTES = 8;
const FRONT_BYTES = PREFIX_BYTES + HOLDER_BYTES + SALT_BYTES;
const WRAPPED_BYTES = FRONT_BYTES + KEY_BYTES + TAG_BYTES;
const CIPHER = "aes-256-gcm";
const ONCE = new Uint8Array(12);

function once(under: KeyObject, holder: Uint8Array, salt: Uint8Array, place: Place): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", under, salt, concat(prefix("key"), holder, placeBytes(place)), KEY_BYTES));
}

/** `salt`: 32 fresh random bytes; anything else breaks the construction. */
export function wrapUnder(
  under: KeyObject,
  holder: Uint8Array,
  key: Uint8Array,
  place: Place,
  salt: Uint8Array,
): Bytes {
  const front = concat(prefix("key"), holder, salt);
  const derived = once(under, holder, salt, place);
  try {
    const cipher = createCipheriv(CIPHER, derived, ONCE, { authTagLength: TAG_BYTES });
    cipher.setAAD(concat(front, placeBytes(place)));
    return concat(front, cipher.update(key), cipher.final(), cipher.getAuthTag());
  } finally {
    derived.fill(0);
  }
}

/** Whether `holder` stands in front. What follows is the holder's own; throws `damaged` for what is no wrapped key. */
export function isWrappedBy(holder: Uint8Array, wrapped: Uint8Array): boolean {
  expectPrefix(wrapped, "key");
  const found = wrapped.subarray(PREFIX_BYTES, PREFIX_BYTES + HOLDER_BYTES);
  if (found.length < HOLDER_BYTES) throw new VaultError("damaged");
  return Buffer.compare(found, holder) === 0;
}

/** `null` when another holder wrapped it; throws `damaged` when this one did and it does not open here. */
export function unwrapUnder(
  under: KeyObject,
  holder: Uint8Array,
  wrapped: Uint8Array,
  place: Place,
): Uint8Array | null {
  if (!isWrappedBy(holder, wrapped)) return null;
  if (wrapped.length !== WRAPPED_BYTES) throw new VaultError("damaged");
  const derived = once(under, holder, wrapped.subarray(PREFIX_BYTES + HOLDER_BYTES, FRONT_BYTES), place);
  try {
    const decipher = createDecipheriv(CIPHER, derived, ONCE, { authTagLength: TAG_BYTES });
    decipher.setAAD(concat(wrapped.subarray(0, FRONT_BYTES), placeBytes(place)));
    decipher.setAuthTag(wrapped.subarray(FRONT_BYTES + KEY_BYTES));
    // In a buffer of its own, which the caller can wipe: small Buffers share one pool.
    const key = new Uint8Array(KEY_BYTES);
    const opened = decipher.update(wrapped.subarray(FRONT_BYTES, FRONT_BYTES + KEY_BYTES));
    key.set(opened);
    opened.fill(0);
    decipher.final();
    return key;
  } catch {
    throw new VaultError("damaged");
  } finally {
    derived.fill(0);
  }
}
