const DAY_MS = 24 * 3600_000;
const USUAL_DAYS = 30;
// With the rest of its last day this stays within the year that the server allows.
const MOST_DAYS = 364;

/** Calendar days, `YYYY-MM-DD`. */
export type Term = { readonly first: string; readonly usual: string; readonly last: string };

const pad = (number: number): string => String(number).padStart(2, "0");
const dayOf = (at: Date): string => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
const daysAfter = (at: Date, days: number): string => dayOf(new Date(+at + days * DAY_MS));

/** From which day until which day a link may work, and how long it usually does. */
export const termFrom = (at: Date): Term => ({
  first: daysAfter(at, 1),
  usual: daysAfter(at, USUAL_DAYS),
  last: daysAfter(at, MOST_DAYS),
});

/** The last second of a day within the term, by the reader's clock; null for anything else. */
export function endOf(day: string, term: Term): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < term.first || day > term.last) return null;
  const end = new Date(`${day}T23:59:59`);
  return Number.isNaN(+end) ? null : end;
}
