/**
 * Cosignatures (https://c2sp.org/tlog-cosignature, cosignature/v1 with Ed25519): a witness has seen that a checkpoint
 * continues all those that it saw before, and says so with the time.
 *
 *     — <witness's name> base64(key id ‖ seconds since 1970, 8 bytes ‖ signature)
 *
 *     signed: "cosignature/v1\ntime <seconds>\n" ‖ the checkpoint's text
 *
 * A witness's key has a type of its own, so that what it countersigns is never taken for a note that it signed.
 */
import { verify } from "node:crypto";
import { type Checkpoint, verifyCheckpoint } from "./checkpoint";
import { LedgerError } from "./error";
import { ED25519_COSIGNATURE, parseNote, parseVerifierKey } from "./note";

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;
/** The last second of the year 9999: beyond it nothing can be written as a date. */
const LAST_SECOND = 253_402_300_799n;

export type Cosigned = {
  readonly checkpoint: Checkpoint;
  /** The checkpoint as the log signed it, and the one line that the witness added. */
  readonly note: string;
  readonly line: string;
  /** When, as the witness says. */
  readonly at: Date;
};

/** The name in a witness's key. Throws `malformed-key`. */
export const witnessName = (witnessKey: string): string => parseVerifierKey(witnessKey, ED25519_COSIGNATURE).name;

/**
 * A checkpoint with exactly two signatures: the log's, and below it the witness's. Throws `malformed-key`, `malformed-note`,
 * `unsigned` (by one of the two) or `forged`.
 */
export function openCosigned(untrustedNote: string, logKey: string, witnessKey: string): Cosigned {
  const checkpoint = verifyCheckpoint(untrustedNote, logKey);
  const witness = parseVerifierKey(witnessKey, ED25519_COSIGNATURE);
  const { text, signatures } = parseNote(untrustedNote);
  const last = signatures[1];
  if (signatures.length !== 2 || !last || last.name !== witness.name || !last.id.equals(witness.id)) throw new LedgerError("unsigned");
  if (last.signature.length !== TIME_BYTES + SIGNATURE_BYTES) throw new LedgerError("forged");
  const seconds = last.signature.readBigUInt64BE(0);
  const signed = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
  if (seconds > LAST_SECOND || !verify(null, signed, witness.key, last.signature.subarray(TIME_BYTES))) throw new LedgerError("forged");
  const cut = untrustedNote.lastIndexOf("\n— ") + 1;
  return { checkpoint, note: untrustedNote.slice(0, cut), line: untrustedNote.slice(cut), at: new Date(Number(seconds) * 1000) };
}
