/**
 * The custody key file: an age identity file, as `age-keygen` writes it, encrypted under a passphrase with age's
 * scrypt recipient and armoured, so that stock `age -d -i` takes it as it is and it can be printed on paper.
 *
 * The private half is a local of these two functions. Neither returns it: what they return is the encrypted file or
 * the public recipient.
 */
import { Decrypter, Encrypter, armor, generateX25519Identity, identityToRecipient } from "age-encryption";

/** age's own default: 256 MiB and about two seconds on a laptop for every guess. */
const SCRYPT_LOG_N = 18;

/** Far above any armoured identity file; keeps a wrongly chosen film out of memory. */
export const MAX_KEY_FILE_BYTES = 64 * 1024;

const privateHalf = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/m;

export type KeyFile = {
  /** ASCII armour. */
  readonly file: string;
  /** `age1…` */
  readonly recipient: string;
};

/** Make a new key. @param at goes into the file as a comment, as age-keygen does. */
export async function makeKeyFile(passphrase: string, at: Date): Promise<KeyFile> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(SCRYPT_LOG_N);
  const text = `# created: ${at.toISOString()}\n# public key: ${recipient}\n${identity}\n`;
  return { file: armor.encode(await encrypter.encrypt(text)), recipient };
}

/** What a file turned out to be when it was opened with a passphrase. */
export type Opened =
  | { readonly ok: true; readonly recipient: string }
  | { readonly ok: false; readonly why: "not-a-key-file" | "wrong-passphrase" };

const isAge = (bytes: Uint8Array): boolean =>
  new TextDecoder().decode(bytes.subarray(0, 22)).startsWith("age-encryption.org/v1");

/** The binary form of an age file that may be armoured, or null where it is no age file. */
function unarmoured(bytes: Uint8Array): Uint8Array | null {
  if (bytes.byteLength > MAX_KEY_FILE_BYTES) return null;
  if (isAge(bytes)) return bytes;
  try {
    const binary = armor.decode(new TextDecoder().decode(bytes));
    return isAge(binary) ? binary : null;
  } catch {
    // armor.decode's only way to say that this is not armour.
    return null;
  }
}

/** Open a key file, armoured or binary, and say which recipient it belongs to. */
export async function openKeyFile(bytes: Uint8Array, passphrase: string): Promise<Opened> {
  const binary = unarmoured(bytes);
  if (binary === null) return { ok: false, why: "not-a-key-file" };
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  let text: string;
  try {
    text = await decrypter.decrypt(binary, "text");
  } catch {
    // A wrong passphrase and a damaged file are not told apart by age, by design.
    return { ok: false, why: "wrong-passphrase" };
  }
  const identity = privateHalf.exec(text)?.[0];
  if (!identity) return { ok: false, why: "not-a-key-file" };
  return { ok: true, recipient: await identityToRecipient(identity) };
}
