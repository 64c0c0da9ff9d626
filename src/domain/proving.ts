import * as z from "zod";

/** With what somebody shows who they are: a passphrase with a code of their authenticator app or a recovery code on paper, or a passkey. */
export const means = ["code", "passkey", "paper"] as const;
export const Means = z.enum(means);
export type Means = z.infer<typeof Means>;

/** For how long having shown it is enough: the time of one errand, not that of a session. */
export const PROOF_LASTS_MS = 5 * 60_000;

/**
 * Whether the holder of a session has shown who they are a moment ago. An instant that is yet to come proves nothing:
 * the clock was set back, or somebody wrote into the table.
 */
export const isProven = (provenAt: Date | null, at: Date): boolean =>
  provenAt !== null && provenAt <= at && at.getTime() - provenAt.getTime() < PROOF_LASTS_MS;
