/**
 * The bytes in front of everything this folder writes, except age files, whose format is age's own.
 *
 *     prefix   8   "VOUCHS", one letter for the kind of envelope, the version (1)
 *     object       prefix O · salt 32 · check 32 · records                          (stream.ts)
 *     key          prefix K · holder 8 · salt 32 · ciphertext 32 · tag 16           (wrapping.ts)
 *     record       prefix R · length of the wrapped key 2 · wrapped key · object    (record.ts)
 *
 * Integers are big-endian. Nothing here is secret; all of it is authenticated.
 */
import { VaultError } from "./error";

export type Bytes = Uint8Array<ArrayBuffer>;
type Envelope = "object" | "key" | "record";

const letters = { object: "O", key: "K", record: "R" } as const;
const MAGIC = "VOUCHS";
const VERSION = 1;
export const PREFIX_BYTES = 8;
export const SALT_BYTES = 32;
export const TAG_BYTES = 16;

export function prefix(envelope: Envelope): Bytes {
  const bytes = new Uint8Array(PREFIX_BYTES);
  bytes.set(new TextEncoder().encode(MAGIC + letters[envelope]));
  bytes[PREFIX_BYTES - 1] = VERSION;
  return bytes;
}

/** Throws `damaged` unless `bytes` begins as `envelope` does, `unsupported` when only its version is another. */
export function expectPrefix(bytes: Uint8Array, envelope: Envelope): void {
  const expected = prefix(envelope);
  if (bytes.length < PREFIX_BYTES) throw new VaultError("damaged");
  for (let i = 0; i < PREFIX_BYTES - 1; i++) if (bytes[i] !== expected[i]) throw new VaultError("damaged");
  if (bytes[PREFIX_BYTES - 1] !== VERSION) throw new VaultError("unsupported");
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
