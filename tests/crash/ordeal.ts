import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { messageOf } from "../../scripts/launch/thrown.mjs";
import { audit, type Findings } from "./audit";
import { Chance } from "./chance";
import { type Decoder, DecoderWatch, strikeDecoder } from "./decoders";
import { Instance } from "./instance";
import { type Collective, gather } from "./people";
import { strike } from "./processes";
import { type Progress, readProgress } from "./tables";
import { type Pace, Uploads } from "./uploads";

/** In the order in which the least is waited for: a struck job runs again while others are killed. */
export const victims = ["launcher", "worker", "postgres", "web", "decoder"] as const;
export type Victim = (typeof victims)[number];

const LANES = 4;
/** So many photos may the senders be ahead of the worker before they slow down, and before they wait. */
const AHEAD = { slow: 3, wait: 6 };
const LOOK_MS = 250;
const LONGEST_MOMENT_MS = 3000;
/** A kill in so many meets a process that has not come back to work from the one before. */
const HASTY = 0.25;
/** Before one decoder at work in so many, one is killed that waits. */
const RESTING = 0.2;
const RECOVERY_MS = 150_000;
/** On a busy machine one that waits is given its file before it was seen to wait, again and again. */
const DECODER_MS = 3 * RECOVERY_MS;
const SETTLE_MS = 240_000;

/**
 * An instance under uploading whose processes are killed at random moments.
 *
 * Each kill is followed by waiting until the whole way works again: a photo that was sent after it is acknowledged, and
 * one that was sent at any time has become ready. What does not come back by itself is an error.
 */
export class Ordeal {
  readonly kills: Record<Victim, number> = { web: 0, worker: 0, decoder: 0, postgres: 0, launcher: 0 };
  /** Decoders that were killed with a file in them. */
  decodersAtWork = 0;
  /** Uploads that were on their way in the moments of the kills. */
  struckUploads = 0;
  #progress: Progress = { items: 0, ready: 0, finished: 0, waitingJobs: 0 };
  /** Why the last look at the database showed nothing. */
  #unseen: string | undefined;
  #watching: Promise<void> | undefined;
  #ended = false;

  private constructor(
    readonly instance: Instance,
    readonly collective: Collective,
    readonly uploads: Uploads,
    readonly chance: Chance,
    readonly say: (line: string) => void,
  ) {
    this.#watching = this.#watch();
  }

  static async begin(seed: number, say: (line: string) => void): Promise<Ordeal> {
    const instance = await Instance.create();
    try {
      await instance.start();
      const collective = await gather(instance.address, instance.firstStewardLink);
      let ordeal: Ordeal | undefined;
      const uploads = new Uploads({ ...collective, address: instance.address }, () => ordeal?.pace ?? "wait");
      ordeal = new Ordeal(instance, collective, uploads, new Chance(seed), say);
      return ordeal;
    } catch (error) {
      await instance.remove();
      throw error;
    }
  }

  /** Kills each in turn while photos come in, then waits until everything that came in is finished. */
  async run(inTurn: readonly Victim[]): Promise<void> {
    this.uploads.start(LANES);
    await this.#works("at the beginning");
    for (const [position, victim] of inTurn.entries()) {
      const isHasty = inTurn[position - 1] === victim && this.chance.next() < HASTY;
      if (position > 0 && !isHasty) await this.#works(`after the ${inTurn[position - 1]} was killed`);
      await this.#kill(victim);
    }
    await this.#works("after the last kill");
    await within(SETTLE_MS, "every sender is told that their photo is in", this.uploads.finish());
    await this.#until(SETTLE_MS, "every photo is finished", ({ items, finished, waitingJobs }) => {
      return items === finished && waitingJobs === 0;
    });
  }

  async audit(): Promise<Findings> {
    const database = await this.#database();
    const { identity } = this.collective;
    const { acknowledged, faults } = this.uploads;
    const findings = await audit({ data: this.instance.data, database, identity, acknowledged });
    return { ...findings, faults: [...faults, ...findings.faults] };
  }

  async #database(): Promise<string> {
    const database = await this.instance.database();
    if (database === null) throw new Error("PostgreSQL does not answer.");
    return database;
  }

  /** The address at which the service itself asks the database. */
  async runtimeDatabase(): Promise<string> {
    const database = await this.instance.database("vouchsafe_runtime");
    if (database === null) throw new Error("PostgreSQL does not answer.");
    return database;
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#watching;
    await this.instance.remove();
  }

  get pace(): Pace {
    const ahead = this.uploads.acknowledged.length - this.#progress.finished;
    if (ahead > AHEAD.wait) return "wait";
    return ahead > AHEAD.slow ? "slow" : "quick";
  }

  async #kill(victim: Victim): Promise<void> {
    await sleep(this.chance.upTo(LONGEST_MOMENT_MS));
    while (this.uploads.inFlight === 0) await sleep(1);
    const inFlight = this.uploads.inFlight;
    const how = await this.#strike(victim);
    this.kills[victim] += 1;
    this.struckUploads += inFlight;
    this.say(`${victim.padEnd(9)} killed, ${how} (${inFlight} uploads on their way, ${this.#progress.ready} photos ready)`);
    if (victim === "launcher") await this.instance.start();
  }

  async #strike(victim: Victim): Promise<string> {
    if (victim === "decoder") return this.#strikeDecoder();
    return this.#hunt(victim, async () => {
      if (victim === "launcher") return (await this.instance.strikeLauncher()) ? "to be started again" : undefined;
      const found = this.instance.running()[victim];
      return found !== undefined && (await strike(found)) ? `process ${found.pid}` : undefined;
    });
  }

  /** One with a file in it, and before it, now and then, one that waits, which nobody must notice. */
  async #strikeDecoder(): Promise<string> {
    const watch = new DecoderWatch(this.instance.data);
    const one = (doing: Decoder["doing"]) =>
      this.#hunt(`decoder that ${doing}`, async () => {
        const found = watch.look().filter((each) => each.doing === doing);
        const chosen = found.length > 0 ? this.chance.pick(found) : undefined;
        return chosen !== undefined && (await strikeDecoder(chosen)) ? `the ${chosen.of}'s` : undefined;
      }, DECODER_MS);
    if (this.chance.next() < RESTING) await one("rests");
    const whose = await one("works");
    this.decodersAtWork += 1;
    return `${whose}, at work`;
  }

  /** @returns what `attempt` says of the one that it killed */
  async #hunt(what: string, attempt: () => Promise<string | undefined>, patienceMs = RECOVERY_MS): Promise<string> {
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      const struck = await attempt();
      if (struck !== undefined) return struck;
      await sleep(2);
    }
    throw new Error(`There was no ${what} to kill.\n${await this.instance.logs()}`);
  }

  /** The whole way is gone once more, from a sender to a picture that is ready. */
  async #works(when: string): Promise<void> {
    const acknowledged = this.uploads.acknowledged.length;
    const { ready } = await this.#look();
    await this.#until(RECOVERY_MS, `photos come in and become ready ${when}`, (progress) => {
      return this.uploads.acknowledged.length > acknowledged && progress.ready > ready;
    });
  }

  async #until(patienceMs: number, what: string, holds: (progress: Progress) => boolean): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (!holds(await this.#look())) {
      if (Date.now() > deadline) {
        const state = JSON.stringify({ ...this.#progress, acknowledged: this.uploads.acknowledged.length, unseen: this.#unseen });
        throw new Error(`In vain waited until ${what}: ${state}\n${await this.instance.logs()}`);
      }
      await sleep(LOOK_MS);
    }
  }

  /** How far the worker has come, as far as is known while PostgreSQL is away. */
  async #look(): Promise<Progress> {
    const database = await this.instance.database();
    if (database === null) return this.#progress;
    const client = new Client({ connectionString: database, connectionTimeoutMillis: 2000 });
    // Killed between two awaits, the server breaks the connection.
    client.on("error", () => undefined);
    try {
      await client.connect();
      this.#progress = await readProgress(client);
      this.#unseen = undefined;
    } catch (error) {
      this.#unseen = messageOf(error);
    } finally {
      await client.end().catch(() => undefined);
    }
    return this.#progress;
  }

  /** Keeps the senders from running far ahead. */
  async #watch(): Promise<void> {
    while (!this.#ended) {
      await this.#look();
      await sleep(LOOK_MS);
    }
  }
}

async function within<T>(patienceMs: number, what: string, work: Promise<T>): Promise<T> {
  const giveUp = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: giveUp.signal }).then(() => {
    throw new Error(`In vain waited until ${what}.`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    giveUp.abort();
    await late.catch(() => undefined);
  }
}
