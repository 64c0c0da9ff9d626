/** What can be wrong with an authority's answer: it said something, and it is not what was asked for. */
export const answerFaults = [
  "too-large", "malformed", "refused", "another-request", "another-digest", "weak", "forged", "another-signer", "not-for-time", "unknown-root",
  "not-valid-then", "another-time",
] as const;
export type AnswerFault = (typeof answerFaults)[number];

/** Why there is no stamp yet: beside these, it could not be reached, its door answered something else, or the operator's file trusts nobody. */
export const stampFaults = [...answerFaults, "unreachable", "turned-away", "no-roots"] as const;
export type StampFault = (typeof stampFaults)[number];

const MINUTE = 60_000;
/** Of a ledger that is offline for days every try is for nothing; of one that comes back, an hour is not long. */
const LONGEST = 60 * MINUTE;

/** How long an authority is left alone after so many tries in a row that came to nothing. */
export const pauseAfter = (tries: number): number => Math.min(LONGEST, 2 * MINUTE * 2 ** Math.min(tries - 1, 20));

export const isAnswerFault = (fault: StampFault): fault is AnswerFault => answerFaults.some((one) => one === fault);
