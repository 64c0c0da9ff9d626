import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { findPostgres, type PostgresServer, startPostgres } from "../../scripts/database/server";
import { send } from "../../scripts/launch/signal";

const HOLD = path.join(import.meta.dirname, "fixtures/hold-postgres.ts");
const Held = z.object({ pid: z.number(), url: z.string(), socketFolder: z.string() });

let parent: string;
let home: string;
let server: PostgresServer | undefined;
let holder: ChildProcess | undefined;

beforeEach(() => {
  // With a space, as in many a person's path.
  parent = mkdtempSync(path.join(tmpdir(), "vouchsafe postgres "));
  chmodSync(parent, 0o711);
  home = path.join(parent, "pg");
});

afterEach(async () => {
  holder?.kill("SIGKILL");
  await server?.stop();
  server = undefined;
  const elsewhere = existsSync(home) ? realpathSync(home) : home;
  rmSync(elsewhere, { recursive: true, force: true });
  rmSync(parent, { recursive: true });
});

async function start(): Promise<PostgresServer> {
  server = await startPostgres(home, { durable: true });
  return server;
}

/** Starts a server in a process of its own. */
async function hold(...args: string[]): Promise<z.infer<typeof Held>> {
  holder = spawn(process.execPath, ["--import", "tsx", HOLD, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const [text] = await once(holder.stdout!, "data");
  return Held.parse(JSON.parse(String(text)));
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  // The server may be killed under it.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("It does not happen.");
    await sleep(25);
  }
}

test("it is reached through a private socket only, and acknowledges nothing that is not on the disk", async () => {
  const { url, socketFolder } = await start();
  const settings = ["listen_addresses", "fsync", "synchronous_commit", "full_page_writes", "data_checksums"];
  const values = settings.map((name) => `current_setting('${name}') AS ${name}`).join(", ");
  expect(await query(url(), `SELECT ${values}`)).toEqual([
    { listen_addresses: "", fsync: "on", synchronous_commit: "on", full_page_writes: "on", data_checksums: "on" },
  ]);
  expect(statSync(socketFolder).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(socketFolder, ".s.PGSQL.5432")).mode & 0o777).toBe(0o700);
});

test("what was committed survives the kill of the server, and the next start works at once", async () => {
  const { url, pid, ended } = await start();
  await query(url(), "CREATE TABLE kept (n int); INSERT INTO kept SELECT generate_series(1, 100)");
  process.kill(pid, "SIGKILL");
  await ended;
  const again = await start();
  expect(await query(again.url(), "SELECT count(*)::int AS rows FROM kept")).toEqual([{ rows: 100 }]);
});

test("a server whose launcher was killed is taken over", async () => {
  const orphan = await hold(home);
  await query(orphan.url, "CREATE TABLE kept AS SELECT 7 AS n");
  holder!.kill("SIGKILL");
  expect(await findPostgres(home)).not.toBeNull();

  const { url, pid } = await start();
  expect(pid).not.toBe(orphan.pid);
  expect(send(orphan.pid, 0)).toBe(false);
  expect(await query(url(), "SELECT n FROM kept")).toEqual([{ n: 7 }]);
});

test("a throw-away server leaves no trace when its owner is killed", async () => {
  const { pid, url, socketFolder } = await hold();
  const [row] = await query(url, "SHOW data_directory");
  const folder = String(row?.data_directory);
  expect(existsSync(folder)).toBe(true);
  holder!.kill("SIGKILL");
  await until(() => !send(pid, 0) && !existsSync(folder) && !existsSync(socketFolder));
});

test("a data folder whose making was cut off is made anew", async () => {
  await (await start()).stop();
  rmSync(path.join(home, "cluster"), { recursive: true });
  mkdirSync(path.join(home, "cluster.unfinished"));
  writeFileSync(path.join(home, "cluster.unfinished", "PG_VERSION"), "18\n");
  const { url } = await start();
  expect(await query(url(), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("data that another version of PostgreSQL wrote is refused, and left as it is", async () => {
  await (await start()).stop();
  const version = path.join(home, "cluster", "PG_VERSION");
  writeFileSync(version, "15\n");
  await expect(start()).rejects.toThrow(/written by PostgreSQL 15, and this is PostgreSQL 18/);
  expect(existsSync(version)).toBe(true);
});

test("a socket folder that others can enter is refused", async () => {
  const { socketFolder, stop } = await start();
  await stop();
  mkdirSync(socketFolder);
  chmodSync(socketFolder, 0o755);
  try {
    await expect(start()).rejects.toThrow(/not a private folder of this user/);
  } finally {
    rmSync(socketFolder, { recursive: true });
  }
});

test("a folder that its account cannot reach is replaced by one that it can, and found again", async () => {
  chmodSync(parent, 0o700);
  const first = await start();
  await query(first.url(), "CREATE TABLE kept AS SELECT 7 AS n");
  await first.stop();
  // Only root starts it as somebody else.
  expect(lstatSync(home).isSymbolicLink()).toBe(process.getuid?.() === 0);
  const second = await start();
  expect(await query(second.url(), "SELECT n FROM kept")).toEqual([{ n: 7 }]);
});
