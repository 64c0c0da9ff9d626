"use client";
import { base64URLStringToBuffer, bufferToBase64URLString } from "@simplewebauthn/browser";

/**
 * Keys that a passkey makes (WebAuthn level 3, 10.1.4, PRF): the same salt gives the same 32 bytes, from that passkey
 * and on this site only. Nothing of this goes to the server, whose say is not needed: the challenge is chance, and
 * nobody checks the signature.
 */
type Evaluated = { readonly credentialId: string; readonly output: Uint8Array<ArrayBuffer> };
type Results = { readonly prf?: { readonly results?: { readonly first?: ArrayBuffer } } };

/**
 * Ask the reader for a passkey and have it make the key for `salt`.
 * @param credentialIds the passkeys that may answer, as base64url; any of this site where none are named
 * @returns which passkey it was, and the 32 bytes; null where that passkey cannot make keys
 * @throws DOMException `NotAllowedError` where the reader does not want to
 */
export async function evaluatePrf(salt: Uint8Array<ArrayBuffer>, credentialIds: readonly string[] = []): Promise<Evaluated | null> {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      rpId: window.location.hostname,
      userVerification: "required",
      allowCredentials: credentialIds.map((id) => ({ id: base64URLStringToBuffer(id), type: "public-key" as const })),
      extensions: { prf: { eval: { first: salt } } },
    },
  });
  if (!(credential instanceof PublicKeyCredential)) return null;
  const { prf } = credential.getClientExtensionResults() as Results;
  const first = prf?.results?.first;
  return first ? { credentialId: bufferToBase64URLString(credential.rawId), output: new Uint8Array(first) } : null;
}
