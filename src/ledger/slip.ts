/**
 * A slip: one entry and its proof as a few lines of text, for whoever wants to show later, without the log, that it was recorded.
 *
 *     slip/1
 *     <the entry's index, decimal>
 *     <its salt, base64>
 *     <its bytes, base64>
 *     <a hash of its proof, base64>   as many as there are, from the leaf upwards
 *     (empty line)
 *     <the checkpoint, a signed note>
 *
 * It is written sealed: to whoever finds it without the file that it is about it says nothing, not even whose log it is or how long that is.
 * The file's digest, which stands on it nowhere, is what opens it; to guess that is to guess the file.
 *
 *     slip/2
 *     base64(16 bytes of chance ‖ AES-256-GCM of the padded, deflated slip/1 ‖ its tag), 64 characters in a line
 *
 *     key ‖ nonce = HKDF-SHA-256(the file's SHA-256, salt: the 16 bytes of chance, "vouchsafe slip/2")
 *     padded: its length, 4 bytes ‖ it ‖ zeros
 *
 * What was written open, by an earlier version, holds as before.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { verifyCheckpoint } from "./checkpoint";
import { commit, SALT_BYTES } from "./commitment";
import { LedgerError } from "./error";
import { strictBase64 } from "./note";
import { type Bytes, isIncluded, leafHash } from "./tree";

export type Slip = { readonly index: number; readonly salt: Uint8Array; readonly body: Uint8Array; readonly proof: readonly Uint8Array[]; readonly note: string };

const OPEN = "slip/1";
const SEALED = "slip/2";
const CHANCE_BYTES = 16;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** More than the slip of a log of a million entries takes, so that its length does not tell how many there are; beyond it in steps. */
const LEAST_BYTES = 1536;
const STEP_BYTES = 256;
const MOST_BYTES = 64 * 1024;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

const written = ({ index, salt, body, proof, note }: Slip): string =>
  [OPEN, String(index), ...[salt, body, ...proof].map(base64), "", note].join("\n");

/** What opens a slip, from the SHA-256 of the file that it is about, hexadecimal. */
function keyFrom(fileDigest: string, chance: Uint8Array) {
  const digest = Buffer.from(fileDigest, "hex");
  if (digest.length !== 32) throw new RangeError("A SHA-256 digest has 32 bytes.");
  const derived = Buffer.from(hkdfSync("sha256", digest, chance, "vouchsafe slip/2", KEY_BYTES + NONCE_BYTES));
  return { key: derived.subarray(0, KEY_BYTES), nonce: derived.subarray(KEY_BYTES) };
}

function padded(bytes: Uint8Array): Buffer {
  const length = Math.max(LEAST_BYTES, Math.ceil((bytes.length + 4) / STEP_BYTES) * STEP_BYTES);
  const all = Buffer.alloc(length);
  all.writeUInt32BE(bytes.length, 0);
  all.set(bytes, 4);
  return all;
}

/** @param fileDigest SHA-256 of the file that the entry is about, hexadecimal: without it nobody reads the slip */
export function writeSlip(slip: Slip, fileDigest: string): string {
  const chance = randomBytes(CHANCE_BYTES);
  const { key, nonce } = keyFrom(fileDigest, chance);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([chance, cipher.update(padded(deflateRawSync(written(slip)))), cipher.final(), cipher.getAuthTag()]);
  return [SEALED, ...base64(sealed).match(/.{1,64}/g)!, ""].join("\n");
}

/** What is sealed in a slip. Throws `malformed-note`, or `not-opened` for that of another file and one that is not as it was written. */
function opened(lines: readonly string[], fileDigest: string): string {
  const sealed = strictBase64(lines.join(""), new LedgerError("malformed-note"));
  if (sealed.length < CHANCE_BYTES + LEAST_BYTES + TAG_BYTES || sealed.length > MOST_BYTES) throw new LedgerError("malformed-note");
  const { key, nonce } = keyFrom(fileDigest, sealed.subarray(0, CHANCE_BYTES));
  const decipher = createDecipheriv("aes-256-gcm", key, nonce).setAuthTag(sealed.subarray(-TAG_BYTES));
  const all = decipher.update(sealed.subarray(CHANCE_BYTES, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    throw new LedgerError("not-opened");
  }
  try {
    return inflateRawSync(all.subarray(4, 4 + all.readUInt32BE(0)), { maxOutputLength: MOST_BYTES }).toString();
  } catch {
    // Sealed by somebody who has the file, and not as slips are written.
    throw new LedgerError("malformed-note");
  }
}

/**
 * The entry that a slip tells, when the log with `verifierKey` signed a tree that has it. That the entry is about this file is for whoever
 * reads its bytes to see. Throws `malformed-key`, `malformed-note`, `not-opened`, `unsigned` or `forged`.
 * @param fileDigest SHA-256 of the file that it is said to be about, hexadecimal
 */
export function verifySlip(untrusted: string, verifierKey: string, fileDigest: string): { readonly index: number; readonly size: number; readonly body: Bytes } {
  const [first, ...lines] = untrusted.split("\n");
  return entryOf(first === SEALED ? opened(lines, fileDigest) : untrusted, verifierKey);
}

function entryOf(untrusted: string, verifierKey: string): { readonly index: number; readonly size: number; readonly body: Bytes } {
  const malformed = new LedgerError("malformed-note");
  const cut = untrusted.indexOf("\n\n");
  const [first, indexText = "", saltText = "", bodyText = "", ...proofTexts] = untrusted.slice(0, Math.max(cut, 0)).split("\n");
  if (first !== OPEN || !/^(0|[1-9][0-9]{0,14})$/.test(indexText)) throw malformed;
  const [salt, body] = [strictBase64(saltText, malformed), strictBase64(bodyText, malformed)];
  if (salt.length !== SALT_BYTES) throw malformed;
  const proof = proofTexts.map((text) => strictBase64(text, malformed));
  const { size, root } = verifyCheckpoint(untrusted.slice(cut + 2), verifierKey);
  const index = Number(indexText);
  if (!isIncluded(leafHash(commit(salt, body)), index, size, proof, root)) throw new LedgerError("forged");
  return { index, size, body: new Uint8Array(body) };
}
