/**
 * How long what is kept is kept: one row for each class of record, with a number of days that an instance may choose, within
 * bounds (GDPR art. 5(1)(e)). What tells of people goes with a warning first, which is a planned erasing that stands in everybody's
 * list; what is only a trace of work done goes without.
 */
export const retention = {
  /** Days after the last news of an incident until its photos and accounts are to go. News is a photo, an account, or that somebody needs it. */
  evidenceDays: { preset: 1095, least: 30, most: 7300, warned: true },
  /** Days after nothing is left of these until the report goes: what happened, where, by whom. A revision is news. */
  reportDays: { preset: 365, least: 30, most: 7300, warned: true },
  /**
   * Days after nothing here shows somebody or tells of them any more, nor anything that they allowed, until what they said goes, with its
   * evidence, their card, what they asked for and whom they are tied to. For so long it can be shown that they were asked (art. 7(1)).
   */
  consentDays: { preset: 1095, least: 365, most: 7300, warned: true },
  /** Days after somebody asked for an original until it is forgotten why. The ledger keeps that they did. */
  openingDays: { preset: 365, least: 30, most: 7300, warned: false },
  /** Days after somebody's request was answered until it goes, after a recipient was told of a closing, and after a card was ended with which nothing was said. */
  requestDays: { preset: 1095, least: 365, most: 7300, warned: false },
  /** Days after a disclosure was closed until its manifest goes, which its recipient has, and when they opened it. */
  manifestDays: { preset: 365, least: 30, most: 7300, warned: false },
  /**
   * Days after a disclosure's end until it is forgotten why it was proposed and decided; and, once nothing that it held is left and nobody
   * whose words it relied on, that it was there. Until then those people can be told who received what (art. 15(1)(c)).
   */
  disclosureDays: { preset: 1095, least: 365, most: 7300, warned: false },
  /** Days after a recipient was written down until they go whom nothing names: no disclosure, nobody's yes, no newer version. */
  recipientDays: { preset: 1095, least: 30, most: 7300, warned: false },
  /** Days after a session's end until its row goes, and after a coming back was over. Tries at the door forget themselves within hours. */
  sessionDays: { preset: 90, least: 1, most: 730, warned: false },
} as const satisfies Record<string, { preset: number; least: number; most: number; warned: boolean }>;
type Rows = typeof retention;
/** The classes that go with a warning, and those that go without one. */
export type Warned = { [Name in keyof Rows]: Rows[Name]["warned"] extends true ? Name : never }[keyof Rows];
export type Unwarned = Exclude<keyof Rows, Warned>;

const DAY = 24 * 3600_000;
/** How long before it goes, what is kept long enough stands in the list: time to record a hold, or to say that it is needed. */
export const WARNING_MS = 30 * DAY;

/** What has not moved since then has been kept for so many days. */
export const since = (days: number, at: Date): Date => new Date(at.getTime() - days * DAY);
