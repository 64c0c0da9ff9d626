/**
 * Signed notes (https://c2sp.org/signed-note) with Ed25519 keys, and the keys' text forms.
 *
 *     text, ending in a newline
 *     (empty line)
 *     — <key name> <base64 of key id (4 bytes) ‖ signature>
 *
 *     key id = SHA-256(key name ‖ "\n" ‖ 0x01 ‖ public key), its first 4 bytes
 */
import { createPrivateKey, createPublicKey, hash, type KeyObject, randomBytes, sign, verify } from "node:crypto";
import { LedgerError } from "./error";
import { readKeyLine, SigningKeyFileError, writeKeyLine } from "./keyfile";

/** What a key is for, as its text and its id have it: to sign a note, or to countersign one with the time (cosignature.ts). */
const ED25519 = 1;
export const ED25519_COSIGNATURE = 4;
const ID_BYTES = 4;
const SIGNATURE_BYTES = 64;
const MAX_SIGNATURES = 100;
const MAX_NOTE_CHARACTERS = 1_000_000;

// White space and plus would make a line ambiguous; \s lacks one Unicode space, U+0085, which is a control character.
const keyName = /^[^\s+\p{Cc}\p{Surrogate}]{1,200}$/u;
// What a note may not hold: ASCII control characters other than the newline, and what has no UTF-8.
const unfit = /[^\P{Cc}\n\u007f-\u009f]|\p{Surrogate}/u;

export type VerifierKey = { readonly name: string; readonly id: Buffer; readonly key: KeyObject };

/** A log's own key. `verifierKey` is what auditors and witnesses are given: `<name>+<id>+<base64>`. */
export interface Signer {
  readonly name: string;
  readonly verifierKey: string;
  sign(text: string): string;
}

export type Note = { readonly text: string; readonly signatures: readonly { name: string; id: Buffer; signature: Buffer }[] };

/** Throws `malformed-note` for base64 that its own decoding would not be written as: one value, one spelling. */
export function strictBase64(text: string, otherwise: LedgerError): Buffer {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length === 0 || bytes.toString("base64") !== text) throw otherwise;
  return bytes;
}

const idOf = (name: string, typed: Uint8Array): Buffer =>
  hash("sha256", Buffer.concat([Buffer.from(`${name}\n`), typed]), "buffer").subarray(0, ID_BYTES);

const publicFrom = (raw: Uint8Array): KeyObject =>
  createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(raw).toString("base64url") },
    format: "jwk",
  });

/** DER of a PKCS #8 Ed25519 key up to the seed (RFC 8410 §7). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

function typedKey(text: string, use: number = ED25519): Buffer {
  const typed = strictBase64(text, new LedgerError("malformed-key"));
  if (typed.length !== 33 || typed[0] !== use) throw new LedgerError("malformed-key");
  return typed;
}

/** Reads `<name>+<id in hex>+<base64 of what it is for ‖ public key>`; throws `malformed-key`. */
export function parseVerifierKey(text: string, use: number = ED25519): VerifierKey {
  const [name, idText, keyText] = splitKey(text);
  if (name === undefined || idText === undefined || keyText === undefined) throw new LedgerError("malformed-key");
  const typed = typedKey(keyText, use);
  const id = idOf(name, typed);
  if (!keyName.test(name) || id.toString("hex") !== idText) throw new LedgerError("malformed-key");
  return { name, id, key: publicFrom(typed.subarray(1)) };
}

/** At the first two pluses only: base64 has pluses too, names have none. */
function splitKey(text: string): string[] {
  const first = text.indexOf("+");
  const second = text.indexOf("+", first + 1);
  return first < 0 || second < 0 ? [] : [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
}

/** `seed`: the 32 secret bytes of RFC 8032 §5.1.5. */
export function signerFrom(name: string, seed: Uint8Array): Signer {
  if (!keyName.test(name) || seed.length !== 32) throw new LedgerError("malformed-key");
  const der = Buffer.concat([pkcs8, seed]);
  const secret = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  der.fill(0);
  const x = createPublicKey(secret).export({ format: "jwk" }).x ?? "";
  const typed = Buffer.concat([Buffer.of(ED25519), Buffer.from(x, "base64url")]);
  const id = idOf(name, typed);
  return {
    name,
    verifierKey: `${name}+${id.toString("hex")}+${typed.toString("base64")}`,
    sign(text) {
      if (!text.endsWith("\n") || unfit.test(text)) throw new LedgerError("malformed-note");
      const signature = sign(null, Buffer.from(text), secret);
      return `${text}\n— ${name} ${Buffer.concat([id, signature]).toString("base64")}\n`;
    },
  };
}

/** The note's parts, with nothing verified. Throws `malformed-note`. */
export function parseNote(untrustedNote: string): Note {
  const malformed = new LedgerError("malformed-note");
  if (untrustedNote.length > MAX_NOTE_CHARACTERS || unfit.test(untrustedNote)) throw malformed;
  const cut = untrustedNote.lastIndexOf("\n\n");
  if (cut < 0 || !untrustedNote.endsWith("\n")) throw malformed;
  const lines = untrustedNote.slice(cut + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw malformed;
  const signatures = lines.map((line) => {
    const [dash, name, encoded, ...more] = line.split(" ");
    if (dash !== "—" || name === undefined || encoded === undefined || more.length > 0 || !keyName.test(name)) {
      throw malformed;
    }
    const bytes = strictBase64(encoded, malformed);
    if (bytes.length <= ID_BYTES) throw malformed;
    return { name, id: bytes.subarray(0, ID_BYTES), signature: bytes.subarray(ID_BYTES) };
  });
  return { text: untrustedNote.slice(0, cut + 1), signatures };
}

/**
 * The text of a note that `by` signed. Signatures of other keys are ignored, as the specification demands; one that
 * claims to be by this key and does not verify condemns the note (`forged`), none at all leaves it `unsigned`.
 */
export function openNote(untrustedNote: string, by: VerifierKey): string {
  const { text, signatures } = parseNote(untrustedNote);
  const ours = signatures.filter((s) => s.name === by.name && s.id.equals(by.id));
  if (ours.length === 0) throw new LedgerError("unsigned");
  for (const { signature } of ours) {
    if (signature.length !== SIGNATURE_BYTES || !verify(null, Buffer.from(text), by.key, signature)) {
      throw new LedgerError("forged");
    }
  }
  return text;
}

/**
 * Makes a signing key for the log called `name`, a URL without its scheme by custom (`example.org/ledger`): not empty,
 * no white space, no plus. Throws SigningKeyFileError `exists` rather than replace one, which would end the log.
 */
export async function createSigningKeyFile(path: string, name: string): Promise<void> {
  const seed = randomBytes(32);
  const { verifierKey } = signerFrom(name, seed);
  const id = verifierKey.slice(name.length + 1, name.length + 1 + 2 * ID_BYTES);
  const typed = Buffer.concat([Buffer.of(ED25519), seed]);
  await writeKeyLine(path, `PRIVATE+KEY+${name}+${id}+${typed.toString("base64")}`);
  seed.fill(0);
  typed.fill(0);
}

/** Throws SigningKeyFileError with a sentence for the operator. */
export async function loadSigner(path: string): Promise<Signer> {
  const line = await readKeyLine(path);
  const start = "PRIVATE+KEY+";
  const [name, id, typedText] = line.startsWith(start) ? splitKey(line.slice(start.length)) : [];
  try {
    if (name === undefined || id === undefined || typedText === undefined) throw new LedgerError("malformed-key");
    const typed = typedKey(typedText);
    const signer = signerFrom(name, typed.subarray(1));
    typed.fill(0);
    if (!signer.verifierKey.startsWith(`${name}+${id}+`)) throw new LedgerError("malformed-key");
    return signer;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new SigningKeyFileError("malformed", `${path} does not hold a signing key`);
  }
}
