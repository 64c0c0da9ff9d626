/**
 * A documenter's slip (`ledger/slip.ts`), sealed so that to whoever finds it without the file that it is about it says nothing, not even
 * whose ledger it is of or how long that is. The file's digest, which stands on it nowhere, is what opens it; to guess that is to guess the file.
 *
 *     slip/2
 *     base64(16 bytes of chance ‖ AES-256-GCM of the padded, deflated slip ‖ its tag), 64 characters in a line
 *
 *     key ‖ nonce = HKDF-SHA-256(the file's SHA-256, salt: the 16 bytes of chance, "vouchsafe slip/2")
 *     padded: its length, 4 bytes ‖ it ‖ zeros
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { VaultError } from "./error";

const SEALED = "slip/2\n";
const CHANCE_BYTES = 16;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** More than the slip of a ledger of a million entries takes, so that its length does not tell how many there are; beyond it in steps. */
const LEAST_BYTES = 1536;
const STEP_BYTES = 256;
const MOST_BYTES = 64 * 1024;

function keyFrom(fileDigest: string, chance: Uint8Array) {
  const digest = Buffer.from(fileDigest, "hex");
  if (digest.length !== 32) throw new RangeError("A SHA-256 digest has 32 bytes.");
  const derived = Buffer.from(hkdfSync("sha256", digest, chance, "vouchsafe slip/2", KEY_BYTES + NONCE_BYTES));
  return { key: derived.subarray(0, KEY_BYTES), nonce: derived.subarray(KEY_BYTES) };
}

function padded(bytes: Uint8Array): Buffer {
  const all = Buffer.alloc(Math.max(LEAST_BYTES, Math.ceil((bytes.length + 4) / STEP_BYTES) * STEP_BYTES));
  all.writeUInt32BE(bytes.length, 0);
  all.set(bytes, 4);
  return all;
}

/** @param fileDigest SHA-256 of the file that the slip is about, hexadecimal: without it nobody reads the slip */
export function sealSlip(slip: string, fileDigest: string): string {
  const chance = randomBytes(CHANCE_BYTES);
  const { key, nonce } = keyFrom(fileDigest, chance);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([chance, cipher.update(padded(deflateRawSync(slip))), cipher.final(), cipher.getAuthTag()]);
  return `${SEALED}${sealed.toString("base64").match(/.{1,64}/g)!.join("\n")}\n`;
}

/**
 * The slip that is sealed in this text; a text that was never sealed, as those of an earlier version, is returned as it is. Throws VaultError:
 * `not-mine` for the slip of another file and for one that is not as it was written, which nobody can tell apart; `damaged` for what is none.
 */
export function openSlip(untrusted: string, fileDigest: string): string {
  if (!untrusted.startsWith(SEALED)) return untrusted;
  const text = untrusted.slice(SEALED.length).replaceAll("\n", "");
  const sealed = Buffer.from(text, "base64");
  if (sealed.toString("base64") !== text || sealed.length < CHANCE_BYTES + LEAST_BYTES + TAG_BYTES || sealed.length > MOST_BYTES) throw new VaultError("damaged");
  const { key, nonce } = keyFrom(fileDigest, sealed.subarray(0, CHANCE_BYTES));
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES }).setAuthTag(sealed.subarray(-TAG_BYTES));
  const all = decipher.update(sealed.subarray(CHANCE_BYTES, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    throw new VaultError("not-mine");
  }
  try {
    return inflateRawSync(all.subarray(4, 4 + all.readUInt32BE(0)), { maxOutputLength: MOST_BYTES }).toString();
  } catch {
    // Sealed by somebody who has the file, and not as slips are.
    throw new VaultError("damaged");
  }
}
