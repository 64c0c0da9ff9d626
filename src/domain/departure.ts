import type { MemberRole } from "./roles";
import { inGoodStanding, without, withoutWordOf, type Circle, type Fallen } from "./vouching";

/**
 * Going for good, by one's own act. Whoever goes in good standing has done nothing that makes their word worth less: it
 * stands, for as long as somebody stands behind them. What nobody has used yet is nobody's to answer for, and falls; and
 * whoever goes while they are under review themselves takes every word with them.
 */
export const wordsAfter = (circle: Circle, memberId: string, at: Date): Fallen & { readonly stand: boolean } => {
  const stand = inGoodStanding(circle, memberId);
  const fallen = stand
    ? without(circle, ({ from, to }) => from === memberId && !circle.people.has(to), at)
    : withoutWordOf(circle, memberId, at);
  return { ...fallen, stand };
};

/** What an instance is left without, and whoever goes has to say that they know. */
const departureWarnings = ["last-steward", "last-reviewers", "last-holder"] as const;
export type DepartureWarning = (typeof departureWarnings)[number];

/**
 * @param others how many of the same role stay. Nobody decides alone what another reviewer proposed.
 * @param lastHolder whether nobody who stays holds a custody key that they hold
 */
export function warningsFor(role: MemberRole, others: number, lastHolder: boolean): DepartureWarning[] {
  if (role === "steward") return others === 0 ? ["last-steward"] : [];
  if (role !== "reviewer") return [];
  return [...(others < 2 ? (["last-reviewers"] as const) : []), ...(lastHolder ? (["last-holder"] as const) : [])];
}
