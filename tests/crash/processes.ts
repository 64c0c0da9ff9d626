import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identify, isAlive, type ProcessIdentity } from "../../scripts/launch/process-identity";
import { send } from "../../scripts/launch/signal";

export type Listed = Readonly<{
  pid: number;
  parent: number;
  command: string;
  state: string;
  /**
   * What grows as long as it does something, and hardly while it waits: its page faults (measured: a decoder's smallest
   * work takes 50, its waiting one in eight seconds); where ps is asked, hundredths of a second of processor time.
   */
  effort: number;
}>;

const isLinux = process.platform === "linux";

/** Every process of this machine that can be looked at. */
export function processes(): Listed[] {
  if (!isLinux) return asked("-A");
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (listed(Number(name)) ?? []) : []));
}

/**
 * proc(5): after the name in brackets come the state, the parent and, as the eighth, the page faults that needed no disk;
 * arguments are separated by zero bytes. @returns undefined for one that has ended
 */
export function listed(pid: number): Listed | undefined {
  try {
    if (!isLinux) return asked("-p", String(pid))[0];
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { pid, parent: Number(fields[1]), command, state: fields[0]!, effort: Number(fields[7]) };
  } catch {
    return undefined;
  }
}

/** Of ps(1). */
function asked(...which: string[]): Listed[] {
  const lines = execFileSync("ps", [...which, "-o", "pid=,ppid=,stat=,time=,command="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, parent, state = "", time = "", command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+([\d:.]+)\s+(.*)$/.exec(line) ?? [];
    if (command === undefined) return [];
    const seconds = time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
    return [{ pid: Number(pid), parent: Number(parent), command, state, effort: Math.round(seconds * 100) }];
  });
}

/** Whether nothing in a process wants the processor, neither its first thread nor another. */
export function isAsleep({ pid, state }: Listed): boolean {
  if (!isLinux) return /^[SI]/.test(state);
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.every((thread) => /\) S [^)]*$/.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8")));
  } catch {
    // It ended, or one of them did.
    return false;
  }
}

/** Stops it for a moment, after which whoever waited for it has done with it what was due. @returns whether it is still there */
export async function hold(victim: ProcessIdentity, ms: number): Promise<boolean> {
  if (!isAlive(victim) || !send(victim.pid, "SIGSTOP")) return false;
  await sleep(ms);
  return isAlive(victim);
}

/** `kill -9`. @returns false when it had ended before */
export async function strike(victim: ProcessIdentity): Promise<boolean> {
  if (!isAlive(victim) || !send(victim.pid, "SIGKILL")) return false;
  while (isAlive(victim)) await sleep(2);
  return true;
}

type LockFile = Readonly<{ launcher: ProcessIdentity; parts: readonly ProcessIdentity[] }>;

/** The processes of the instance on a data folder that run now, each by what it does. */
export type Running = Readonly<{
  launcher: ProcessIdentity | undefined;
  web: ProcessIdentity | undefined;
  worker: ProcessIdentity | undefined;
  postgres: ProcessIdentity | undefined;
}>;

export function running(data: string): Running {
  const { launcher, parts } = readLock(data);
  const found = parts.filter(isAlive).map((part) => ({ part, command: listed(part.pid)?.command ?? "" }));
  return {
    launcher: launcher !== undefined && isAlive(launcher) ? launcher : undefined,
    worker: found.find(({ command }) => command.includes("worker/main.ts"))?.part,
    // Next gives its process another name once it has begun.
    web: found.find(({ command }) => /next-server|next\/dist\/bin/.test(command))?.part,
    postgres: postmaster(data),
  };
}

function readLock(data: string): Partial<LockFile> & Pick<LockFile, "parts"> {
  try {
    const lock: LockFile = JSON.parse(readFileSync(path.join(data, "launcher.lock"), "utf8"));
    return lock;
  } catch {
    // There is none before the start and after the end.
    return { parts: [] };
  }
}

function postmaster(data: string): ProcessIdentity | undefined {
  try {
    const file = readFileSync(path.join(data, "pg", "cluster", "postmaster.pid"), "utf8");
    const victim = identify(Number(file.split("\n")[0]));
    // The file outlives a killed server, and its number may belong to somebody else by now.
    const command = victim === undefined ? "" : (listed(victim.pid)?.command ?? "");
    return command.includes("postgres") ? victim : undefined;
  } catch {
    return undefined;
  }
}
