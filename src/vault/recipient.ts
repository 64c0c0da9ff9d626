/**
 * Sealing to whoever is to have something, in age format (https://age-encryption.org/v1): to a public key that they gave us, of any kind
 * that age knows, so that stock `age -d -i` opens it.
 */
import { Encrypter } from "age-encryption";
import { VaultError } from "./error";

type Stream = ReadableStream<Uint8Array>;

/** Throws VaultError `recipient`. */
function sealerTo(key: string): Encrypter {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(key);
  } catch {
    throw new VaultError("recipient");
  }
  return encrypter;
}

/** Whether `key` is an age public key (`age1…`) to which something can be sealed: something is, since a key of low order has the form of one. */
export async function isAgeKey(key: string): Promise<boolean> {
  try {
    await sealerTo(key).encrypt("");
    return true;
  } catch {
    return false;
  }
}

/**
 * What `body` has, sealed to `key` as it is read, with memory for a few chunks of 64 KiB. What goes wrong in `body` breaks off what comes
 * of it, and whoever stops reading that stops `body`. Throws VaultError `recipient` for what is no age public key.
 * @param plain.size of what `body` has, in bytes
 * @returns the same of what is sealed
 */
export async function sealToAgeKey(plain: { readonly size: number; readonly body: Stream }, key: string): Promise<{ size: number; body: Stream }> {
  const body = await sealerTo(key).encrypt(plain.body);
  return { size: body.size(plain.size), body };
}
