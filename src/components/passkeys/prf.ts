"use client";
import { base64URLStringToBuffer, bufferToBase64URLString } from "@simplewebauthn/browser";
import { Refusing } from "~/trpc/client";

/**
 * Keys that a passkey makes (WebAuthn level 3, 10.1.4, PRF): the same salt gives the same 32 bytes, from that passkey
 * and on this site only. Nothing of this goes to the server, whose say is not needed: the challenge is chance, and
 * nobody checks the signature.
 */
type Bytes = Uint8Array<ArrayBuffer>;
type Results = { readonly prf?: { readonly results?: { readonly first?: ArrayBuffer } } };
/** A passkey that may answer, and what is put to it. */
type Salted = { readonly credential: Bytes; readonly salt: Bytes };

/** The id under which an authenticator knows a passkey, of how the server writes it. */
export const credentialOf = (credentialId: string): Bytes => new Uint8Array(base64URLStringToBuffer(credentialId));

const written = (credential: Bytes): string => bufferToBase64URLString(credential.slice().buffer);

/**
 * Ask the reader for one of these passkeys and have it make the key for its own salt.
 * @returns which of them it was, and the 32 bytes; null where that passkey cannot make keys
 * @throws Refusing `passkey-not-used` where the reader does not want to, or none of these is here
 */
export async function evaluatePrf<P extends Salted>(passkeys: readonly P[]): Promise<{ readonly passkey: P; readonly output: Bytes } | null> {
  const publicKey = {
    challenge: crypto.getRandomValues(new Uint8Array(32)),
    rpId: window.location.hostname,
    userVerification: "required" as const,
    allowCredentials: passkeys.map(({ credential }) => ({ id: credential, type: "public-key" as const })),
    extensions: { prf: { evalByCredential: Object.fromEntries(passkeys.map(({ credential, salt }) => [written(credential), { first: salt }])) } },
  };
  let answer: Credential | null;
  try {
    answer = await navigator.credentials.get({ publicKey });
  } catch (error) {
    if (error instanceof DOMException) throw new Refusing({ code: "passkey-not-used", details: {} });
    throw error;
  }
  if (!(answer instanceof PublicKeyCredential)) return null;
  const id = bufferToBase64URLString(answer.rawId);
  const { prf } = answer.getClientExtensionResults() as Results;
  const [passkey, first] = [passkeys.find(({ credential }) => written(credential) === id), prf?.results?.first];
  return passkey && first ? { passkey, output: new Uint8Array(first) } : null;
}
