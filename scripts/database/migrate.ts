import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Client } from "pg";
import { messageOf } from "../launch/thrown.mjs";

/** The lock that Prisma's own `migrate deploy` takes: the two never run at once on one database. */
const PRISMA_LOCK = 72_707_369;

/** Prisma's own bookkeeping, as its engine creates it. */
const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

type Migration = Readonly<{ name: string; sql: string; checksum: string }>;
type AppliedMigration = Readonly<{ migration_name: string; checksum: string; finished_at: Date | null }>;

/**
 * Brings a database to the newest schema, as `prisma migrate deploy` would and with the same bookkeeping, without
 * Prisma's command line. Several callers may come at once: one works, the others wait and find nothing left to do.
 *
 * Each migration is one transaction with its own bookkeeping, so one that fails leaves nothing behind; a statement
 * that PostgreSQL refuses inside a transaction, such as CREATE INDEX CONCURRENTLY, has no place in one.
 *
 * @param url of the owner of the database
 * @param folder with a folder for each migration, applied in the order of their names
 * @param through the last that is applied; without it, all of them
 * @returns the names of those that were applied now
 * @throws when one fails, was changed after it was applied, is missing here, or was left unfinished by Prisma
 */
export async function migrate(url: string, folder: string, through?: string): Promise<string[]> {
  const migrations = readMigrations(folder);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
    await client.query(BOOKKEEPING);
    const { rows } = await client.query<AppliedMigration>(
      'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    );
    const pending = pendingOf(migrations, rows).filter(({ name }) => through === undefined || name <= through);
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    // The lock is the session's and ends with it.
    await client.end();
  }
}

function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names
    .map(({ name }) => name)
    .toSorted()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

function pendingOf(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const known = new Set(migrations.map(({ name }) => name));
  const strangers = applied.filter(({ migration_name: name }) => !known.has(name));
  if (strangers.length > 0) {
    const names = strangers.map(({ migration_name: name }) => name).join(", ");
    throw new Error(`The database was migrated by a newer Vouchsafe, which knows ${names}: start that one.`);
  }
  const rowOf = new Map(applied.map((row) => [row.migration_name, row]));
  return migrations.filter(({ name, checksum }) => {
    const row = rowOf.get(name);
    if (row === undefined) return true;
    if (row.finished_at === null) throw new Error(`The migration ${name} began and did not finish.`);
    if (row.checksum !== checksum) throw new Error(`The migration ${name} was changed after it was applied.`);
    return false;
  });
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK");
    throw new Error(`The migration ${name} failed: ${messageOf(cause)}`, { cause });
  }
}
