import { signDevice } from "~/server/devices";
import { mostWithin } from "~/server/guessing";
import { attack, type Outcome, type Visit } from "./attack";
import type { Member } from "./members";

/** What is stated in THREAT-MODEL.md, in milliseconds. */
export const STATED = {
  /** A browser in which the member has signed in before, whatever is guessed meanwhile. */
  known: 0,
  /** Any other browser, while others' handles are guessed. */
  quiet: 120_000,
  /** Any other browser, after the last guess at the member's own handle; a member tries every ten seconds. */
  afterwards: 70_000,
} as const;

type Aim = "spread" | "focused";
export type Size = { readonly guesses: number; readonly everyMs: number; readonly start: Date };

export type Verdict = {
  readonly aim: Aim;
  /** Guesses that were checked for the handle for which most were, and what that may be. */
  readonly most: number;
  readonly limit: number;
  readonly checked: number;
  /** The longest waits, in milliseconds; null where somebody did not get in. */
  readonly known: number | null;
  readonly quiet: number | null;
  readonly afterwards: number | null;
  /** Of those whose handle was guessed and whose browser nobody knew, how many got in while it lasted. Nothing is stated about them. */
  readonly meanwhile: { readonly in: number; readonly of: number };
  readonly holds: boolean;
};

const longest = (waits: readonly (number | null)[]): number | null =>
  waits.includes(null) ? null : Math.max(0, ...waits.map(Number));
const within = (wait: number | null, stated: number) => wait !== null && wait <= stated;

/**
 * Guesses at the handles of `guessed`, all in turn or the first only, while three kinds of members sign in: those who are
 * guessed, with a known browser; others, with an unknown one; and those who are guessed, with an unknown one, during it
 * and afterwards.
 * @param secret of the instance, which makes browsers known
 */
export async function ordeal(
  aim: Aim,
  { guesses, everyMs, start }: Size,
  { guessed, others, secret }: { readonly guessed: readonly Member[]; readonly others: readonly Member[]; readonly secret: string },
): Promise<Verdict> {
  const lastsMs = guesses * everyMs;
  const handles = (aim === "focused" ? guessed.slice(0, 1) : guessed).map(({ handle }) => handle);
  const at = (part: number) => Math.floor(part * lastsMs);
  const device = (member: Member) => signDevice(secret, member.handle, start);

  // Nobody signs in twice within the life of a code.
  const half = Math.ceil(guessed.length / 2);
  const withKnown = aim === "focused" ? [guessed[0]!] : guessed.slice(0, half);
  const withNone = aim === "focused" ? [guessed[0]!] : guessed.slice(half);
  const known: Visit[] = withKnown.map((member, n) => ({ member, fromMs: at((n + 0.5) / withKnown.length / 2), device: device(member) }));
  const quiet: Visit[] = others.map((member, n) => ({ member, fromMs: at(n / others.length), device: null }));
  const early: Visit[] = withNone.slice(0, Math.ceil(withNone.length / 2)).map((member, n) => ({ member, fromMs: at(0.75) + n, device: null }));
  const late: Visit[] = (withNone.length > 1 ? withNone.slice(early.length) : []).map((member) => ({ member, fromMs: lastsMs, device: null }));

  const outcome: Outcome = await attack({ start, handles, guesses, everyMs }, [...known, ...quiet, ...early, ...late]);
  const waits = (some: readonly Visit[]) =>
    some.map(({ member, device, fromMs }) => outcome.waited.find((one) => one.member === member && one.device === device && one.fromMs === fromMs)!.waitedMs);
  // From the last guess on for whoever came before it.
  const afterwards = longest([
    ...waits(late),
    ...early.map((visit, n) => ({ visit, wait: waits(early)[n]! })).map(({ visit, wait }) => (wait === null ? null : Math.max(0, visit.fromMs + wait - lastsMs))),
  ]);
  const meanwhile = waits(early).filter((wait, n) => wait !== null && early[n]!.fromMs + wait < lastsMs).length;

  const verdict = {
    aim,
    most: Math.max(...outcome.checked.values()),
    limit: mostWithin(lastsMs),
    checked: [...outcome.checked.values()].reduce((sum, count) => sum + count, 0),
    known: longest(waits(known)),
    quiet: longest(waits(quiet)),
    afterwards,
    meanwhile: { in: meanwhile, of: early.length },
  };
  const holds =
    verdict.most <= verdict.limit && within(verdict.known, STATED.known) && within(verdict.quiet, STATED.quiet) &&
    within(verdict.afterwards, STATED.afterwards);
  return { ...verdict, holds };
}
