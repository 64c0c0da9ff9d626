/**
 * The private half of an age X25519 key: 32 bytes, which age writes as bech32 (BIP 173) under `AGE-SECRET-KEY-`.
 * Here it is bytes throughout, since those are what is wrapped, sealed and split.
 */
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { regroup } from "./bits";
import type { Bytes } from "./bytes";

export const SECRET_BYTES = 32;
const PREFIX = "age-secret-key-";
const CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const;

function polymod(values: readonly number[]): number {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    GENERATORS.forEach((generator, bit) => {
      if ((top >>> bit) & 1) check ^= generator;
    });
  }
  return check;
}

const expanded = Array.from(PREFIX).flatMap((c) => c.charCodeAt(0) >> 5).concat(0, Array.from(PREFIX).map((c) => c.charCodeAt(0) & 31));

/** As stock age reads it: `AGE-SECRET-KEY-1…` */
export function identityOf(secret: Uint8Array): string {
  if (secret.length !== SECRET_BYTES) throw new TypeError("a private half is 32 bytes");
  const data = regroup(secret, 8, 5, true) ?? [];
  const check = polymod([...expanded, ...data, 0, 0, 0, 0, 0, 0]) ^ 1;
  const checksum = [25, 20, 15, 10, 5, 0].map((shift) => (check >>> shift) & 31);
  return `${PREFIX}1${[...data, ...checksum].map((value) => CHARSET[value]).join("")}`.toUpperCase();
}

/** The bytes of an identity, or null where it is none. */
export function secretOf(identity: string): Bytes | null {
  const text = identity.toLowerCase();
  if (!text.startsWith(`${PREFIX}1`) || (identity !== text && identity !== identity.toUpperCase())) return null;
  const values = Array.from(text.slice(PREFIX.length + 1)).map((c) => CHARSET.indexOf(c));
  if (values.includes(-1) || polymod([...expanded, ...values]) !== 1) return null;
  const bytes = regroup(values.slice(0, -6), 5, 8, false);
  return bytes?.length === SECRET_BYTES ? new Uint8Array(bytes) : null;
}

/** The public half, `age1…` */
export const recipientOf = (secret: Uint8Array): Promise<string> => identityToRecipient(identityOf(secret));

/** A new private half, from the system's randomness. */
export async function newSecret(): Promise<Bytes> {
  const secret = secretOf(await generateX25519Identity());
  if (!secret) throw new Error("age made an identity that is none.");
  return secret;
}
