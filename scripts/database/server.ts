import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, readSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { send } from "../launch/signal";
import { type Cluster, openCluster, OWNER, PROGRAM_ENVIRONMENT } from "./cluster";

/**
 * A PostgreSQL server of our own, from the binaries that npm carries, on a unix socket only.
 *
 * What it promises: with `durable`, a commit that was acknowledged is on the disk. However the last server on this
 * folder ended, also by `kill -9` of any of its processes or of its parent, the next start works and loses nothing.
 * What it does not do: keep two callers from starting on the same folder; the launcher's lock does that.
 */
export type PostgresServer = Readonly<{
  /** The address of a database as a connection string; without arguments, of the owner and the maintenance database. */
  url(database?: string, user?: string): string;
  pid: number;
  socketFolder: string;
  /** Settles when the server has ended, asked to or not. */
  ended: Promise<void>;
  /** Ends it in order; everything is on the disk afterwards. */
  stop(): Promise<void>;
}>;

const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 30_000;
const LARGEST_LOG = 10 * 1024 * 1024;
/** What a server says while processes of its killed predecessor are still leaving. */
const STILL_LEAVING = /pre-existing shared memory block|lock file .* already exists/;

/**
 * @param home a folder for PostgreSQL alone, made when missing; its parent must be there
 * @param durable false only for a server whose data may be lost, as in tests
 */
export async function startPostgres(home: string, { durable }: { durable: boolean }): Promise<PostgresServer> {
  const cluster = openCluster(path.resolve(home), durable);
  const orphan = await runningPostmaster(cluster);
  if (orphan !== undefined) await stopPostmaster(orphan);

  const child = await launch(cluster, durable);
  const ended = once(child, "exit").then(() => undefined);
  return {
    url: (database, user) => addressOf(cluster, database, user),
    pid: child.pid!,
    socketFolder: cluster.socketFolder,
    ended,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) await stopPostmaster(child.pid!);
      await ended;
      rmSync(cluster.socketFolder, { recursive: true, force: true });
    },
  };
}

/**
 * The address of a database on the server that runs on this folder.
 * @returns null where none runs
 */
export async function findPostgres(home: string): Promise<Pick<PostgresServer, "url"> | null> {
  if (statSync(path.join(home, "cluster"), { throwIfNoEntry: false }) === undefined) return null;
  const cluster = openCluster(path.resolve(home), true);
  if ((await runningPostmaster(cluster)) === undefined) return null;
  return { url: (database, user) => addressOf(cluster, database, user) };
}

function addressOf(cluster: Cluster, database = "postgres", user = OWNER): string {
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(cluster.socketFolder)}`;
}

async function launch(cluster: Cluster, durable: boolean): Promise<ChildProcess> {
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    const logFrom = trimLog(cluster.logFile);
    const child = spawnPostmaster(cluster, durable);
    if (await answersBefore(deadline, cluster, child)) return child;

    child.kill("SIGKILL");
    const log = readFrom(cluster.logFile, logFrom);
    if (!STILL_LEAVING.test(log) || Date.now() > deadline) throw new Error(`PostgreSQL did not start: ${log.trim()}`);
    await sleep(200);
  }
}

function spawnPostmaster(cluster: Cluster, durable: boolean): ChildProcess {
  const settings = {
    listen_addresses: "",
    unix_socket_directories: cluster.socketFolder,
    unix_socket_permissions: "0700",
    max_connections: "100",
    shared_buffers: "64MB",
    fsync: durable ? "on" : "off",
    synchronous_commit: durable ? "on" : "off",
    full_page_writes: durable ? "on" : "off",
    // Segments of its log that are not needed any more are removed: under another name they would keep what was erased.
    wal_recycle: "off",
    // Messages about single statements carry their values: the log is for starts, stops and crashes.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
  };
  const args = ["-D", cluster.folder, "-p", "5432"];
  for (const [name, value] of Object.entries(settings)) args.push("-c", `${name}=${value}`);

  const log = openSync(cluster.logFile, "a", 0o600);
  try {
    return spawn(path.join(cluster.binaries, "postgres"), args, {
      ...cluster.account,
      cwd: "/",
      env: PROGRAM_ENVIRONMENT,
      stdio: ["ignore", "ignore", log],
      // Its own process group: Ctrl-C in a terminal must reach what uses the database first.
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

/** @returns false when the server ended, or did not answer in time */
async function answersBefore(deadline: number, cluster: Cluster, child: ChildProcess): Promise<boolean> {
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = error;
  });
  while (Date.now() < deadline) {
    if (failure !== undefined) throw failure;
    if (child.exitCode !== null || child.signalCode !== null) return false;
    if (await answers(cluster)) return true;
    await sleep(25);
  }
  return false;
}

async function answers(cluster: Cluster): Promise<boolean> {
  const client = new Client({ connectionString: addressOf(cluster), connectionTimeoutMillis: 2000 });
  // A server that is going away breaks the connection between two awaits.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory");
    return rows[0]?.data_directory === cluster.folder;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The process id in PostgreSQL's own lock file, if that server is alive and serves this folder. */
async function runningPostmaster(cluster: Cluster): Promise<number | undefined> {
  let lock: string;
  try {
    lock = readFileSync(path.join(cluster.folder, "postmaster.pid"), "utf8");
  } catch {
    return undefined;
  }
  return (await answers(cluster)) ? Number(lock.split("\n")[0]) : undefined;
}

async function stopPostmaster(pid: number): Promise<void> {
  // SIGINT ends connections, SIGQUIT does not even write a checkpoint; both leave everything committed on the disk.
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    if (!send(pid, signal)) return;
    const deadline = Date.now() + STOP_PATIENCE_MS;
    while (Date.now() < deadline) {
      if (!send(pid, 0)) return;
      await sleep(20);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not end.`);
}

/** @returns the size of the log, which starts anew when it has grown large */
function trimLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= LARGEST_LOG) return size;
  rmSync(file);
  return 0;
}

function readFrom(file: string, offset: number): string {
  const length = statSync(file).size - offset;
  const text = Buffer.alloc(Math.max(0, length));
  const descriptor = openSync(file, "r");
  try {
    readSync(descriptor, text, 0, text.length, offset);
  } finally {
    closeSync(descriptor);
  }
  return text.toString("utf8");
}
