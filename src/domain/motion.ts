import * as z from "zod";
import { SettingName } from "./vouching";

/**
 * What takes two stewards. One proposes it with a reason, another agrees to that very thing; until then nothing has
 * happened, and after a while nothing will.
 */
export const Motion = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("setting"), name: SettingName, value: z.number().int() }),
  z.strictObject({ kind: z.literal("restoring"), memberId: z.uuid() }),
  z.strictObject({ kind: z.literal("map") }),
]);
export type Motion = z.infer<typeof Motion>;
export const motionKinds = ["setting", "restoring", "map"] as const satisfies readonly Motion["kind"][];

const HOUR = 3600_000;
/** How long a motion waits for a second steward. */
export const MOTION_MS = 7 * 24 * HOUR;
/** How long the two may read the map that they agreed to read. */
export const READING_MS = HOUR;

export type MotionState = {
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly agreedBy: string | null;
  readonly agreedAt: Date | null;
  readonly withdrawnAt: Date | null;
};

export const isOpen = ({ proposedAt, agreedAt, withdrawnAt }: MotionState, at: Date): boolean =>
  agreedAt === null && withdrawnAt === null && at.getTime() - proposedAt.getTime() < MOTION_MS;

/** Why somebody cannot agree to it now, or null. */
export function whyNotAgree(motion: MotionState, stewardId: string, at: Date): "not-now" | "second-person-required" | null {
  if (!isOpen(motion, at)) return "not-now";
  return motion.proposedBy === stewardId ? "second-person-required" : null;
}

/** Whether somebody is one of the two who may read the map, and still within the hour. */
export const mayRead = ({ proposedBy, agreedBy, agreedAt }: MotionState, stewardId: string, at: Date): boolean =>
  agreedAt !== null &&
  agreedBy !== null &&
  agreedBy !== proposedBy &&
  (stewardId === proposedBy || stewardId === agreedBy) &&
  at >= agreedAt &&
  at.getTime() - agreedAt.getTime() < READING_MS;
