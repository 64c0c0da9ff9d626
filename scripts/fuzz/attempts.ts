/** What an upload goes through, tried with one file after the other; counts what became of them and holds what must not happen. */
import { mkdirSync, writeFileSync } from "node:fs";

import { MediaInterrupted, MediaRefusal, check, decodersAtWork, inspect, limits, peakMemory, readmit, sanitise, untrust } from "~/media";

import { CANARY } from "../../tests/media/dirty/parts";

const LOOK_MS = 10;
/** Beside the limit of the work itself: a decoder's start, and what else the machine has to do. */
const SLACK_MS = limits.start;
/** Resident memory of this process, in bytes: the runtime, and the largest picture's pixels twice for each decoder. */
const PARENT = 1_200_000_000;

export type File = { readonly name: string; readonly from: string; readonly how: readonly string[]; readonly bytes: Buffer };
type Failure = Omit<File, "bytes"> & { readonly what: string };
export type Outcome = { readonly step: string; readonly became: string; readonly ms: number };

const steps = {
  sanitise: { limit: limits.wallClock.decode, work: cleaned },
  check: { limit: limits.wallClock.check, work: (bytes: Buffer) => check(untrust(bytes)) },
  inspect: { limit: limits.wallClock.inspect, work: (bytes: Buffer) => inspect(untrust(bytes)) },
} as const;
export type Step = keyof typeof steps;

async function cleaned(bytes: Buffer): Promise<void> {
  const clean = await sanitise(untrust(bytes));
  const again = readmit(clean.bytes);
  if (again.width !== clean.width || again.height !== clean.height) throw new Error("the size is another when it is read again");
  if (Buffer.from(clean.bytes).includes(CANARY)) throw new Error("the marker came through");
}

const word = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

export class Attempts {
  readonly #began = performance.now();
  readonly #counts = new Map<string, number>();
  readonly #failures: Failure[] = [];
  readonly #look: NodeJS.Timeout;
  #decoderPeak = 0;
  #peakSince = 0;
  #slowest = 0;
  #done = 0;

  /** `keep`: the folder for files that failed; undefined for none. */
  constructor(private readonly keep: string | undefined) {
    this.#look = setInterval(() => {
      for (const pid of decodersAtWork()) this.#peakSince = Math.max(this.#peakSince, peakMemory(pid) ?? 0);
      this.#decoderPeak = Math.max(this.#decoderPeak, this.#peakSince);
    }, LOOK_MS);
  }

  /** The most memory of any decoder since this was last asked, in bytes. */
  peakSince(): number {
    const peak = this.#peakSince;
    this.#peakSince = 0;
    return peak;
  }

  async all(file: File, which: readonly Step[]): Promise<Outcome[]> {
    const found: Outcome[] = [];
    try {
      for (const step of which) found.push(await this.#one(step, file.bytes));
      for (const { step, became } of found) {
        const key = `${step}: ${became}`;
        this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
        if (became === "residue") throw new Error("our own encoder wrote what our reader refuses");
      }
    } catch (error) {
      this.#fail(file, word(error));
    }
    this.#done += 1;
    return found;
  }

  /** Interrupted once (the machine out of memory, somebody's kill) means once more. */
  async #one(step: Step, bytes: Buffer, again = true): Promise<Outcome> {
    const { limit, work } = steps[step];
    const start = performance.now();
    let became = "taken";
    try {
      await work(bytes);
    } catch (error) {
      if (error instanceof MediaInterrupted && again) return await this.#one(step, bytes, false);
      if (!(error instanceof MediaRefusal)) throw error;
      became = error.code;
    }
    const ms = Math.round(performance.now() - start);
    this.#slowest = Math.max(this.#slowest, ms);
    if (ms > limit + SLACK_MS) throw new Error(`${step} took ${ms} ms`);
    return { step, became, ms };
  }

  #fail({ name, from, how, bytes }: File, what: string): void {
    this.#failures.push({ name, from, how, what });
    process.stdout.write(`FAILED ${name} (${from}; ${how.join(", ")}): ${what}\n`);
    if (this.keep === undefined) return;
    mkdirSync(this.keep, { recursive: true });
    writeFileSync(`${this.keep}/${name.replaceAll(/[^\w.-]/g, "_")}`, bytes);
  }

  line(): string {
    return `${this.#done} done, ${Math.round((performance.now() - this.#began) / 1000)} s, ${this.#failures.length} failed`;
  }

  report() {
    const parentPeak = process.resourceUsage().maxRSS * 1024;
    const tooMuch = [
      this.#decoderPeak > limits.memory && "a decoder took more memory than its limit",
      parentPeak > PARENT && "this process took more memory than its limit",
    ].filter((what) => what !== false);
    return {
      done: this.#done,
      seconds: Math.round((performance.now() - this.#began) / 1000),
      outcomes: Object.fromEntries([...this.#counts].toSorted(([one], [two]) => one.localeCompare(two))),
      slowestMs: this.#slowest,
      memory: { decoderPeak: this.#decoderPeak, decoderLimit: limits.memory, parentPeak, parentLimit: PARENT },
      failures: [...this.#failures, ...tooMuch.map((what) => ({ name: "", from: "", how: [], what }))],
    };
  }

  end(): void {
    clearInterval(this.#look);
  }
}
