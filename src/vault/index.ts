/**
 * Plain bytes in, sealed bytes out.
 *
 * Hides: ciphers, formats, key derivation, where wrapping keys live. The only user of ciphers in the house.
 *
 * Promises: what is sealed opens only with its key and only for the place it was sealed for; whatever was flipped,
 * cut, extended, reordered or swapped is refused as a whole, with one word and no byte of content. `Sealed` is
 * minted here and nowhere else, so a function that demands it cannot be handed plaintext.
 *
 * Does not: decide who may open something; hide lengths; notice that an older sealed version was put back in the
 * same place; keep keys out of a core dump (keys are overwritten after use as well as JavaScript allows). What is
 * sealed to the custody key is bound to no place, since age has no such thing: its identity is its digest.
 */
import { randomBytes } from "node:crypto";
import { encryptToCustody, isSealedToCustody } from "./custody";
import { VaultError } from "./error";
import { SALT_BYTES, type Bytes } from "./format";
import type { KeyHolder } from "./holders/holder";
import { ItemKey as Key } from "./key";
import type { Place } from "./places";
import { Sealed as SealedProof, SealedStream as SealedStreamProof } from "./sealed";
import { openObject, openPieces, sealObject, sealPieces } from "./stream";

export { identitiesIn, newKeeper, openFromKeeper, sealToKeeper } from "./backup";
export { isCustodyRecipient } from "./custody";
export { VaultError, type VaultFault } from "./error";
export type { Bytes } from "./format";
export { awsKmsHolder, type AwsKmsSettings } from "./holders/aws-kms";
export { createKeyFile, fileHolder, KeyFileError, type KeyFileFault } from "./holders/file";
export type { KeyHolder } from "./holders/holder";
export { oneOf } from "./holders/one-of";
export {
  createPassphraseFile, PassphraseError, type PassphraseFault, passphraseHolder, passphraseKey,
} from "./holders/passphrase";
export { vaultTransitHolder, type VaultTransitSettings } from "./holders/vault-transit";
export { newItemKey, wipeKey } from "./key";
export { type Place, type PlaceKind, places } from "./places";
export { isAgeKey, sealToAgeKey } from "./recipient";
export { isHeldBy, openRecord, rewrap, rewrapRecord, sealRecord, unwrapKey } from "./record";
export { openSlip, sealSlip } from "./slip";

export type ItemKey = Key;
export type Sealed = SealedProof;
export type SealedStream = SealedStreamProof;

/** Whether `value` was minted by this module in this process. */
export const isSealed = (value: unknown): value is Sealed => SealedProof.is(value);

/** The result belongs in a column; it opens with `unwrapKey` under the same place and holder. */
export function wrapKey(key: ItemKey, place: Place, holder: KeyHolder): Promise<Bytes> {
  return holder.wrap(key, place);
}

/** Costs 72 bytes and 16 for each 64 KiB. */
export function seal(plain: Uint8Array, place: Place, key: ItemKey): Sealed {
  return new SealedProof(sealObject(plain, place, Key.reveal(key), randomBytes(SALT_BYTES)));
}

/** Throws VaultError: `not-mine` for another key or place, `damaged` for anything else that does not fit. */
export function open(bytes: Uint8Array, place: Place, key: ItemKey): Bytes {
  return openObject(bytes, place, Key.reveal(key));
}

/** As `seal`, with memory for one record. The key may be wiped as soon as this returns. */
export function sealStream(plain: AsyncIterable<Uint8Array>, place: Place, key: ItemKey): SealedStream {
  return new SealedStreamProof(sealPieces(plain, place, Key.reveal(key), randomBytes(SALT_BYTES)));
}

/**
 * As `open`, with memory for one record; the key must live until the first chunk has arrived. Each chunk is
 * authentic when it arrives, but whether the object is whole is known only at the end: a caller who acted on
 * the first chunks must be able to take it back when a later one throws.
 */
export function openStream(sealed: AsyncIterable<Uint8Array>, place: Place, key: ItemKey): AsyncGenerator<Bytes> {
  return openPieces(sealed, place, () => Key.reveal(key));
}

/** Seals in age format so that only the holders of the recipients' private halves can open it. */
export async function sealToCustody(plain: Uint8Array, recipients: readonly string[]): Promise<Sealed> {
  return new SealedProof(await encryptToCustody(plain, recipients));
}

/**
 * What a browser sealed to the custody key, by its form: it is a reviewer's word that it holds what it has to, until another one's
 * browser has opened it. Throws VaultError `damaged` for what is not of that form.
 */
export function sealedElsewhere(bytes: Bytes): Sealed {
  if (!isSealedToCustody(bytes)) throw new VaultError("damaged");
  return new SealedProof(bytes);
}
