/**
 * How long what is kept is kept: for each class of record a number of days that an instance may choose, within bounds. What
 * tells of people goes with a warning first, which is a planned erasing that stands in everybody's list; what is only a trace
 * of work done goes without.
 */
export const retention = {
  /** Days after the last news of an incident until its photos and accounts are to go. News is a photo, an account, or that somebody needs it. */
  evidenceDays: { preset: 1095, least: 30, most: 7300 },
  /** Days after somebody asked for an original until it is forgotten why. The ledger keeps that they did. */
  openingDays: { preset: 365, least: 30, most: 7300 },
  /** Days after a disclosure was closed until its manifest goes. Its recipient has a copy. */
  manifestDays: { preset: 365, least: 30, most: 7300 },
  /** Days after a session's end until its row goes. */
  sessionDays: { preset: 90, least: 1, most: 730 },
} as const satisfies Record<string, { preset: number; least: number; most: number }>;

const DAY = 24 * 3600_000;
/** How long before it goes, what is kept long enough stands in the list: time to record a hold, or to say that it is needed. */
export const WARNING_MS = 30 * DAY;

/** What has not moved since then has been kept for so many days. */
export const since = (days: number, at: Date): Date => new Date(at.getTime() - days * DAY);
