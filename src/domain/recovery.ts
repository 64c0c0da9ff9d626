/**
 * How somebody who has lost everything comes back: two who stand behind them have met them, say that it is them, and each
 * tell them a code; a steward who is neither makes a link, which opens with both codes only. Nobody is restored by a
 * message alone, and no two people can do it: not the two without the steward, nor a steward with one of them.
 */
const HOUR = 3600_000;

/** How many of those who stand behind somebody have to know them again. */
export const WORDS = 2;
/** For how long they may be asked. */
export const OPEN_MS = 7 * 24 * HOUR;
/** For how long the link lets somebody in: it is handed over in person. */
export const LINK_MS = 24 * HOUR;

/** Those whose word counts: they stand behind the member now, and are neither the member nor the steward who makes the link. */
export const counted = (r: {
  readonly memberId: string;
  readonly standing: readonly string[];
  readonly confirmed: readonly string[];
  readonly steward: string;
}): string[] =>
  [...new Set(r.confirmed)].filter((id) => r.standing.includes(id) && id !== r.memberId && id !== r.steward);

/** One member's word, and the digest of the code that they were given to tell. */
export type Said = { readonly by: string; readonly code: string };

/** Whether the digests shown are of the codes of as many whose word counts as it takes: one of each. */
export const isRecognised = (said: readonly Said[], counting: readonly string[], shown: readonly string[]): boolean =>
  new Set(said.filter(({ by, code }) => counting.includes(by) && shown.includes(code)).map(({ by }) => by)).size >= WORDS;
