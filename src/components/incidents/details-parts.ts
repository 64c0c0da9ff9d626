import { together } from "~/domain/merge";
import type { ForcesDraft, IncidentDraft } from "./incident-draft";

/** A draft in the parts that somebody can be asked about: what only makes sense together is one. */
export type DetailsParts = {
  readonly when: Pick<IncidentDraft, "startDate" | "startTime" | "endDate" | "endTime" | "precision">;
  readonly place: string;
  readonly kinds: IncidentDraft["kinds"];
  readonly forces: readonly Omit<ForcesDraft, "key">[];
  readonly count: string;
  readonly minors: IncidentDraft["minors"];
  readonly injuries: string;
  readonly asked: string;
};

export const partsOf = ({ startDate, startTime, endDate, endTime, precision, forces, ...rest }: IncidentDraft): DetailsParts => ({
  when: { startDate, startTime, endDate, endTime, precision },
  ...rest,
  forces: forces.map(({ key: _key, ...one }) => one),
});

export const draftFrom = ({ when, forces, ...rest }: DetailsParts): IncidentDraft => ({
  ...when, ...rest, forces: forces.map((one, key) => ({ key, ...one })),
});

/** What both comes to, of what can stand beside each other. */
export const joinedOf = (theirs: DetailsParts, mine: DetailsParts) => ({
  kinds: together(theirs.kinds, mine.kinds), forces: together(theirs.forces, mine.forces),
});
