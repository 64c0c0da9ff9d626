import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";

/** A database with all migrations and no rows. */
export const TEMPLATE = "vouchsafe_template";

declare module "vitest" {
  interface ProvidedContext {
    /** The owner's address of the run's PostgreSQL server, on its maintenance database. */
    postgresUrl: string;
  }
}

export type TestDatabase = Readonly<{
  /** As the migrations run: may do everything. */
  ownerUrl: string;
  /** As the application runs: may do what the migrations granted. */
  runtimeUrl: string;
  drop(): Promise<void>;
}>;

/** A migrated database of the caller's own, in tens of milliseconds. */
export async function createDatabase(): Promise<TestDatabase> {
  return create(`TEMPLATE ${TEMPLATE}`);
}

/** A database with nothing in it, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return create("TEMPLATE template0");
}

async function create(template: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await onServer(`CREATE DATABASE ${name} ${template}`);
  return {
    ownerUrl: addressOf(name),
    runtimeUrl: addressOf(name, "vouchsafe_runtime"),
    drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

function addressOf(database: string, user?: string): string {
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${database}`;
  if (user !== undefined) url.username = user;
  return url.href;
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
