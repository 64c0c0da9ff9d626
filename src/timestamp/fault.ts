/** What can be wrong with an answer. Words of ours only: what an authority wrote goes no further. */
export const timestampFaults = [
  // Larger than any answer is.
  "too-large",
  // Not written as its specification says.
  "malformed",
  // The authority says that it gives no stamp.
  "refused",
  // Made for another request: an old one replayed, or somebody else's.
  "another-request",
  // Of other bytes than those asked about.
  "another-digest",
  // By a digest or a signature that proves nothing any more, or that is not known here.
  "weak",
  // The signature does not fit what is said.
  "forged",
  // Signed by another certificate than the signature names.
  "another-signer",
  // By a certificate that is for something else than time.
  "not-for-time",
  // By nobody whom the operator trusts.
  "unknown-root",
  // By a certificate that was not valid at the instant that is stamped.
  "not-valid-then",
  // Far from the time here: one of the two clocks is wrong.
  "another-time",
] as const;
export type TimestampFault = (typeof timestampFaults)[number];

/** Says one word and no content: it may be logged as it is. */
export class TimestampError extends Error {
  override readonly name = "TimestampError";
  readonly fault: TimestampFault;
  constructor(fault: TimestampFault) {
    super(fault);
    this.fault = fault;
  }
}
