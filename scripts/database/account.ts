import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";

/** Whom PostgreSQL runs as. Empty: as the user who runs this program. */
export type Account = Readonly<{ uid: number; gid: number } | { uid?: undefined; gid?: undefined }>;

/** PostgreSQL refuses to run as root, and needs a user whom the system has a name for. */
const CANDIDATES = ["postgres", "nobody"];

/**
 * @param dataFolder keeps the account that it was made with, also when another candidate appears on the system later
 */
export function accountFor(dataFolder: string): Account {
  if (process.getuid?.() !== 0) return {};

  const made = statSync(dataFolder, { throwIfNoEntry: false });
  if (made !== undefined && made.uid !== 0) return { uid: made.uid, gid: made.gid };

  const users = readFileSync("/etc/passwd", "utf8").split("\n").map((line) => line.split(":"));
  for (const candidate of CANDIDATES) {
    const user = users.find(([name]) => name === candidate);
    if (user !== undefined) return { uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new Error(
    `PostgreSQL does not run as root, and this system has none of the users ${CANDIDATES.join(", ")} to run it as. ` +
      "Start as an ordinary user, or set DATABASE_URL to a PostgreSQL server.",
  );
}

/** Whether the account can enter a folder: every folder above it counts too. */
export function canEnter(account: Account, folder: string): boolean {
  if (account.uid === undefined) return true;
  const { status } = spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], { ...account, cwd: "/", stdio: "ignore" });
  return status === 0;
}
