const DAY = 24 * 3600_000;

/** How many may follow one ledger. */
export const MOST_WITNESSES = 10;

/** What a witness signs is an entry: whoever has a token fills the ledger no faster than this. */
export const WITNESS_REST_MS = 60_000;

/** A witness comes daily or more often: after this a page says that none has. */
const SILENT_MS = 3 * DAY;

/** For how many whole days no witness has come, where that is too long; `since` is the last visit, or when the first one was let in. */
export function silentDays(since: Date, at: Date): number | null {
  const ms = at.getTime() - since.getTime();
  return ms < SILENT_MS ? null : Math.floor(ms / DAY);
}
