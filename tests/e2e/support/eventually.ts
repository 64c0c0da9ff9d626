import { setTimeout as sleep } from "node:timers/promises";

const EVERY_MS = 50;

/**
 * Waits until `read` gives `wanted` (or, where that is a function, something that it says yes to). Vitest's `expect.poll` belongs to one test, and the looks
 * of a journey run side by side.
 * @throws with the last that was read when that is not so in time
 */
export async function eventually<T extends string | number>(read: () => Promise<T>, wanted: T | ((value: T) => boolean), timeoutMs = 20_000): Promise<void> {
  const isIt = typeof wanted === "function" ? wanted : (value: T) => value === wanted;
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (isIt(value)) return;
    if (performance.now() > end) throw new Error(`${String(read)} is still ${value} after ${timeoutMs} ms, not ${String(wanted)}`);
    await sleep(EVERY_MS);
  }
}
