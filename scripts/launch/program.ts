import { spawn } from "node:child_process";
import type { KeyObject } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { checkout, inCheckout } from "./checkout.mjs";
import type { Running } from "./supervise";
import { handKeys } from "./hand-keys";
import { send } from "./signal";
import type { LogFile } from "./log-file";

export type Program = Readonly<{
  /** Arguments of Node: its options, the file, the file's own. */
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** What it is given through its standard input. */
  keys: readonly KeyObject[];
  /** How long it may take to end in order. */
  patienceMs: number;
}>;

const LEASH = pathToFileURL(inCheckout("scripts", "launch", "leash.mjs")).href;

/**
 * Starts a program of the instance, web or worker, that ends when this process ends.
 *
 * @param onSpawn is told its process id
 */
export async function startProgram(
  { args, env, keys, patienceMs }: Program,
  log: LogFile,
  onSpawn: (pid: number) => void,
): Promise<Running> {
  const child = spawn(process.execPath, ["--import", LEASH, ...args], {
    cwd: checkout,
    env,
    stdio: ["pipe", "pipe", "pipe", "ipc"],
    // A process group of its own: Ctrl-C in a terminal must not reach it before the launcher decides, and what it
    // leaves behind can be ended with it.
    detached: true,
  });
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  await once(child, "spawn");
  const pid = child.pid!;
  try {
    onSpawn(pid);
  } catch (error) {
    // Nobody would know of it.
    child.kill("SIGKILL");
    throw error;
  }
  handKeys(child.stdin, keys);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", (line) => log.write(line));
  }
  return {
    ended: ended.then((how) => {
      send(-pid, "SIGKILL");
      return how;
    }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      await ended;
      clearTimeout(late);
    },
  };
}
