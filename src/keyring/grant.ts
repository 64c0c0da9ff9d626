/**
 * A grant: the custody key sealed to one reviewer's key by somebody who holds it, in age format.
 *
 * Its tag is made with the custody key itself and names to whom it went. The server cannot make one, so a reviewer
 * who gives the next custody key to the others can tell whom the holders let in from whom the server names.
 */
import { Decrypter, Encrypter } from "age-encryption";
import { concat, hkdf, utf8, type Bytes } from "./bytes";
import { identityOf, recipientOf, SECRET_BYTES } from "./identity";

export type GrantPlace = {
  /** The custody key's public half. */
  readonly custody: string;
  /** The public half of the reviewer's key. */
  readonly holder: string;
  /** Whose key that is: the member's id. */
  readonly member: string;
};
export type Grant = { readonly sealed: Bytes; readonly tag: Bytes };

const authority = async (secret: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", await hkdf(secret, "vouchsafe/grant/v1"), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign", "verify",
  ]);

const stated = ({ custody, holder, member }: GrantPlace): Bytes => utf8(`${custody}\0${holder}\0${member}`);

/** @param secret the custody key's private half */
export async function makeGrant(secret: Bytes, place: GrantPlace): Promise<Grant> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(place.holder);
  const sealed = concat(await encrypter.encrypt(secret));
  return { sealed, tag: new Uint8Array(await crypto.subtle.sign("HMAC", await authority(secret), stated(place))) };
}

/** Whether somebody who holds the custody key let this reviewer's key in. */
export const isGranted = async (secret: Bytes, place: GrantPlace, tag: Bytes): Promise<boolean> =>
  crypto.subtle.verify("HMAC", await authority(secret), tag, stated(place));

/** @returns the custody key's private half, or null where this does not hold the one that `place` names */
export async function openGrant({ sealed, tag }: Grant, place: GrantPlace, holder: Bytes): Promise<Bytes | null> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identityOf(holder));
  let secret: Bytes;
  try {
    secret = concat(await decrypter.decrypt(sealed));
  } catch {
    // age's only way to say that it is for somebody else, or damaged.
    return null;
  }
  if (secret.length !== SECRET_BYTES || (await recipientOf(secret)) !== place.custody) return null;
  return (await isGranted(secret, place, tag)) ? secret : null;
}
