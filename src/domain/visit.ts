import * as z from "zod";

/** How a recipient comes in: what they accept first, how often, and how long what they opened stays open before them. */

/** What a recipient can be asked to accept before anything is shown. Chosen when a disclosure is proposed. */
export const conditions = [
  "not-passed-on", "nobody-identified", "no-face-recognition", "deleted-at-end", "asked-before-published", "credited",
] as const;
export const Condition = z.enum(conditions);
export type Condition = z.infer<typeof Condition>;
export const Conditions = z.array(Condition).max(conditions.length);

/** Whether exactly what is asked was accepted: neither less, nor what another version of the page asked. */
export const accepts = (asked: readonly Condition[], accepted: readonly Condition[]): boolean =>
  asked.every((condition) => accepted.includes(condition)) && accepted.every((condition) => asked.includes(condition));

/** A link that asks for a second secret says so in front of its token; the server is not asked, and would not say. */
export const LOCKED = "s.";

export const MOST_OPENINGS = 1000;
/** How often it may still be opened; null for as often as they like. */
export const openingsLeft = ({ openings, openingsMost }: { openings: number; openingsMost: number | null }): number | null =>
  openingsMost === null ? null : Math.max(0, openingsMost - openings);

/** Wrong second secrets in the whole life of a link; with the last one it closes. */
export const MOST_TRIES = 10;

const HOUR = 3600_000;
/** One opening is for a day's work. */
export const VISIT_MS = 12 * HOUR;
