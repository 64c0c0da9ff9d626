/**
 * The founding of an instance. Where nobody is a member yet, nobody can vouch: while an instance is being founded, a
 * steward's invite is the whole of it, and makes a vetted founder. It ends once and for all, by a steward, by its
 * number of founders or by itself; from then on everybody comes in by introduction.
 */
export const FOUNDERS_MOST = 24;
export const FOUNDING_MS = 30 * 24 * 3600_000;

export const foundingEnds = ["ended-by-steward", "founders-complete", "time-passed"] as const;
export type FoundingEnd = (typeof foundingEnds)[number];

export type Founding = {
  /** When the first founder came in. */
  readonly startedAt: Date | null;
  readonly founders: number;
  readonly endedAt: Date | null;
};

/** Why the founding is over at this instant, or null while it lasts. An end that stands in the tables is not asked about again. */
export function foundingOver({ startedAt, founders }: Founding, at: Date): Exclude<FoundingEnd, "ended-by-steward"> | null {
  if (founders >= FOUNDERS_MOST) return "founders-complete";
  if (startedAt !== null && at.getTime() - startedAt.getTime() >= FOUNDING_MS) return "time-passed";
  return null;
}

export const isFounding = (founding: Founding, at: Date): boolean =>
  founding.endedAt === null && foundingOver(founding, at) === null;
