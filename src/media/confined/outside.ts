/** What the kernel says of a decoder from outside (proc_pid_status(5)). Linux only: elsewhere nothing is known. */
import { readFileSync } from "node:fs";

/** The last process of a chain of only children: the decoder itself, behind the programs that wall it in. */
export function innermost(pid: number): number {
  const children = read(`/proc/${pid}/task/${pid}/children`)?.trim().split(" ")[0];
  return children === undefined || children === "" ? pid : innermost(Number(children));
}

type Status = {
  /** Effective, permitted, inheritable, bounding and ambient rights, as bits. */
  readonly capabilities: { readonly held: bigint; readonly bounding: bigint };
  readonly noNewPrivileges: boolean;
  /** The most memory that was ever resident, in bytes; 0 once it is ending. */
  readonly peak: number;
};

/** Undefined when it is gone, or this is no Linux. */
export function statusOf(pid: number): Status | undefined {
  const text = read(`/proc/${pid}/status`);
  if (text === undefined) return undefined;
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(text)?.[1];
  const bits = (name: string) => BigInt(`0x${field(name) ?? "0"}`);
  return {
    capabilities: { held: bits("CapEff") | bits("CapPrm") | bits("CapAmb"), bounding: bits("CapBnd") },
    noNewPrivileges: field("NoNewPrivs") === "1",
    peak: Number(field("VmHWM") ?? 0) * 1024,
  };
}

/** The most memory that a process ever had resident, in bytes; undefined when it is gone, or this is no Linux. */
export const peakMemory = (pid: number): number | undefined => statusOf(pid)?.peak;

/** capabilities(7): the numbers of CAP_SETGID and CAP_SETUID. */
const BECOMES_ANOTHER = (1n << 6n) | (1n << 7n);

/** Whether what this process starts can give up root for the user `uid`. Root of a container may lack the right, or that user (user_namespaces(7)). */
export function mayBecome(uid: number): boolean {
  if (process.getuid?.() !== 0) return false;
  const status = statusOf(process.pid);
  if (status === undefined) return true; // No Linux, where root is root.
  const users = (read("/proc/self/uid_map") ?? "").split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const isKnown = users.some(([first = 0, , count = 0]) => uid >= first && uid < first + count);
  return isKnown && read("/proc/self/setgroups")?.trim() === "allow" && (status.capabilities.held & BECOMES_ANOTHER) === BECOMES_ANOTHER;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // Gone in this moment, or no such thing here.
  }
}
