/**
 * Checkpoints (https://c2sp.org/tlog-checkpoint): a log's head as a signed note.
 *
 *     <origin>
 *     <size, decimal>
 *     <root, base64>
 *
 * The origin is the name of the key that signs. Extension lines, which nobody can audit, are refused.
 */
import { LedgerError } from "./error";
import { openNote, parseNote, parseVerifierKey, type Signer, strictBase64 } from "./note";
import { type Bytes, frontierRoot, HASH_BYTES } from "./tree";

export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Bytes };

/** What a log stores to grow: how many leaves, and the frontier of its tree (tree.ts), 32 bytes for each subtree. */
export type Head = { readonly size: number; readonly frontier: Uint8Array };

/** Signs the head. A log must never sign two heads that are not prefixes of one another: sign committed heads only. */
export function checkpoint(head: Head, signer: Signer): string {
  const root = Buffer.from(frontierRoot(head.size, head.frontier)).toString("base64");
  return signer.sign(`${signer.name}\n${head.size}\n${root}\n`);
}

function parseBody(text: string): Checkpoint {
  const malformed = new LedgerError("malformed-note");
  const [origin, sizeText, rootText, end, ...more] = text.split("\n");
  if (!origin || sizeText === undefined || rootText === undefined || end !== "" || more.length > 0) throw malformed;
  if (!/^(0|[1-9][0-9]{0,15})$/.test(sizeText)) throw malformed;
  const size = Number(sizeText);
  const root = strictBase64(rootText, malformed);
  if (!Number.isSafeInteger(size) || root.length !== HASH_BYTES) throw malformed;
  return { origin, size, root: new Uint8Array(root) };
}

/** What a checkpoint says, with no signature looked at: for display only. Throws `malformed-note`. */
export function parseCheckpoint(untrustedNote: string): Checkpoint {
  return parseBody(parseNote(untrustedNote).text);
}

/**
 * What a checkpoint says, when the log with `verifierKey` signed it. Throws `malformed-key`, `malformed-note`, `unsigned`
 * (by other keys only) or `forged`.
 */
export function verifyCheckpoint(untrustedNote: string, verifierKey: string): Checkpoint {
  const key = parseVerifierKey(verifierKey);
  const found = parseBody(openNote(untrustedNote, key));
  if (found.origin !== key.name) throw new LedgerError("forged");
  return found;
}
