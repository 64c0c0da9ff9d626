import type { Refused } from "~/trpc/client";

/** Whether a link that was answered like this opens nothing: it was closed, has ended, or never was one. */
export const isDead = ({ code }: Refused): boolean =>
  code === "disclosure-closed" || code === "not-found" || code === "input-invalid";

/** Whether it was closed because it was taken back: what was received by it may not be used any more. */
export const isTakenBack = ({ code, details }: Refused): boolean => code === "disclosure-closed" && details.takenBack === true;
