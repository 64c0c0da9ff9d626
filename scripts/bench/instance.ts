import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { createSigningKeyFile } from "~/ledger";
import { installQueues } from "~/server/queue";
import { createKeyFile } from "~/vault";
import { migrate } from "../database/migrate";
import { startThrowawayPostgres } from "../database/throwaway";
import { inCheckout } from "../launch/checkout.mjs";

/**
 * An instance without a web server: a database, and the secrets that signing in and signing need.
 * @param durable true where it is measured what is written to the disk
 */
export async function openInstance({ durable = false } = {}) {
  const data = await mkdtemp(path.join(tmpdir(), "vouchsafe-bench-"));
  const server = await startThrowawayPostgres({ durable });
  const client = new Client({ connectionString: server.url() });
  await client.connect();
  await client.query("CREATE DATABASE bench");
  await client.end();
  await migrate(server.url("bench"), inCheckout("prisma/migrations"));
  await installQueues(server.url("bench"));
  await mkdir(path.join(data, "keys"), { mode: 0o700 });
  await createKeyFile(path.join(data, "keys", "instance.key"));
  await createSigningKeyFile(path.join(data, "keys", "ledger.key"), "vouchsafe/bench");
  await writeFile(path.join(data, "keys", "auth.secret"), randomBytes(32).toString("hex"), { mode: 0o600 });
  Object.assign(process.env, {
    VOUCHSAFE_DATA: data, DATABASE_URL: server.url("bench", "vouchsafe_runtime"), PUBLIC_URL: "http://localhost:3000",
  });
  return {
    /** A connection string of the owner. */
    ownerUrl: server.url("bench"),
    async close() {
      const { disconnect } = await import("~/server/db");
      const { stopSender } = await import("~/server/queue");
      await stopSender();
      await disconnect();
      // A pool says that it has ended a moment before its connections have, and one that is cut off complains.
      await sleep(1000);
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
