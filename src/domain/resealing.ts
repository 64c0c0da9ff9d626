import type { RefusalCode } from "./refusal";

/**
 * Sealing old originals anew, to the custody key in use. It hands every one of them to one reviewer's browser, so it is asked for
 * by one and agreed to by another, and ends after a day. What the first one's browser sealed anew the other's opens and
 * compares before the old object is erased.
 */
const HOUR = 3600_000;
/** How long somebody may still agree. */
export const RESEAL_ASKED_FOR_MS = 7 * 24 * HOUR;
/** How long an agreement lasts. What is left is asked for again. */
export const RESEAL_AGREED_FOR_MS = 24 * HOUR;

export type ResealingFacts = {
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly agreed: boolean | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly endedAt: Date | null;
};
/** over: nobody answered in time, the day is up, or one of the two ended it. */
type ResealingState = "asked" | "agreed" | "declined" | "over";

export function resealingState({ askedAt, agreed, decidedAt, endedAt }: ResealingFacts, at: Date): ResealingState {
  if (endedAt !== null) return "over";
  if (agreed === null || decidedAt === null) return +at < +askedAt + RESEAL_ASKED_FOR_MS ? "asked" : "over";
  if (!agreed) return "declined";
  return +at < +decidedAt + RESEAL_AGREED_FOR_MS ? "agreed" : "over";
}

/** When what is now ends by itself; null where nothing does. */
export function resealingEndsAt(facts: ResealingFacts, at: Date): Date | null {
  const state = resealingState(facts, at);
  if (state === "asked") return new Date(+facts.askedAt + RESEAL_ASKED_FOR_MS);
  return state === "agreed" && facts.decidedAt ? new Date(+facts.decidedAt + RESEAL_AGREED_FOR_MS) : null;
}

/** What is done with an item: `seal` it anew, or `check` what somebody else sealed. */
export const resealTasks = ["seal", "check"] as const;
export type ResealTask = (typeof resealTasks)[number];

/** Why an item was not sealed anew: its old object does not open, or is not what came in; or the new one is neither. */
export const resealFaults = ["not-ours", "differs"] as const;
export type ResealFault = (typeof resealFaults)[number];

/** Why this reviewer may not agree or decline, or null. */
export function whyNotAgree(facts: ResealingFacts, actor: string, at: Date): RefusalCode | null {
  if (facts.askedBy === actor) return "second-person-required";
  return resealingState(facts, at) === "asked" ? null : "not-now";
}

/** Why this reviewer is not handed anything now, or null: only the two who agreed on it are. */
export function whyNotReseal(facts: ResealingFacts, actor: string, at: Date): RefusalCode | null {
  if (facts.askedBy !== actor && facts.decidedBy !== actor) return "not-found";
  return resealingState(facts, at) === "agreed" ? null : "not-now";
}

/** Where an item stands on its way from one key to the one in use. */
export type ItemFacts = {
  /** The key to which its original is sealed now. */
  readonly custodyKeyId: string;
  /** What was sealed anew and has not been checked: to which key, and by whom. */
  readonly pending: { readonly custodyKeyId: string; readonly sealedBy: string } | null;
};
/** stale: what waits to be checked was sealed to a key that is not the one in use any more. */
type ItemStep = "done" | "to-seal" | "to-check" | "stale";

export function stepOf({ custodyKeyId, pending }: ItemFacts, inUse: string): ItemStep {
  if (custodyKeyId === inUse) return "done";
  if (!pending) return "to-seal";
  return pending.custodyKeyId === inUse ? "to-check" : "stale";
}

/**
 * Why this reviewer is not to do this with an item, or null. Whoever asked seals anew; nobody checks what they sealed.
 * @param inUse the key in use, to which everything is to come
 */
export function whyNotItem(
  task: ResealTask,
  facts: ResealingFacts,
  item: ItemFacts,
  by: { readonly actor: string; readonly inUse: string },
): RefusalCode | null {
  const step = stepOf(item, by.inUse);
  if (task === "seal") {
    if (facts.askedBy !== by.actor) return "not-found";
    return step === "to-seal" || step === "stale" ? null : "not-now";
  }
  if (step !== "to-check") return "not-now";
  return item.pending?.sealedBy === by.actor ? "second-person-required" : null;
}

/** How long what is left will take at the pace so far; null while nothing tells. */
export function remainingMs(done: { readonly bytes: number; readonly ms: number }, bytesLeft: number): number | null {
  if (done.bytes <= 0 || done.ms <= 0) return null;
  return Math.round((bytesLeft / done.bytes) * done.ms);
}
