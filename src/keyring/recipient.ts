import { Encrypter } from "age-encryption";
import type { Bytes } from "./bytes";

/**
 * Some bytes for whoever is to have them, in age format (https://age-encryption.org/v1), so that stock `age -d -i` opens them.
 * @param key an age public key (`age1…`) that they gave; the server has asked whether it is one
 * @throws Error for what is none
 */
export async function sealTo(key: string, bytes: Bytes): Promise<Bytes> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(key);
  return new Uint8Array(await encrypter.encrypt(bytes));
}
