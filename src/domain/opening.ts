import * as z from "zod";
import type { RefusalCode } from "./refusal";

/** Opening an original: one reviewer asks, another agrees, and for a short while the one who asked may. */
export const openingPurposes = ["legal-advice", "complaint", "court", "authenticity"] as const;
export const OpeningPurpose = z.enum(openingPurposes);
export type OpeningPurpose = z.infer<typeof OpeningPurpose>;

/** What lies sealed: the bytes as they were received, and what was found in them beside the picture. */
const openingParts = ["original", "told"] as const;
export const OpeningPart = z.enum(openingParts);
export type OpeningPart = z.infer<typeof OpeningPart>;

/**
 * What a reviewer's browser found of an original that it opened, for a dossier that lists it: nobody else has the bytes. Their SHA-256
 * is the one under which they were received, and is not asked for.
 */
export const Brought = z.strictObject({
  openingId: z.uuid(),
  size: z.number().int().positive().max(0xffffffff),
  crc: z.number().int().min(0).max(0xffffffff),
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
});
export type Brought = z.infer<typeof Brought>;
/** As many photos as a disclosure may name. */
export const MOST_BROUGHT = 500;

const HOUR = 3600_000;
/** How long somebody may still agree. */
export const ASKED_FOR_MS = 7 * 24 * HOUR;
/** How long an agreement lasts: both of them know about it now. */
export const AGREED_FOR_MS = HOUR;

export type OpeningFacts = {
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly agreed: boolean | null;
  readonly decidedAt: Date | null;
};
/** over: nobody answered in time, or the time of the agreement is up. */
export type OpeningState = "asked" | "agreed" | "declined" | "over";

export function stateOf({ askedAt, agreed, decidedAt }: OpeningFacts, at: Date): OpeningState {
  if (agreed === null || decidedAt === null) return +at < +askedAt + ASKED_FOR_MS ? "asked" : "over";
  if (!agreed) return "declined";
  return +at < +decidedAt + AGREED_FOR_MS ? "agreed" : "over";
}

/** When what is now ends by itself; null where nothing does. */
export function endsAt(opening: OpeningFacts, at: Date): Date | null {
  const state = stateOf(opening, at);
  if (state === "asked") return new Date(+opening.askedAt + ASKED_FOR_MS);
  return state === "agreed" && opening.decidedAt ? new Date(+opening.decidedAt + AGREED_FOR_MS) : null;
}

/** Why this reviewer may not agree or decline, or null. */
export function whyNotDecide(opening: OpeningFacts, actor: string, at: Date): RefusalCode | null {
  if (opening.askedBy === actor) return "second-person-required";
  return stateOf(opening, at) === "asked" ? null : "not-now";
}

/** Why the original is not handed to this reviewer, or null. Who agreed has not asked, and does not get it. */
export function whyNotOpen(opening: OpeningFacts, actor: string, at: Date): RefusalCode | null {
  if (opening.askedBy !== actor) return "not-found";
  return stateOf(opening, at) === "agreed" ? null : "not-now";
}
