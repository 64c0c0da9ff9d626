import { db } from "~/server/db";

type Found = {
  readonly environmentEmpty: boolean;
  readonly user: "unprivileged" | "own" | "root";
  readonly memory: "limited" | "watched";
  readonly cpuLimited: boolean;
  readonly filesUnwritable: boolean;
  readonly network: "none" | "shared";
  readonly newPrivileges: "forbidden" | "possible";
};

/** The worker's sign of life, with what it found of the walls around its decoder when it started. */
export async function beat(found: Found, at: Date): Promise<void> {
  const confinement = [
    { name: "environmentEmpty", held: found.environmentEmpty },
    { name: "user", held: found.user === "unprivileged" },
    { name: "memory", held: found.memory === "limited" },
    { name: "cpuLimited", held: found.cpuLimited },
    { name: "filesUnwritable", held: found.filesUnwritable },
    { name: "network", held: found.network === "none" },
    { name: "newPrivileges", held: found.newPrivileges === "forbidden" },
  ];
  const seen = { seenAt: at, confinement };
  await db().workerBeat.upsert({ where: { id: 1 }, create: { id: 1, ...seen }, update: seen });
}
