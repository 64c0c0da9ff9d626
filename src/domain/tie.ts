import type { RefusalCode } from "./refusal";

/**
 * One person in several incidents of a team, as a documenter says who knows them: no face is compared with another. What each was asked
 * and answered stays with its incident; what is tied is reached by one card.
 */
export type Tieable = { readonly id: string; readonly incidentId: string; readonly teamId: string; readonly kind: string };

/** As many as one card takes back in one transaction. */
export const MOST_TIED = 30;

/** Why `ours` and `theirs`, each everybody who is tied already, are not to be one person, or null. */
export function whyNotTie(ours: readonly Tieable[], theirs: readonly Tieable[]): RefusalCode | null {
  const all = [...ours, ...theirs];
  if (new Set(all.map(({ id }) => id)).size < all.length) return "not-now";
  if (new Set(all.map(({ teamId }) => teamId)).size > 1) return "not-found";
  // A documenter is a member and has a page of their own; and nobody has two letters in one incident.
  if (all.some(({ kind }) => kind === "documenter")) return "input-invalid";
  if (new Set(all.map(({ incidentId }) => incidentId)).size < all.length) return "input-invalid";
  return all.length > MOST_TIED ? "not-now" : null;
}
