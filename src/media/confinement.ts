/** What confines the decoder on this machine, as the decoder itself sees it: for the health page and the log at start, without flattery. */
import { readlinkSync } from "node:fs";

import { wrap } from "./confined/launch";
import { greeting } from "./confined/pool";

export type Confinement = {
  readonly environmentEmpty: boolean;
  /** Runs as nobody or, when this process was no root to begin with, as the same user. */
  readonly user: "unprivileged" | "own" | "root";
  /** "limited" before the fact, by the kernel; "watched" after it. */
  readonly memory: "limited" | "watched";
  readonly cpuLimited: boolean;
  readonly filesUnwritable: boolean;
  readonly network: "none" | "shared";
  readonly newPrivileges: "forbidden" | "possible";
  /** What is missing, in sentences for an operator. */
  readonly weaknesses: readonly string[];
};

/** Throws when the decoder cannot be started at all. */
export async function confinement(): Promise<Confinement> {
  const [hello, wrapping] = await Promise.all([greeting(), wrap()]);
  const limit = (name: string) => new RegExp(`^${name} +(\\S+)`, "m").exec(hello.limits ?? "")?.[1] ?? "unlimited";
  const user = hello.uid === 0 ? "root" : process.getuid?.() === 0 ? "unprivileged" : "own";
  const found: Omit<Confinement, "weaknesses"> = {
    environmentEmpty: hello.environment === 0,
    user,
    memory: limit("Max data size") === "unlimited" ? "watched" : "limited",
    cpuLimited: limit("Max cpu time") !== "unlimited",
    filesUnwritable: limit("Max file size") === "0",
    network: wrapping.networkless && hello.network !== ownNetwork() ? "none" : "shared",
    newPrivileges: hello.status === "1" ? "forbidden" : "possible",
  };
  const weaknesses = [
    !found.environmentEmpty && "The decoder sees environment variables.",
    found.user === "root" && "The decoder runs as root.",
    found.user === "own" && "The decoder runs as the same user as the service: start the service from root or give it a user of its own.",
    found.memory === "watched" && "The decoder's memory is only watched, not limited: prlimit (util-linux) is missing.",
    !found.cpuLimited && "The decoder's processor time is bounded only by the clock on the wall.",
    !found.filesUnwritable && "The decoder may write files.",
    found.network === "shared" && "The decoder shares the network: unshare (util-linux) is missing or not permitted.",
    found.newPrivileges === "possible" && "The decoder may gain privileges: setpriv (util-linux) is missing.",
  ];
  return { ...found, weaknesses: weaknesses.filter((sentence) => sentence !== false) };
}

function ownNetwork(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/net");
  } catch {
    return undefined; // Not Linux: no such thing.
  }
}
