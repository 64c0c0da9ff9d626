import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "./thrown.mjs";

/** Something that runs until it ends or is stopped. */
export type Running = Readonly<{
  /** Settles with how it ended. */
  ended: Promise<string>;
  stop(): Promise<void>;
}>;

export type Supervised = Readonly<{ stop(): Promise<void> }>;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** One that ran this long is well again, and its next end starts with a short pause. */
const WELL_AFTER_MS = 60_000;

/**
 * Starts something, and starts it again whenever it ends without being asked to, after pauses that grow.
 *
 * @param start also what starts it again
 * @param say is told each time, one line
 * @throws when the first start fails
 */
export async function supervise(start: () => Promise<Running>, say: (line: string) => void): Promise<Supervised> {
  const stopping = new AbortController();
  let running = await start();

  const keepUp = async () => {
    let pause = FIRST_PAUSE_MS;
    let began = Date.now();
    let how = await running.ended;
    while (!stopping.signal.aborted) {
      if (Date.now() - began > WELL_AFTER_MS) pause = FIRST_PAUSE_MS;
      say(`ended (${how}), starts again in ${pause / 1000} s`);
      // An aborted pause is over at once; the loop's condition ends it.
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      if (stopping.signal.aborted) return;
      began = Date.now();
      try {
        running = await start();
      } catch (error) {
        how = messageOf(error);
        continue;
      }
      say("runs again");
      // Asked to stop while it started: whoever asked has stopped the one before.
      if (stopping.signal.aborted) await running.stop();
      how = await running.ended;
    }
  };
  const kept = keepUp();
  return {
    async stop() {
      stopping.abort();
      await running.stop();
      await kept;
    },
  };
}
