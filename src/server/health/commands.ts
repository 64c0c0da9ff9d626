import { db } from "~/server/db";

type Found = {
  readonly environmentEmpty: boolean;
  readonly user: "unprivileged" | "own" | "root";
  readonly memory: "limited" | "watched";
  readonly cpuLimited: boolean;
  readonly filesUnwritable: boolean;
  readonly files: "own" | "shared";
  readonly folderUnseen: boolean | null;
  readonly processes: "own" | "shared";
  readonly network: "none" | "shared";
  readonly newPrivileges: "forbidden" | "possible";
  readonly capabilities: "none" | "some" | "unknown";
};

/** The worker's sign of life, with what it found of the walls around its decoder when it started. */
export async function beat(found: Found, at: Date): Promise<void> {
  // The names are the keys of the page's catalogue.
  const confinement = [
    { name: "environment", held: found.environmentEmpty },
    { name: "user", held: found.user === "unprivileged" },
    { name: "data", held: found.folderUnseen === true },
    { name: "tree", held: found.files === "own" },
    { name: "files", held: found.filesUnwritable },
    { name: "network", held: found.network === "none" },
    { name: "processes", held: found.processes === "own" },
    { name: "rights", held: found.capabilities === "none" },
    { name: "privileges", held: found.newPrivileges === "forbidden" },
    { name: "memory", held: found.memory === "limited" },
    { name: "cpu", held: found.cpuLimited },
  ];
  const seen = { seenAt: at, confinement };
  await db().workerBeat.upsert({ where: { id: 1 }, create: { id: 1, ...seen }, update: seen });
}
