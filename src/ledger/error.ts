/**
 * - `not-canonical`: a value that has no single canonical JSON
 * - `damaged-head`: the stored head is not one that `append` saved
 * - `out-of-range`: a proof was asked for that the tree of that size does not have
 * - `malformed-note`, `malformed-key`: not written as its specification says
 * - `unsigned`: a note without a signature by the key at hand
 * - `forged`: a note that claims to be signed by the key at hand and is not
 */
export type LedgerErrorCode =
  | "not-canonical"
  | "damaged-head"
  | "out-of-range"
  | "malformed-note"
  | "malformed-key"
  | "unsigned"
  | "forged";

/** Says one word and no content: it may be logged as it is. */
export class LedgerError extends Error {
  override readonly name = "LedgerError";
  readonly code: LedgerErrorCode;
  constructor(code: LedgerErrorCode) {
    super(code);
    this.code = code;
  }
}
