/**
 * Sealing to the custody key: age v1 (https://age-encryption.org/v1), X25519 recipients, nothing added, so that
 * every age tool opens what leaves here with the private half, which no process of ours ever has.
 */
import { Encrypter } from "age-encryption";
import { VaultError } from "./error";
import { concat, type Bytes } from "./format";

// bech32 of 32 bytes under "age", lower case as age writes it; the checksum is the library's to verify.
const x25519 = /^age1[02-9ac-hj-np-z]{58}$/;

/** Whether `s` is an age X25519 recipient (`age1…`), checksum included. Other kinds of age recipient are not. */
export function isCustodyRecipient(s: string): boolean {
  if (!x25519.test(s)) return false;
  try {
    new Encrypter().addRecipient(s);
    return true;
  } catch {
    return false;
  }
}

// Header of age v1 with one X25519 recipient: version, stanza, MAC. What follows is a nonce and chunks of 64 KiB, each with its tag.
const header = /^age-encryption\.org\/v1\n-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n$/;
const HEADER_BYTES = 168;
const NONCE_BYTES = 16;
const TAG_BYTES = 16;

/**
 * Whether these bytes have the form of what is sealed to one custody key. To which one, or what is in them, nobody can see who
 * does not hold it.
 */
export function isSealedToCustody(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES) return false;
  return header.test(new TextDecoder("latin1").decode(bytes.subarray(0, HEADER_BYTES)));
}

/** Any one of `recipients` can open the result. Throws `recipient` when there is none or one is not an age recipient. */
export async function encryptToCustody(plain: Uint8Array, recipients: readonly string[]): Promise<Bytes> {
  if (recipients.length === 0 || !recipients.every(isCustodyRecipient)) throw new VaultError("recipient");
  const encrypter = new Encrypter();
  for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient);
  try {
    return concat(await encrypter.encrypt(plain));
  } catch (error) {
    // How WebCrypto refuses a key agreement with a point of low order, whose result everyone would know.
    if (error instanceof DOMException && error.name === "OperationError") throw new VaultError("recipient");
    throw error;
  }
}
