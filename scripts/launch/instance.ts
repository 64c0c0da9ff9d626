import type { KeyObject } from "node:crypto";
import { realpathSync } from "node:fs";
import { once } from "node:events";
import path from "node:path";
import { wantedKeyHolder } from "~/env";
import { startPostgres } from "../database/server";
import { inCheckout } from "./checkout.mjs";
import type { DataFolder } from "./data-folder";
import { bringUpToDate, type DatabaseAddresses, givenDatabase, ownDatabase, readState } from "./instance-database";
import { ensureKeys } from "./keys";
import type { Lock } from "./lock";
import { unlock } from "./locked/unlock";
import { LogFile } from "./log-file";
import { choosePort } from "./port";
import { type Program, startProgram } from "./program";
import { say, step } from "./progress.mjs";
import { runScript } from "./script";
import { supervise, type Supervised } from "./supervise";
import { waitForWeb } from "./web-answers";

export type Instance = Readonly<{ data: DataFolder; lock: Lock; demo: boolean; stopping: AbortSignal }>;

/** Starts an instance, keeps it running until `stopping`, and ends it in order: web, worker, PostgreSQL. */
export async function startInstance(instance: Instance): Promise<void> {
  /** What runs, the last that started first. */
  const running: Supervised[] = [];
  try {
    await run(instance, (part) => running.unshift(part));
    process.stdout.write("\n");
  } finally {
    await step("Stop", "ending web, worker and PostgreSQL", async () => {
      for (const part of running) await part.stop();
      return { result: "everything has ended", value: undefined };
    });
  }
}

async function run({ data, lock, demo, stopping }: Instance, started: (part: Supervised) => void): Promise<void> {
  const addresses = await openDatabase(data, started);
  const { hasMembers, isUsed } = await step("Schema", "bringing the database up to date", async () => {
    const applied = await bringUpToDate(addresses.owner);
    const result = applied.length === 0 ? "database is up to date" : `${applied.length} migrations applied`;
    return { result, value: await readState(addresses.owner) };
  });
  const { made, holders } = await ensureKeys(data.keys, isUsed, wantedKeyHolder(process.env));
  if (made.length > 0) say("Keys", `made in ${data.keys}: keep a copy of them apart from the data`);

  const { port, note } = await choosePort(process.env.PORT);
  if (note !== null) say("Port", note);
  const env = environment(data, addresses, port);
  if (stopping.aborted) return;
  const keys = await unlock(data.keys, holders, { port, publicUrl: env.PUBLIC_URL }, stopping);
  if (stopping.aborted) return;

  const web = new LogFile(path.join(data.logs, "web.log"), (text) => say("Web", text));
  const worker = new LogFile(path.join(data.logs, "worker.log"), (text) => say("Worker", text));
  const start = (program: Program, log: LogFile) => startProgram(program, log, (pid) => lock.addPart(pid));
  started(await supervise(() => start(workerProgram(env, keys), worker), (line) => say("Worker", line)));
  started(await supervise(() => start(webProgram(env, keys, port), web), (line) => say("Web", line)));
  const address = env.PUBLIC_URL;
  await step("Web", "waiting for its first answer", async () => {
    await waitForWeb(port, web, stopping);
    return { result: `answers on port ${port}`, value: undefined };
  });
  if (stopping.aborted) return;
  lock.setAddress(address);

  if (demo) await fillWithDemo(env, keys, hasMembers);
  await welcome(env, keys, address, data);
  if (!stopping.aborted) await once(stopping, "abort");
}

async function openDatabase(data: DataFolder, started: (part: Supervised) => void): Promise<DatabaseAddresses> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== "") {
    say("Database", "the PostgreSQL server that DATABASE_URL names");
    return givenDatabase(given, process.env.RUNTIME_DATABASE_URL);
  }
  return step("Database", "starting PostgreSQL", async () => {
    let server = await startPostgres(data.postgres, { durable: true });
    const addresses = await ownDatabase(server);
    let isFirst = true;
    const restartable = async () => {
      // Its address stays the same, and web and worker connect again by themselves.
      if (!isFirst) server = await startPostgres(data.postgres, { durable: true });
      isFirst = false;
      const current = server;
      return { ended: current.ended.then(() => "unexpectedly"), stop: () => current.stop() };
    };
    started(await supervise(restartable, (line) => say("Database", line)));
    const real = realpathSync(data.postgres);
    const moved = real === realpathSync(data.path) + path.sep + "pg" ? "" : `, its data in ${real}`;
    return { result: `PostgreSQL started, on a private socket only${moved}`, value: addresses };
  });
}

/** What web, worker and the scripts are told. The owner's connection is not theirs to have. */
function environment(data: DataFolder, { runtime }: DatabaseAddresses, port: number) {
  const { MIGRATE_DATABASE_URL: _owner, RUNTIME_DATABASE_URL: _runtime, ...inherited } = process.env;
  return {
    ...inherited,
    NODE_ENV: "production",
    VOUCHSAFE_DATA: data.path,
    DATABASE_URL: runtime,
    KEYS_ON_STDIN: "yes",
    PORT: String(port),
    PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${port}`,
  } as const;
}

type Environment = ReturnType<typeof environment>;

function webProgram(env: Environment, keys: readonly KeyObject[], port: number): Program {
  const next = inCheckout("node_modules", "next", "dist", "bin", "next");
  return { args: [next, "start", "-H", "127.0.0.1", "-p", String(port)], env, keys, patienceMs: 15_000 };
}

function workerProgram(env: Environment, keys: readonly KeyObject[]): Program {
  return { args: ["--import", "tsx", inCheckout("src", "worker", "main.ts")], env, keys, patienceMs: 25_000 };
}

async function fillWithDemo(env: Environment, keys: readonly KeyObject[], hasMembers: boolean): Promise<void> {
  if (hasMembers) {
    say("Demo", "not added: it goes into an empty instance only, and this one has members");
    return;
  }
  const text = await step("Demo", "taking in the demonstration's photos", async () => ({
    result: "a fictional collective, its incidents and photos added",
    value: await runScript(inCheckout("scripts", "demo.ts"), env, keys),
  }));
  process.stdout.write(`\n${text}\n`);
}

async function welcome(env: Environment, keys: readonly KeyObject[], address: string, data: DataFolder): Promise<void> {
  const link = await runScript(inCheckout("scripts", "first-steward.ts"), env, keys);
  process.stdout.write(`\n  Vouchsafe is at ${address}\n`);
  if (link !== "") {
    process.stdout.write(`\n  It has no steward yet. This link makes one, once:\n  ${link}\n`);
  }
  process.stdout.write(`\n  Its data is in ${data.path}, its logs are in log/ there. Ctrl-C ends it.\n\n`);
}
