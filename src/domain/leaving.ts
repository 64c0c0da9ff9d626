/**
 * [Note: Leaving in a hurry] One press, or Escape three times, and this browser shows and keeps nothing of the service:
 * 1. the screen is blank, at once and without a connection;
 * 2. a cookie says that somebody has left. The server ends the session of the first request that carries it: the one
 *    that is made now, or, where there is no connection, whichever comes next. Without any, the session lies idle
 *    until its end;
 * 3. what scripts can clear is cleared by them, the rest by the answer (`server/leaving.ts`);
 * 4. the entries of this page in the history are cut down to one that says nothing, and an empty page takes the last
 *    place. Whoever goes back to an older one, or to a page that the browser has kept whole, is asked for by its
 *    script who is signed in, and it makes itself empty (`app/emptied.tsx`, `components/returned.tsx`).
 * Titles are the same harmless word everywhere, for a browser remembers them whatever we do.
 */
export const leftCookie = (secure: boolean): string => (secure ? "__Host-left" : "left");

const PRESSES = 3;
const WITHIN_MS = 1500;

/** Whether the last of these presses, in milliseconds and in order, is the third in a moment. */
export function isHurry(presses: readonly number[]): boolean {
  const [first, last] = [presses.at(-PRESSES), presses.at(-1)];
  return first !== undefined && last !== undefined && last - first <= WITHIN_MS;
}
