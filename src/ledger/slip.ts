/**
 * A slip: one entry and its proof as a few lines of text, for whoever wants to show later, without the log, that it was recorded.
 *
 *     slip/1
 *     <the entry's index, decimal>
 *     <its salt, base64>
 *     <its bytes, base64>
 *     <a hash of its proof, base64>   as many as there are, from the leaf upwards
 *     (empty line)
 *     <the checkpoint, a signed note>
 */
import { verifyCheckpoint } from "./checkpoint";
import { commit, SALT_BYTES } from "./commitment";
import { LedgerError } from "./error";
import { strictBase64 } from "./note";
import { type Bytes, isIncluded, leafHash } from "./tree";

export type Slip = { readonly index: number; readonly salt: Uint8Array; readonly body: Uint8Array; readonly proof: readonly Uint8Array[]; readonly note: string };

const FIRST = "slip/1";
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

export const writeSlip = ({ index, salt, body, proof, note }: Slip): string =>
  [FIRST, String(index), ...[salt, body, ...proof].map(base64), "", note].join("\n");

/**
 * The entry that a slip tells, when the log with `verifierKey` signed a tree that has it. Throws `malformed-key`, `malformed-note`,
 * `unsigned` or `forged`.
 */
export function verifySlip(untrusted: string, verifierKey: string): { readonly index: number; readonly size: number; readonly body: Bytes } {
  const malformed = new LedgerError("malformed-note");
  const cut = untrusted.indexOf("\n\n");
  const [first, indexText = "", saltText = "", bodyText = "", ...proofTexts] = untrusted.slice(0, Math.max(cut, 0)).split("\n");
  if (first !== FIRST || !/^(0|[1-9][0-9]{0,14})$/.test(indexText)) throw malformed;
  const [salt, body] = [strictBase64(saltText, malformed), strictBase64(bodyText, malformed)];
  if (salt.length !== SALT_BYTES) throw malformed;
  const proof = proofTexts.map((text) => strictBase64(text, malformed));
  const { size, root } = verifyCheckpoint(untrusted.slice(cut + 2), verifierKey);
  const index = Number(indexText);
  if (!isIncluded(leafHash(commit(salt, body)), index, size, proof, root)) throw new LedgerError("forged");
  return { index, size, body: new Uint8Array(body) };
}
