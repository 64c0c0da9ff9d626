import * as z from "zod";

/**
 * Erasing: when something that is to go goes, and who may have it go at once.
 *
 * Evidence must neither be kept against the will of whoever is in it nor be destroyed by one who turned. What a person
 * asks for happens after a notice in which somebody may record a hold, or as soon as one reviewer says so; what a reviewer
 * wants happens when another says so, or after the same notice, during which it stands in everybody's list.
 */

/** Why something is erased: of GDPR article 17(1) the letters b, d and a. */
export const erasureGrounds = ["asked-by-person", "should-not-be-here", "kept-long-enough"] as const;
export const ErasureGround = z.enum(erasureGrounds);
export type ErasureGround = z.infer<typeof ErasureGround>;

/** On which of them a reviewer may have something go. The clock has the third. */
export const reviewersGrounds = ["asked-by-person", "should-not-be-here"] as const satisfies readonly ErasureGround[];
export const ReviewersGround = z.enum(reviewersGrounds);
export type ReviewersGround = z.infer<typeof ReviewersGround>;

/** Between the plan and its being carried out by the clock. Less than the month that the law gives. */
export const NOTICE_MS = 7 * 24 * 3600_000;

export type ErasureFacts = {
  readonly ground: ErasureGround;
  readonly plannedBy: string | null;
  readonly dueAt: Date;
  readonly calledOffAt: Date | null;
  readonly doneAt: Date | null;
};

export const isOpen = ({ calledOffAt, doneAt }: ErasureFacts): boolean => calledOffAt === null && doneAt === null;

/** Why this reviewer may not have it done at once, or null. */
export function whyNotNow(erasure: ErasureFacts, actor: string, held: boolean): "not-now" | "second-person-required" | null {
  if (!isOpen(erasure) || held) return "not-now";
  return erasure.plannedBy === actor ? "second-person-required" : null;
}

/** What a person asked for is not ours to call off: it can be held, for a reason and a term. */
export const mayCallOff = (erasure: ErasureFacts): boolean =>
  isOpen(erasure) && !(erasure.ground === "asked-by-person" && erasure.plannedBy === null);

/** Whether the clock may do it now. */
export const isDue = (erasure: ErasureFacts, held: boolean, at: Date): boolean => isOpen(erasure) && !held && erasure.dueAt <= at;
