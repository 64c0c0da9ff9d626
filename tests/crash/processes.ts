import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identify, isAlive, type ProcessIdentity } from "../../scripts/launch/process-identity";
import { send } from "../../scripts/launch/signal";

type Listed = Readonly<{ pid: number; parent: number; command: string }>;

/** Every process of this machine that can be looked at. */
export function processes(): Listed[] {
  if (process.platform !== "linux") {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,command="], { encoding: "utf8" }).split("\n");
    return lines.flatMap((line) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
  }
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (listed(Number(name)) ?? []) : []));
}

/** proc(5): the parent is the second field after the name in brackets; arguments are separated by zero bytes. */
function listed(pid: number): Listed | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { pid, parent: Number(parent), command };
  } catch {
    // It ended between two looks.
    return undefined;
  }
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

/**
 * The decoders of web and worker, and whether a file is being decoded there: each keeps one more in reserve, which was
 * started last.
 */
export function decoders(data: string): { victim: ProcessIdentity; of: "web" | "worker"; atWork: boolean }[] {
  const now = running(data);
  const all = processes();
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  // What builds the room around a decoder stands between it and its parent, with the decoder's command among its arguments.
  const below = (pid: number, ancestor: number | undefined): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && parent > 1 && (parent === ancestor || below(parent, ancestor));
  };
  const wrapped = ({ command }: Listed) => ["sh", "unshare"].includes(path.basename(command.split(" ")[0] ?? ""));
  const itself = all.filter((each) => each.command.includes("confined/child.mjs") && !wrapped(each));
  return (["web", "worker"] as const).flatMap((of) => {
    const own = itself.filter(({ pid }) => below(pid, now[of]?.pid)).toSorted((a, b) => a.pid - b.pid);
    return own.flatMap(({ pid }, position) => {
      const victim = identify(pid);
      return victim === undefined ? [] : [{ victim, of, atWork: position < own.length - 1 }];
    });
  });
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
