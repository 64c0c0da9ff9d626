import { createHmac } from "node:crypto";

/**
 * [Note: Guessing] Wrong tries slow down the next ones, and no lock outlasts the guessing. Five tries are free. After
 * that each try for the same handle has to wait longer than the one before, up to a minute; a try that comes too early
 * is refused, is not counted and prolongs nothing. A try counts before it is checked, or many at once would all be the
 * first; a right one is taken back, and takes back no other.
 *
 * Whoever tries a handle without pause takes every slot of it. Its owner is not kept out: a browser in which they have
 * signed in before is known by a cookie (`server/devices.ts`) and has tries of its own. Only who comes with a browser that
 * nobody knows, and for a handle that is being guessed at that moment, waits until the guesser stops, and a minute more.
 *
 * The instance takes a limited number of wrong tries in ten seconds as well, since checking one costs the server far
 * more than the guesser. Handles that were not tried in the last hour have a limit of their own: whoever guesses at a
 * hundred handles stands in nobody else's way as soon as each has been tried once. Known browsers are outside of both.
 * Whoever makes up new handles without end keeps out those whose browser nobody knows.
 *
 * Whoever holds an invite is told which handles are taken, as slowly as others guess at passphrases: each invite has a row of its
 * own, and all of them a lane that is nobody else's.
 *
 * What is kept is a keyed digest of the handle or of the browser's cookie, whether or not such a member exists: no handle,
 * no address, no browser.
 */
export type Tally = { readonly count: number; readonly windowStart: Date };

const SECOND = 1000;
const FREE = 5;
const LONGEST_WAIT = 60 * SECOND;
const FORGOTTEN = 60 * 60 * SECOND;
const INSTANCE_WINDOW = 10 * SECOND;
const INSTANCE_MOST = 10;

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

/** What the instance counts apart: handles that nobody has tried for an hour, and those that somebody has. */
export type Lane = "quiet" | "tried";
/** And handles that whoever has an invite asks for and that somebody has already. */
const JOINING = "joining";

/** Where a try for a handle counts of which this is kept, the try itself included. */
export const laneOf = (kept: Tally): Lane => (kept.count === 1 ? "quiet" : "tried");

/** The same as {@link tryHandle} for a lane of the instance. */
export function tryInstance(tally: Tally | null, at: Date): Tally | null {
  if (!tally || isStale(tally, at, INSTANCE_WINDOW, INSTANCE_WINDOW)) return { count: 1, windowStart: at };
  return tally.count >= INSTANCE_MOST ? null : { ...tally, count: tally.count + 1 };
}

/** How many tries for one handle are checked at most within `ms`, whoever makes them. */
export function mostWithin(ms: number): number {
  let count = 0;
  for (let passed = 0; passed <= ms; passed += waitAfter(count)) count += 1;
  return count;
}

/** One more try at the door: what is kept of the handle and of its lane, or null where it comes too early for either. */
export function tryDoor(
  ofHandle: Tally | null,
  ofLane: (lane: Lane) => Tally | null,
  at: Date,
): { readonly handle: Tally; readonly lane: Lane; readonly instance: Tally } | null {
  const handle = tryHandle(ofHandle, at);
  if (!handle) return null;
  const lane = laneOf(handle);
  const instance = tryInstance(ofLane(lane), at);
  return instance && { handle, lane, instance };
}

/** Tallies of handles that were last tried before this instant say nothing any more. */
export const forgottenBefore = (at: Date): Date => new Date(at.getTime() - FORGOTTEN);

const digest = (secret: string, subject: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHmac("sha256", secret).update(`guess\0${subject}`).digest());

/** The row of a handle. @param secret of the instance: without it a digest could be undone by trying handles */
export const handleKey = (secret: string, handle: string): Uint8Array<ArrayBuffer> => digest(secret, `handle\0${handle}`);
export const instanceKey = (secret: string, lane: Lane): Uint8Array<ArrayBuffer> => digest(secret, `instance\0${lane}`);
export const joiningKey = (secret: string): Uint8Array<ArrayBuffer> => digest(secret, `instance\0${JOINING}`);
/** The row of an invite: how often a handle was asked for with it that somebody has already. */
export const inviteKey = (secret: string, inviteId: string): Uint8Array<ArrayBuffer> => digest(secret, `invite\0${inviteId}`);
/** The row of somebody who comes back: wrong codes, whichever link they were shown with. */
export const recoveryKey = (secret: string, recoveryId: string): Uint8Array<ArrayBuffer> => digest(secret, `recovery\0${recoveryId}`);
/** The row of a browser that a member is known by. */
export const deviceKey = (secret: string, device: string): Uint8Array<ArrayBuffer> => digest(secret, `device\0${device}`);
/** The row in which the instance counts codes of cards that are none: in the way of nobody who signs in, nor of a right code. */
export const cardsKey = (secret: string): Uint8Array<ArrayBuffer> => digest(secret, "cards");
/** The row of somebody who is in and is asked again: whoever guesses at the door does not keep them from it. */
export const proofKey = (secret: string, memberId: string): Uint8Array<ArrayBuffer> => digest(secret, `proof\0${memberId}`);
