import { fromPrisma, PgBoss } from "pg-boss";
import * as z from "zod";
import { config } from "~/env";
import type { Tx } from "./db";
import { jobNames, jobs, schedules, type Handlers, type JobName, type Payload } from "./jobs";
import { log } from "./log";

/**
 * Jobs live in PostgreSQL, in a schema of pg-boss's own, and are enqueued in the transaction that needs them. A job
 * whose worker is killed misses its heartbeat and runs again, so every handler may run twice.
 */
const SCHEMA = "jobs";
const RUNTIME_ROLE = "vouchsafe_runtime";
const HEARTBEAT_S = 10;
/** Where PostgreSQL cannot tell the worker of a job, as through some poolers: the shortest that pg-boss allows. */
const POLL_S = 0.5;
/** Where it can: for jobs that wait for an hour of their own. */
const RESCUE_POLL_S = 2;

const queueOptions = {
  // For about four hours, ten minutes apart in the end: a full disk must not leave a photo undone for good.
  retryLimit: 30,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 600,
  expireInSeconds: 600,
  heartbeatSeconds: HEARTBEAT_S,
  notify: true,
  deleteAfterSeconds: 24 * 3600,
};

/**
 * Lay out or update the queues, as the database's owner, and let the runtime role use them. Idempotent.
 * @param ownerUrl a connection string of the role that owns the schema
 */
export async function installQueues(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema: SCHEMA, supervise: false, schedule: false, max: 2 });
  boss.on("error", (error) => log.queueError(error));
  await boss.start();
  try {
    for (const name of jobNames) {
      if (await boss.getQueue(name)) await boss.updateQueue(name, queueOptions);
      else await boss.createQueue(name, queueOptions);
    }
    await boss.getDb().executeSql(`
      GRANT USAGE ON SCHEMA "${SCHEMA}" TO ${RUNTIME_ROLE};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "${SCHEMA}" TO ${RUNTIME_ROLE};
      GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "${SCHEMA}" TO ${RUNTIME_ROLE};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA "${SCHEMA}" TO ${RUNTIME_ROLE};`);
  } finally {
    await boss.stop({ graceful: false });
  }
}

const connectBoss = (role: "sender" | "worker") =>
  new PgBoss({
    connectionString: config().database.url,
    schema: SCHEMA,
    migrate: false,
    createSchema: false,
    supervise: role === "worker",
    schedule: role === "worker",
    superviseIntervalSeconds: HEARTBEAT_S,
    monitorIntervalSeconds: HEARTBEAT_S,
    useListenNotify: role === "worker",
    max: role === "worker" ? 6 : 2,
  });

let sender: Promise<PgBoss> | undefined;

async function startSender(): Promise<PgBoss> {
  const boss = connectBoss("sender");
  boss.on("error", (error) => log.queueError(error));
  try {
    return await boss.start();
  } catch (error) {
    // Forgotten, so that the next that needs one tries again: PostgreSQL may only have been starting.
    sender = undefined;
    await boss.stop({ graceful: false });
    throw error;
  }
}

/** Enqueue a job in the transaction that needs it. */
export async function enqueue<N extends JobName>(tx: Tx, name: N, payload: Payload<N>): Promise<void> {
  const boss = await (sender ??= startSender());
  await boss.send(name, jobs[name].parse(payload), { db: fromPrisma(tx) });
}

/** The same for many at once: whoever closes thousands holds locks meanwhile. */
export async function enqueueAll<N extends JobName>(tx: Tx, name: N, payloads: readonly Payload<N>[]): Promise<void> {
  if (payloads.length === 0) return;
  const boss = await (sender ??= startSender());
  await boss.insert(name, payloads.map((payload) => ({ data: jobs[name].parse(payload) })), { db: fromPrisma(tx) });
}

/** What waits or runs, and what has failed for good, over all queues: counted now, not from pg-boss's cache. */
export async function queueHealth(): Promise<{ waiting: number; failed: number }> {
  const boss = await (sender ??= startSender());
  const { rows } = await boss.getDb().executeSql(
    `SELECT count(*) FILTER (WHERE state IN ('created', 'retry', 'active'))::int AS waiting,
            count(*) FILTER (WHERE state = 'failed')::int AS failed
       FROM "${SCHEMA}".job WHERE name = ANY($1)`,
    [jobNames],
  );
  return z.strictObject({ waiting: z.number(), failed: z.number() }).parse(rows[0]);
}

export async function stopSender(): Promise<void> {
  const boss = await sender;
  sender = undefined;
  await boss?.stop({ graceful: false });
}

/**
 * Work on every queue until stopped.
 * @returns stop, which lets running jobs finish for up to 20 seconds
 */
export async function work(handlers: Handlers): Promise<() => Promise<void>> {
  const boss = connectBoss("worker");
  boss.on("error", (error) => log.queueError(error));
  await boss.start();
  for (const [name, cron] of Object.entries(schedules)) await boss.schedule(name, cron);
  for (const name of jobNames) await workOn(boss, name, handlers[name]);
  return () => boss.stop({ graceful: true, timeout: 20_000 });
}

async function workOn<N extends JobName>(boss: PgBoss, name: N, handle: Handlers[N]): Promise<void> {
  const often = { pollingIntervalSeconds: POLL_S, notifyPollingIntervalSeconds: RESCUE_POLL_S, batchSize: 1 };
  const worker = await boss.work<unknown>(name, often, async ([job]) => {
    if (!job) return;
    // Where there was one, the next is looked for at once.
    boss.notifyWorker(worker);
    const started = performance.now();
    try {
      await handle(jobs[name].parse(job.data ?? {}) as Payload<N>);
      log.jobDone(name, performance.now() - started);
    } catch (error) {
      log.jobFailed(name, job.id, error);
      throw error;
    }
  });
}
