import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Account, accountFor, canEnter } from "./account";
import { binariesFor, makeSystemFolder } from "./binaries";

/** The owner of the database and of everything in it. */
export const OWNER = "vouchsafe";

/** The environment of PostgreSQL's programs: nothing of the caller's but the path. */
export const PROGRAM_ENVIRONMENT: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: process.env.PATH ?? "/usr/bin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
};

/** PostgreSQL refuses longer socket paths; the kernel's limit is 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET_PATH = 103;

/** A PostgreSQL data directory, and what runs it. */
export type Cluster = Readonly<{
  folder: string;
  account: Account;
  binaries: string;
  socketFolder: string;
  logFile: string;
}>;

/**
 * Finds the cluster under `home`, or makes one.
 *
 * @param home a folder for PostgreSQL alone. Where its account cannot reach it, a symbolic link there points to a
 *   folder that it can reach.
 * @param durable whether what was made has reached the disk when this returns
 */
export function openCluster(home: string, durable: boolean): Cluster {
  const account = accountFor(home);
  const binaries = binariesFor(account);
  makeHome(home, account);
  const real = realpathSync(home);
  const folder = path.join(real, "cluster");
  if (existsSync(folder)) refuseOtherVersion(folder, binaries);
  else initialise(folder, account, binaries, durable);
  return {
    folder,
    account,
    binaries,
    socketFolder: makeSocketFolder(folder, account),
    logFile: path.join(real, "postgres.log"),
  };
}

function makeHome(home: string, account: Account): void {
  if (lstatSync(home, { throwIfNoEntry: false }) !== undefined) return;
  if (canEnter(account, path.dirname(home))) {
    mkdirSync(home, { mode: 0o700 });
    own(home, account);
  } else {
    const elsewhere = makeSystemFolder("database-");
    own(elsewhere, account);
    symlinkSync(elsewhere, home);
  }
}

/** `initdb` works beside the final place: one that was killed in the middle leaves nothing that looks like a cluster. */
function initialise(folder: string, account: Account, binaries: string, durable: boolean): void {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const args = ["-D", unfinished, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--data-checksums", "--no-instructions"];
  // Sorts and folds case the same on every machine, whatever locales it has.
  args.push("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
  if (!durable) args.push("--no-sync");
  const { status, stderr, error } = spawnSync(path.join(binaries, "initdb"), args, {
    ...account,
    cwd: "/",
    env: PROGRAM_ENVIRONMENT,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`PostgreSQL could not make its data folder: ${error?.message ?? stderr.trim()}`);
  // No connection but through the socket, whose folder is closed to everybody else.
  writeFileSync(path.join(unfinished, "pg_hba.conf"), "local all all trust\n");
  renameSync(unfinished, folder);
}

function refuseOtherVersion(folder: string, binaries: string): void {
  const made = readFileSync(path.join(folder, "PG_VERSION"), "utf8").trim();
  const { stdout } = spawnSync(path.join(binaries, "postgres"), ["--version"], {
    env: PROGRAM_ENVIRONMENT,
    encoding: "utf8",
  });
  const have = /\) (\d+)/.exec(stdout)?.[1];
  if (made === have) return;
  throw new Error(
    `The data in ${folder} was written by PostgreSQL ${made}, and this is PostgreSQL ${have}. ` +
      `Back it up with the version of Vouchsafe that wrote it, and restore it with this one.`,
  );
}

/**
 * Private, and short whatever the path of the data. In a folder that everybody may write to, somebody else might have
 * taken the name first: that is refused.
 */
function makeSocketFolder(cluster: string, account: Account): string {
  const uid = account.uid ?? process.getuid?.() ?? 0;
  const name = `vouchsafe-${createHash("sha256").update(cluster).digest("hex").slice(0, 16)}`;
  const parents = account.uid === undefined ? [tmpdir(), "/tmp"] : ["/run", "/tmp"];
  const fits = (parent: string) =>
    existsSync(parent) && Buffer.byteLength(path.join(parent, name, ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH;
  const parent = parents.find(fits) ?? "/tmp";
  const folder = path.join(parent, name);

  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) {
    mkdirSync(folder, { mode: 0o700 });
    own(folder, account);
  }
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new Error(`${folder} is there already and is not a private folder of this user: remove it, and start again.`);
  }
  return folder;
}

function own(folder: string, account: Account): void {
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);
}
