import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findPostgres } from "../../scripts/database/server";
import { checkout } from "../../scripts/launch/checkout.mjs";
import { isAlive, type ProcessIdentity } from "../../scripts/launch/process-identity";
import { send } from "../../scripts/launch/signal";
import { running, type Running, strike } from "./processes";

/** The last line of the launcher's welcome. */
const RUNS = "Ctrl-C ends it";
const START_PATIENCE_MS = 120_000;
const STOP_PATIENCE_MS = 45_000;

/**
 * A whole instance with data of its own, started as an operator starts it, whose processes may be killed in any way,
 * the launcher too, and which can be started again on the same data.
 */
export class Instance {
  #child: ChildProcess | undefined;
  #firstStewardLink: string | undefined;
  #removed = false;

  private constructor(
    readonly data: string,
    readonly port: number,
    readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** @param settings beside those of its data and its port */
  static async create(settings: Readonly<Record<string, string>> = {}): Promise<Instance> {
    const data = await mkdtemp(path.join(tmpdir(), "vouchsafe crash "));
    // The account that PostgreSQL runs as under root has to pass through.
    await chmod(data, 0o711);
    return new Instance(data, await freePort(), settings);
  }

  get address(): string {
    return `http://localhost:${this.port}`;
  }

  get firstStewardLink(): string {
    if (this.#firstStewardLink === undefined) throw new Error("The launcher printed no link.");
    return this.#firstStewardLink;
  }

  running(): Running {
    return running(this.data);
  }

  /** The database's address as its owner, or as the service; null while PostgreSQL does not answer. */
  async database(user?: string): Promise<string | null> {
    return (await findPostgres(path.join(this.data, "pg")))?.url("vouchsafe", user) ?? null;
  }

  /**
   * @param until what it says when that is what was waited for
   * @throws after {@link remove}, so that whoever still kills and starts ends with it
   */
  async start(until = RUNS): Promise<void> {
    if (this.#removed) throw new Error("The instance has been removed.");
    const { DATABASE_URL: _url, PUBLIC_URL: _address, ...inherited } = process.env;
    const child = spawn("npm", ["start"], {
      cwd: checkout,
      env: { ...inherited, NODE_ENV: "production", PORT: String(this.port), VOUCHSAFE_DATA: this.data, ...this.settings },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    await this.says(until);
  }

  /** Waits until the launcher says something that it has not said yet. */
  async says(words = RUNS): Promise<void> {
    if (this.#child === undefined) throw new Error("It was not started.");
    const output = await saying(this.#child, words);
    this.#firstStewardLink ??= /http:\/\/\S+\/join#\S+/.exec(output)?.[0];
  }

  /** `kill -9` of the launcher itself: what it started ends, or is left behind. */
  async strikeLauncher(): Promise<boolean> {
    const { launcher } = this.running();
    if (launcher === undefined || !(await strike(launcher))) return false;
    if (this.#child !== undefined && this.#child.exitCode === null) await once(this.#child, "exit");
    return true;
  }

  /**
   * Sends npm, and nobody else, what a process manager or a closed window sends.
   * @returns npm's exit code
   */
  async end(signal: "SIGINT" | "SIGTERM"): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) throw new Error("It was not started.");
    const ended = once(child, "exit");
    child.kill(signal);
    const [code] = await ended;
    return code as number | null;
  }

  /** The last lines of each log, for whoever has to find out what happened. */
  async logs(): Promise<string> {
    const files = ["log/web.log", "log/worker.log", "pg/postgres.log"];
    const tails = files.map(async (file) => {
      const text = await readFile(path.join(this.data, file), "utf8").catch(() => "(none)");
      return `--- ${file}\n${text.split("\n").slice(-30).join("\n")}`;
    });
    return (await Promise.all(tails)).join("\n");
  }

  /** Ends everything, whatever state it is in, and removes the data. */
  async remove(): Promise<void> {
    this.#removed = true;
    const { web, worker, postgres } = this.running();
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGINT");
      await Promise.race([ended, sleep(STOP_PATIENCE_MS, undefined, { ref: false })]);
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    }
    // Left behind by a launcher that was killed.
    for (const part of [web, worker]) if (part !== undefined) await strike(part);
    const left = this.running().postgres ?? postgres;
    if (left !== undefined) await endPostgres(left);
    const elsewhere = await realpath(path.join(this.data, "pg")).catch(() => null);
    if (elsewhere !== null) await rm(elsewhere, { recursive: true, force: true });
    await rm(this.data, { recursive: true, force: true });
  }
}

async function endPostgres(server: ProcessIdentity): Promise<void> {
  if (isAlive(server)) send(server.pid, "SIGQUIT");
  while (isAlive(server)) await sleep(20);
}

/** A port of the loopback interface that nothing listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}

/** Wait until a program has said `words`. @returns everything it said until then */
function saying(child: ChildProcess, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const late = setTimeout(() => reject(new Error(`The launcher takes too long:\n${output}`)), START_PATIENCE_MS);
    const hear = (chunk: Buffer) => {
      output += chunk.toString("utf8");
      if (!output.includes(words)) return;
      clearTimeout(late);
      resolve(output);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", () => {
      clearTimeout(late);
      reject(new Error(`The launcher ended:\n${output}`));
    });
  });
}
