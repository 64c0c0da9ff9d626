import { bodily, type Region, type RegionKind, type Subject } from "~/domain/evidence";
import type { Box } from "./geometry";

/** Whose a region is, as one choice of the form; null is "not answered yet". */
export type Whose =
  | { readonly subject: "person"; readonly grantorId: string }
  | { readonly subject: Exclude<Subject, "person"> }
  | null;

export const whoseIs = (region: Region): Whose => {
  if (region.subject === "person" && region.grantorId !== null) return { subject: "person", grantorId: region.grantorId };
  return region.subject === null || region.subject === "person" ? null : { subject: region.subject };
};

/**
 * A region that a person just drew. It is covered and unanswered: whoever is hurried away in the middle of marking
 * leaves something that hides too much and that clearance refuses.
 */
export const drawn = (id: string, box: Box): Region => ({
  id, kind: "face", ...box, origin: "person", possible: false, subject: null, grantorId: null, redact: true,
});

export const unanswered = (region: Region): boolean => region.subject === null;

/** A suggestion of which the detector is unsure becomes a region like the others. */
export const accepted = (region: Region): Region => ({ ...region, possible: false });

/** The same region as another kind of thing; an answer that the new kind does not allow becomes unanswered again. */
export const asKind = (region: Region, kind: RegionKind): Region =>
  bodily(kind) && region.subject === "thing" ? { ...region, kind, subject: null } : { ...region, kind };

/** The same region with an answer. `thing` is no answer for a face, and a bystander is always covered. Whoever answers accepts. */
export function answered(region: Region, whose: Whose): Region {
  if (whose === null || (whose.subject === "thing" && bodily(region.kind)))
    return { ...region, subject: null, grantorId: null };
  if (whose.subject === "person")
    return { ...accepted(region), subject: "person", grantorId: whose.grantorId };
  return {
    ...accepted(region),
    subject: whose.subject,
    grantorId: null,
    redact: whose.subject === "bystander" || region.redact,
  };
}

/** The same region, covered or not. What is to stay visible has been looked at. */
export const covered = (region: Region, redact: boolean): Region => ({
  ...region,
  possible: region.possible && redact,
  redact: redact || region.subject === "bystander",
});
