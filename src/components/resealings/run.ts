import type { ResealFault } from "~/domain/resealing";
import type { Refused } from "~/trpc/refused";

type Code = Refused["code"];

/** An item as it is to be sealed anew or checked. */
export type Item = {
  readonly id: string;
  readonly digest: string;
  readonly size: number;
  readonly custodyKeyId: string | null;
  readonly mark: Uint8Array | null;
};
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly why: ResealFault };

/** What is done with each, at the server and in the worker. What they throw is told by `refusalOf`. */
export type Steps = {
  readonly next: (after: string | null) => Promise<readonly Item[]>;
  /** Fetched, worked on, and sent back or confirmed. */
  readonly one: (item: Item) => Promise<Outcome>;
  readonly fail: (item: Item, why: ResealFault) => Promise<void>;
  readonly holds: (item: Item) => boolean;
  readonly refusalOf: (error: unknown) => Code;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
};
export type Progress = {
  readonly done: number;
  readonly failed: number;
  /** Passed over, since the reader does not hold its key. */
  readonly notHeld: number;
  readonly bytes: number;
  readonly ms: number;
};
/** finished: there was nothing more. paused: somebody stopped it. stopped: the server or the connection said no. */
export type Ended = { readonly how: "finished" | "paused" } | { readonly how: "stopped"; readonly error: unknown };

const BUSY_MS = 5000;
const MOST_BUSY = 24;
/** Somebody else was there first, as the same reviewer in another tab: nothing to do with that item any more. */
const passedOver: ReadonlySet<Code> = new Set<Code>(["not-now", "changed-meanwhile", "second-person-required"]);

/**
 * One item at a time, from the first that is left to the last. It keeps nothing that is not at the server after each, so it may end
 * anywhere and goes on from there when it is begun again.
 */
export async function run(steps: Steps, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Ended> {
  const started = steps.now();
  let progress: Progress = { done: 0, failed: 0, notHeld: 0, bytes: 0, ms: 0 };
  const tell = (more: Partial<Progress>) => {
    progress = { ...progress, ...more, ms: steps.now() - started };
    onProgress(progress);
  };
  let after: string | null = null;
  try {
    for (;;) {
      const items = await steps.next(after);
      if (items.length === 0) return { how: "finished" };
      for (const item of items) {
        if (signal.aborted) return { how: "paused" };
        after = item.id;
        if (!steps.holds(item)) {
          tell({ notHeld: progress.notHeld + 1 });
          continue;
        }
        const outcome = await patiently(steps, item);
        if (outcome === "passed-over") continue;
        if (outcome.ok) {
          tell({ done: progress.done + 1, bytes: progress.bytes + item.size });
          continue;
        }
        tell({ failed: progress.failed + 1 });
      }
    }
  } catch (error) {
    return { how: "stopped", error };
  }
}

async function patiently(steps: Steps, item: Item): Promise<Outcome | "passed-over"> {
  for (let tries = 0; ; tries += 1) {
    try {
      const outcome = await steps.one(item);
      if (!outcome.ok) await steps.fail(item, outcome.why);
      return outcome;
    } catch (error) {
      const code = steps.refusalOf(error);
      if (passedOver.has(code)) return "passed-over";
      if (code !== "busy" || tries >= MOST_BUSY) throw error;
      await steps.wait(BUSY_MS);
    }
  }
}

