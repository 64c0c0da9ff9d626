/**
 * A digest for which the log's own key vouches, as a signed note:
 *
 *     <key name>/<of what>
 *     <SHA-256, hexadecimal>
 *
 * A checkpoint's first line is the bare name of its key: neither can be taken for the other.
 */
import { LedgerError } from "./error";
import { openNote, parseVerifierKey, type Signer } from "./note";

const text = (name: string, of: string, digest: string): string => `${name}/${of}\n${digest}\n`;

/** What the key vouches for besides checkpoints. */
export type Attested = "backup" | "dossier";

/** @param digest of what is vouched for, in hexadecimal */
export const attest = (of: Attested, digest: string, signer: Signer): string => signer.sign(text(signer.name, of, digest));

/** Throws `malformed-key`, `malformed-note`, `unsigned` (by other keys only) or `forged`, also for what vouches for something else. */
export function verifyAttestation(untrustedNote: string, of: Attested, digest: string, verifierKey: string): void {
  const key = parseVerifierKey(verifierKey);
  if (openNote(untrustedNote, key) !== text(key.name, of, digest)) throw new LedgerError("forged");
}
