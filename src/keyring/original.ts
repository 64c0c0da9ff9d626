/** Opening what was sealed to the custody key. */
import { Decrypter } from "age-encryption";
import { concat, hex, sha256, type Bytes } from "./bytes";
import { identityOf } from "./identity";

type OpenedOriginal =
  /** `same`: its SHA-256 is the one under which it was received. */
  | { readonly ok: true; readonly bytes: Bytes; readonly digest: string; readonly same: boolean }
  | { readonly ok: false; readonly why: "not-ours" };

/** @param secret the custody key's private half @returns null where it is sealed to another key, or damaged */
export async function openSealed(locked: Uint8Array, secret: Uint8Array): Promise<Bytes | null> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identityOf(secret));
  try {
    return concat(await decrypter.decrypt(locked));
  } catch (error) {
    // Want of memory says nothing of what is sealed. Everything else is age's only way to say either.
    if (error instanceof RangeError) throw error;
    return null;
  }
}

/**
 * @param secret the custody key's private half
 * @param digest SHA-256 in hex, of the bytes as they were received
 */
export async function openOriginal(locked: Uint8Array, secret: Uint8Array, digest: string): Promise<OpenedOriginal> {
  const bytes = await openSealed(locked, secret);
  if (!bytes) return { ok: false, why: "not-ours" };
  const found = hex(await sha256(bytes));
  return { ok: true, bytes, digest: found, same: found === digest };
}
