/**
 * What confines the decoder on this machine, for the health page and the log at start, without flattery: a decoder is started that tries from inside what
 * it should not be able to do, and the kernel is asked what rights it has left.
 */
import { Decoder } from "./confined/decoder";
import { statusOf } from "./confined/outside";
import { wrap } from "./confined/launch";

export type Confinement = {
  readonly environmentEmpty: boolean;
  /** Runs as nobody or, when this process was no root to begin with, as the same user. */
  readonly user: "unprivileged" | "own" | "root";
  /** "limited" before the fact, by the kernel; "watched" after it. */
  readonly memory: "limited" | "watched";
  readonly cpuLimited: boolean;
  readonly filesUnwritable: boolean;
  /** "own": a tree with nothing but what it needs to run. */
  readonly files: "own" | "shared";
  /** The folder that was asked about; null when none was. */
  readonly folderUnseen: boolean | null;
  readonly processes: "own" | "shared";
  readonly network: "none" | "shared";
  readonly newPrivileges: "forbidden" | "possible";
  /** Rights of root, whole or in part. */
  readonly capabilities: "none" | "some" | "unknown";
  /** What is missing, in sentences for an operator. */
  readonly weaknesses: readonly string[];
};

/** Everything that a room has at its top; a decoder that sees more is in none. */
const ROOM = new Set(["app", "lib", "lib32", "lib64", "node", "nix", "setpriv", "usr"]);

/** `folder`: where sealed things and keys lie, which a decoder should not be able to look into. Throws when the decoder cannot be started at all. */
export async function confinement(folder: string | null = null): Promise<Confinement> {
  const [wrapping, decoder] = await Promise.all([wrap(), Decoder.start("native", { folder })]);
  try {
    const { uid, environment, examined } = await decoder.hello();
    if (examined === null) throw new Error("the confined decoder did not say what it found");
    const pid = decoder.pid;
    const status = pid === undefined ? undefined : statusOf(pid);
    const limit = (name: string) => examined.limits[name]?.soft ?? "unlimited";
    const isRoot = process.getuid?.() === 0;
    const ownFiles = wrapping.roomed && examined.root.every((name) => ROOM.has(name));
    return judged({
      environmentEmpty: environment === 0,
      // Root of its own user namespace is whoever started it.
      user: isRoot ? (uid === 0 ? "root" : "unprivileged") : "own",
      memory: limit("data_seg_size_bytes") === "unlimited" ? "watched" : "limited",
      cpuLimited: limit("cpu_time_seconds") !== "unlimited",
      filesUnwritable: !examined.writes && limit("file_size_blocks") === 0,
      files: ownFiles ? "own" : "shared",
      folderUnseen: examined.folder === null ? null : !examined.folder,
      // In a namespace of its own it has another number than the one by which we know it.
      processes: examined.processes === 0 && examined.pid !== pid ? "own" : "shared",
      network: wrapping.networkless && examined.interfaces === 0 ? "none" : "shared",
      newPrivileges: status?.noNewPrivileges === true ? "forbidden" : "possible",
      capabilities: status === undefined ? "unknown" : status.capabilities.held === 0n ? "none" : "some",
    });
  } finally {
    decoder.kill();
  }
}

/** Adds what is missing, in sentences. */
export function judged(found: Omit<Confinement, "weaknesses">): Confinement {
  const weaknesses = [
    !found.environmentEmpty && "The decoder sees environment variables.",
    found.user === "root" && "The decoder runs as root.",
    found.user === "own" && "The decoder runs as the same user as the service: start the service from root or give it a user of its own.",
    found.memory === "watched" && "The decoder's memory is only watched, not limited: prlimit (util-linux) is missing.",
    !found.cpuLimited && "The decoder's processor time is bounded only by the clock on the wall.",
    !found.filesUnwritable && "The decoder may write files.",
    found.files === "shared" && "The decoder sees the machine's files: namespaces (unshare, util-linux) are missing or not permitted.",
    found.folderUnseen === false && "The decoder can look into the data folder.",
    found.processes === "shared" && "The decoder sees the machine's other processes and, where they run as the same user, can end them and read their memory.",
    found.network === "shared" && "The decoder shares the network: unshare (util-linux) is missing or not permitted.",
    found.newPrivileges === "possible" && "The decoder may gain privileges: setpriv (util-linux) is missing.",
    found.capabilities === "some" && "The decoder keeps some of root's rights.",
    found.capabilities === "unknown" && "It is not known whether the decoder keeps some of root's rights: this system does not say.",
  ];
  return { ...found, weaknesses: weaknesses.filter((sentence) => sentence !== false) };
}
