import path from "node:path";
import { identify, type ProcessIdentity } from "../../scripts/launch/process-identity";
import { hold, isAsleep, type Listed, listed, processes, running, strike } from "./processes";

/** A decoder that works has done so much more than when it rested; see {@link Listed.effort}. */
const ENOUGH = process.platform === "linux" ? 20 : 1;
/** One that starts does not sleep for so long; kept from the processor it does not sleep at all. */
const REST_MS = 20;
/** So often new ones are looked for among all processes; those that are known are looked at each time. */
const SEARCH_MS = 100;
/** Whoever is told of an answer ends the decoder at once. */
const HELD_MS = 300;

export type Decoder = Readonly<{ victim: ProcessIdentity; of: "web" | "worker"; doing: Doing }>;
type Doing = "starts" | "rests" | "works";
/** `since`: when it was first seen to have done so much and no more. `rested`: how much it had done when it rested. */
type Seen = Decoder & Readonly<{ effort: number; since: number; rested: number | undefined }>;

/**
 * The decoders of web and worker, told apart by looking again and again. A decoder starts, rests until it is given a
 * file, works at that one file, and ends. So whichever has rested and then done something has a file in it. One that
 * is given its file as soon as it has started is taken for one that starts.
 */
export class DecoderWatch {
  #seen: readonly Seen[] = [];
  #searched = -Infinity;

  constructor(readonly data: string) {}

  look(): readonly Decoder[] {
    const at = performance.now();
    this.#seen = this.#seen.flatMap((seen) => {
      const now = listed(seen.victim.pid);
      return now === undefined ? [] : [seenAgain(seen, now, at)];
    });
    if (at - this.#searched >= SEARCH_MS) {
      this.#seen = [...this.#seen, ...found(this.data, this.#seen, at)];
      this.#searched = at;
    }
    return this.#seen;
  }
}

/** Held before it is killed where it works, since a file is soon done. @returns false when it had ended before */
export const strikeDecoder = async ({ victim, doing }: Decoder): Promise<boolean> =>
  (doing !== "works" || (await hold(victim, HELD_MS))) && strike(victim);

function seenAgain(seen: Seen, now: Listed, at: number): Seen {
  const { effort } = now;
  if (seen.doing === "works" || effort === seen.rested) return seen;
  if (effort !== seen.effort) {
    const works = seen.rested !== undefined && effort - seen.rested >= ENOUGH;
    return { ...seen, effort, since: at, doing: works ? "works" : seen.doing };
  }
  if (!isAsleep(now)) return { ...seen, since: at };
  return at - seen.since < REST_MS ? seen : { ...seen, rested: effort, doing: "rests" };
}

/** Those that are not known yet. */
function found(data: string, known: readonly Seen[], at: number): Seen[] {
  const all = processes();
  const now = running(data);
  return (["web", "worker"] as const).flatMap((of) =>
    decodersBelow(now[of]?.pid, all).flatMap(({ pid, effort }) => {
      const victim = known.some((seen) => seen.victim.pid === pid) ? undefined : identify(pid);
      return victim === undefined ? [] : [{ victim, of, doing: "starts" as const, effort, since: at, rested: undefined }];
    }),
  );
}

/** What builds the room around a decoder stands between it and its parent, with the decoder's command among its arguments. */
function decodersBelow(ancestor: number | undefined, all: readonly Listed[]): Listed[] {
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const below = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && parent > 1 && (parent === ancestor || below(parent));
  };
  const wrapped = ({ command }: Listed) => ["sh", "unshare"].includes(path.basename(command.split(" ")[0] ?? ""));
  return all.filter((each) => each.command.includes("confined/child.mjs") && !wrapped(each) && below(each.pid));
}
