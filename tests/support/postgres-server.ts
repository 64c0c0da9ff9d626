import path from "node:path";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { installQueues } from "~/server/queue";
import { migrate } from "../../scripts/database/migrate";
import { startThrowawayPostgres } from "../../scripts/database/throwaway";
import { TEMPLATE } from "./postgres";

/** Starts one PostgreSQL server for the whole run, with a migrated database that every test's own is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startThrowawayPostgres();
  try {
    const client = new Client({ connectionString: server.url() });
    await client.connect();
    try {
      await client.query(`CREATE DATABASE ${TEMPLATE}`);
    } finally {
      await client.end();
    }
    await migrate(server.url(TEMPLATE), path.resolve(import.meta.dirname, "../../prisma/migrations"));
    await installQueues(server.url(TEMPLATE));
    project.provide("postgresUrl", server.url());
  } catch (error) {
    await server.stop();
    throw error;
  }
  return () => server.stop();
}
