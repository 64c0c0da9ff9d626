import * as z from "zod";
import type { Purpose } from "./consent";
import type { RefusalCode } from "./refusal";

/**
 * A hold keeps what is to be erased, against the will of somebody who is in it: one reviewer asks for it with a reason,
 * another agrees, and it ends at its term. Nothing is ever held by itself.
 */

/** Why: GDPR article 17(3) letters e and b. What is held leaves for these purposes and for no other. */
export const holds = {
  "legal-claim": ["legal-advice", "complaint", "court"],
  "legal-duty": ["complaint", "court"],
} as const satisfies Record<string, readonly Purpose[]>;
export type HoldGround = keyof typeof holds;
export const holdGrounds = Object.keys(holds) as [HoldGround, ...HoldGround[]];
export const HoldGround = z.enum(holdGrounds);

/** A hold on which two reviewers agreed and which nobody ended. */
export type Holding = { readonly ground: HoldGround; readonly until: Date };

/**
 * Whether what is held leaves for `purpose`: for those of each ground on which it is held, and for no other. One reviewer alone neither
 * narrows nor widens it: a hold that was only asked for is none of these.
 * @returns null where nothing holds it now
 */
export function heldFor(holding: readonly Holding[], purpose: Purpose, at: Date): boolean | null {
  const inForce = holding.filter(({ until }) => until > at);
  if (inForce.length === 0) return null;
  return inForce.some(({ ground }) => (holds[ground] as readonly Purpose[]).includes(purpose));
}

const DAY = 24 * 3600_000;
/** For so long a hold that waits for a second reviewer stops an erasing. */
export const ASKED_FOR_MS = 7 * DAY;
/** The longest term. Who needs longer asks again, and gives the reason again. */
const LONGEST_MS = 366 * DAY;

export type HoldFacts = {
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly until: Date;
  readonly agreed: boolean | null;
  readonly endedAt: Date | null;
};
type HoldState = "asked" | "held" | "declined" | "over";

export function stateOf({ askedAt, until, agreed, endedAt }: HoldFacts, at: Date): HoldState {
  if (agreed === false) return "declined";
  if (endedAt !== null || at >= until) return "over";
  if (agreed === null) return +at < +askedAt + ASKED_FOR_MS ? "asked" : "over";
  return "held";
}

/** Whether it stops an erasing now. One that nobody has agreed to does so too, for a week: else it would come too late. */
export const stops = (hold: HoldFacts, at: Date): boolean => ["asked", "held"].includes(stateOf(hold, at));

/** Why this reviewer may not ask for one, beside those that there are of the same thing, or null. */
export function whyNotAsk(others: readonly HoldFacts[], actor: string, until: Date, at: Date): RefusalCode | null {
  if (until <= at || +until - +at > LONGEST_MS) return "input-invalid";
  if (others.some((hold) => stateOf(hold, at) === "asked")) return "not-now";
  // Whoever asked in vain does not stop an erasing for ever by asking week after week.
  const inVain = others.some((hold) => hold.askedBy === actor && hold.agreed !== true);
  return inVain ? "second-person-required" : null;
}

export function whyNotDecide(hold: HoldFacts, actor: string, at: Date): RefusalCode | null {
  if (hold.askedBy === actor) return "second-person-required";
  return stateOf(hold, at) === "asked" ? null : "not-now";
}
