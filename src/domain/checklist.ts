import * as z from "zod";
import type { RegionKind } from "./evidence";

/**
 * What tells who somebody is beside their face. Before anything of a picture leaves, a person has looked for each of
 * these and said: it is not there, or it is there and marked.
 */
export const traits = [
  "tattoos", "scars", "clothing", "tents", "plates", "badges", "screens", "reflections", "documents", "drawings",
] as const;
export const Trait = z.enum(traits);
export type Trait = z.infer<typeof Trait>;

export const findings = ["none", "marked"] as const;
export const Finding = z.enum(findings);
export type Finding = z.infer<typeof Finding>;

/** An answer to each: one that is left out is none. */
export const Checklist = z.strictObject({
  tattoos: Finding, scars: Finding, clothing: Finding, tents: Finding, plates: Finding, badges: Finding, screens: Finding,
  reflections: Finding, documents: Finding, drawings: Finding,
} satisfies Record<Trait, typeof Finding>);
export type Checklist = z.infer<typeof Checklist>;

/** The kind of region by which a trait is marked, where there is one of its own. */
const kindOf: Partial<Record<Trait, RegionKind>> = {
  tattoos: "tattoo", tents: "tent", plates: "plate", badges: "badge", screens: "screen",
};

/**
 * The answers that the picture's own regions speak against: *there and marked*, where nothing is marked that could be
 * it, and *not there*, where one of its kind is.
 */
export function contradicted(answers: Checklist, marked: readonly { readonly kind: RegionKind }[]): Trait[] {
  return traits.filter((trait) => {
    const own = kindOf[trait];
    const has = (kind: RegionKind) => marked.some((region) => region.kind === kind);
    return answers[trait] === "marked" ? !(has("other") || (own !== undefined && has(own))) : own !== undefined && has(own);
  });
}
