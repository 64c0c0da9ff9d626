import { performance } from "node:perf_hooks";
import { Refusal } from "~/domain/refusal";
import { signIn } from "~/server/sessions/commands";

/** Whether the time of an answer tells if a handle exists. */
const HOUR = 3_600_000;
const WRONG = { passphrase: "wrong guess of all", code: "123456" };

async function took(handle: string, at: Date, expected: "sign-in-failed" | "too-many-attempts"): Promise<number> {
  const began = performance.now();
  try {
    await signIn({ handle, ...WRONG }, at);
  } catch (error) {
    const ms = performance.now() - began;
    if (error instanceof Refusal && error.code === expected) return ms;
    throw error;
  }
  throw new Error("A guess was right.");
}

export type Times = { readonly existing: readonly number[]; readonly missing: readonly number[] };

/**
 * Wrong tries that are checked, and tries that come too early, for a handle that somebody has and one that nobody has, in
 * turn; which of them goes first changes each time.
 */
export async function measure(
  { existing, missing, start }: { readonly existing: string; readonly missing: string; readonly start: Date },
  { checked, refused }: { readonly checked: number; readonly refused: number },
): Promise<{ readonly checked: Times; readonly refused: Times }> {
  const pair = async (n: number, times: { existing: number[]; missing: number[] }, one: (handle: string) => Promise<number>) => {
    for (const which of n % 2 === 0 ? (["existing", "missing"] as const) : (["missing", "existing"] as const))
      times[which].push(await one(which === "existing" ? existing : missing));
  };
  const ofChecked = { existing: [] as number[], missing: [] as number[] };
  // An hour and more apart: each is the first of its handle.
  for (let n = 0; n < checked; n += 1) await pair(n, ofChecked, (handle) => took(handle, new Date(+start + n * 2 * HOUR), "sign-in-failed"));

  const at = new Date(+start + checked * 2 * HOUR);
  for (let n = 0; n < 5; n += 1) for (const handle of [existing, missing]) await took(handle, new Date(+at + n * 10_000), "sign-in-failed");
  const now = new Date(+at + 4 * 10_000 + 1);
  const ofRefused = { existing: [] as number[], missing: [] as number[] };
  for (let n = 0; n < refused; n += 1) await pair(n, ofRefused, (handle) => took(handle, now, "too-many-attempts"));
  return { checked: ofChecked, refused: ofRefused };
}

const median = (some: readonly number[]): number => some.toSorted((a, b) => a - b)[Math.floor(some.length / 2)]!;

/**
 * How often somebody is right who has one time of each kind and says that the longer is the existing handle's: the area
 * under the curve of Mann and Whitney's test. Half of all times is chance.
 */
export function rightness({ existing, missing }: Times): number {
  let right = 0;
  for (const one of existing) for (const other of missing) right += one > other ? 1 : one === other ? 0.5 : 0;
  return right / (existing.length * missing.length);
}

/** How far from chance it comes by chance alone, three standard deviations, for as many times as there are. */
export const byChance = ({ existing: { length: n }, missing: { length: m } }: Times): number => 3 * Math.sqrt((n + m + 1) / (12 * n * m));

export const medians = ({ existing, missing }: Times) => ({ existing: median(existing), missing: median(missing) });
