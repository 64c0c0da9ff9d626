import { createHmac } from "node:crypto";

/**
 * [Note: Guessing] Failed sign-ins slow down the next ones, and no lock outlasts the guessing. Whoever tries a handle
 * without pause takes every slot, though, and its owner waits until they stop. Five tries are free. After that each try for the same handle has to wait
 * longer than the one before, up to a minute; a try that comes too early is refused, is not counted and prolongs
 * nothing. The instance as a whole takes a limited number of wrong tries in ten seconds, so that guessing many
 * handles, which costs the server far more than the guesser, is slow too.
 *
 * A try counts before it is checked, or many at once would all be the first; a right one is taken back. What is
 * kept is a keyed digest of the handle, whether or not such a member exists: no handle, no address, no browser.
 */
export type Tally = { readonly count: number; readonly windowStart: Date };

const SECOND = 1000;
const FREE = 5;
const LONGEST_WAIT = 60 * SECOND;
const FORGOTTEN = 60 * 60 * SECOND;
const INSTANCE_WINDOW = 10 * SECOND;
const INSTANCE_MOST = 20;

/** How long after the last of `count` tries for one handle the next may come, in milliseconds. */
export const waitAfter = (count: number): number =>
  count < FREE ? 0 : Math.min(LONGEST_WAIT, 2 ** Math.min(count - FREE + 1, 30) * SECOND);

/**
 * Tries are counted in the order in which they get the row, which is not quite the order of their instants: a little
 * before the last one is as good as at it. Much before it means that the clock was set back, which must keep nobody
 * out.
 */
const isStale = (tally: Tally, at: Date, forgotten: number, skew: number): boolean => {
  const passed = at.getTime() - tally.windowStart.getTime();
  return passed >= forgotten || passed <= -skew;
};

/** What is kept of a handle when one more try comes at `at`, or null where it comes too early. */
export function tryHandle(tally: Tally | null, at: Date): Tally | null {
  if (!tally || isStale(tally, at, FORGOTTEN, LONGEST_WAIT)) return { count: 1, windowStart: at };
  const wait = waitAfter(tally.count);
  if (wait > 0 && at.getTime() < tally.windowStart.getTime() + wait) return null;
  return { count: tally.count + 1, windowStart: at > tally.windowStart ? at : tally.windowStart };
}

/** The same for the instance. */
export function tryInstance(tally: Tally | null, at: Date): Tally | null {
  if (!tally || isStale(tally, at, INSTANCE_WINDOW, INSTANCE_WINDOW)) return { count: 1, windowStart: at };
  return tally.count >= INSTANCE_MOST ? null : { ...tally, count: tally.count + 1 };
}

/** Tallies of handles that were last tried before this instant say nothing any more. */
export const forgottenBefore = (at: Date): Date => new Date(at.getTime() - FORGOTTEN);

const digest = (secret: string, subject: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHmac("sha256", secret).update(`guess\0${subject}`).digest());

/** The row of a handle. @param secret of the instance: without it a digest could be undone by trying handles */
export const handleKey = (secret: string, handle: string): Uint8Array<ArrayBuffer> => digest(secret, `handle\0${handle}`);
export const instanceKey = (secret: string): Uint8Array<ArrayBuffer> => digest(secret, "instance");
/** The row of somebody who is in and is asked again: whoever guesses at the door does not keep them from it. */
export const proofKey = (secret: string, memberId: string): Uint8Array<ArrayBuffer> => digest(secret, `proof\0${memberId}`);
