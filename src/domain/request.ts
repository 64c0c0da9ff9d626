import { NOTICE_MS } from "./erasure";

/**
 * What a person asks of those who keep something about them, and the clock on it.
 * withdrawal  to take back what they allowed, for some purposes: done at once
 * deletion    that their pictures and words be erased
 * access      to be told, by a person, everything that is kept about them
 */
export const requestKinds = ["withdrawal", "deletion", "access"] as const;
export type RequestKind = (typeof requestKinds)[number];

/** How one was answered. `done` is what was asked for; `told` what a person told them; the others say that not all of it was. */
export const requestAnswers = ["done", "told", "partly", "held", "nothing-kept"] as const;
export type RequestAnswer = (typeof requestAnswers)[number];

/** What a reviewer may say of a request: what is done at once, or by its day, says so itself. */
export const reviewersAnswers = ["told", "partly", "held", "nothing-kept"] as const satisfies readonly RequestAnswer[];
export type ReviewersAnswer = (typeof reviewersAnswers)[number];
export const answerable: Readonly<Record<RequestKind, readonly ReviewersAnswer[]>> = {
  withdrawal: [],
  deletion: ["partly", "held", "nothing-kept"],
  access: ["told", "nothing-kept"],
};

/**
 * A month later (GDPR art. 12(3)), as art. 3 of Regulation 1182/71 counts it: the day of the next month that bears the same
 * number, or its last.
 */
export function aMonthAfter(at: Date): Date {
  const due = new Date(at);
  due.setUTCMonth(due.getUTCMonth() + 1);
  // The 31st of a month that has thirty days rolls over into the one after.
  if (due.getUTCDate() !== at.getUTCDate()) due.setUTCDate(0);
  return due;
}

/**
 * For how long a deletion that was asked for with a card waits before it is carried out. What was asked about is closed and taken back at
 * once; but a card can be stolen, and evidence must not be destroyed by whoever did it before a person has seen the request.
 */
export const deletedFrom = (at: Date): Date => new Date(+at + NOTICE_MS);

/** Within how many days whoever was given something is told that it was closed. */
const TELL_WITHIN_MS = 3 * 24 * 3600_000;
export const toldBy = (at: Date): Date => new Date(+at + TELL_WITHIN_MS);
