import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "./thrown.mjs";

/** A process, told from a later one that got the same number by the time it started. */
export type ProcessIdentity = Readonly<{ pid: number; started: string }>;

const POLL_MS = 25;

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid) ?? "" };
}

/** @returns undefined when it has ended already */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

export function isAlive({ pid, started }: ProcessIdentity): boolean {
  return startOf(pid) === started;
}

/** Waits until it has ended by itself, and kills it when it has not after `patienceMs`. */
export async function outlast(identity: ProcessIdentity, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (isAlive(identity)) {
    if (Date.now() > deadline) process.kill(identity.pid, "SIGKILL");
    await sleep(POLL_MS);
  }
}

/** When a process started, in the system's own words; undefined when there is none, or only its remains. */
function startOf(pid: number): string | undefined {
  if (process.platform !== "linux") {
    const { stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return stdout.trim() === "" ? undefined : stdout.trim();
  }
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ESRCH") return undefined;
    throw error;
  }
  // The second field is the program's name in brackets, which may itself hold brackets and spaces. proc(5): the third
  // is the state, the twenty-second the start time in clock ticks since the machine booted.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  if (state === "Z" || state === "X") return undefined;
  return `${bootId()} ${fields[19]}`;
}

function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}
