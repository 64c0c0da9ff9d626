/**
 * Writes the migration that leads from prisma/migrations to the schema in prisma/, worked out on a PostgreSQL server
 * that is started for it and thrown away: `npm run db:migrate -- --name <what-it-does> [--empty]`.
 * `--empty` makes a migration without a change of the schema, for SQL that Prisma has no words for.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import { startThrowawayPostgres } from "../database/throwaway";

const checkout = path.resolve(import.meta.dirname, "../..");
const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");
const migrations = path.join(checkout, "prisma/migrations");
/** `prisma migrate diff --exit-code`: 0 is no difference, 2 is one, anything else is a failure. */
const DIFFERENT = 2;

const { values } = parseArgs({ options: { name: { type: "string" }, empty: { type: "boolean", default: false } } });
const name = values.name ?? "";
if (!/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(name)) {
  console.error("A migration needs a name in small letters: npm run db:migrate -- --name add-consents");
  process.exit(1);
}

const server = await startThrowawayPostgres();
try {
  process.exitCode = writeMigration(name);
} finally {
  await server.stop();
}

function writeMigration(title: string): number {
  mkdirSync(migrations, { recursive: true });
  const lock = path.join(migrations, "migration_lock.toml");
  if (!existsSync(lock)) writeFileSync(lock, 'provider = "postgresql"\n');

  const { status, stdout, stderr } = diff("--script");
  if (status !== 0 && status !== DIFFERENT) {
    console.error(stderr || stdout);
    return 1;
  }
  if (status === 0 && !values.empty) {
    console.error("The migrations already make this schema: there is nothing to write. (--empty for one without.)");
    return 1;
  }

  const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const folder = path.join(migrations, `${stamp}_${title}`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, "migration.sql"), status === 0 ? "" : stdout);

  // Played on an empty database, they must all run, and end at the schema.
  const check = diff();
  if (check.status !== 0) {
    rmSync(folder, { recursive: true });
    console.error(`The migration does not lead to the schema and was not kept.\n${check.stdout}${check.stderr}`);
    return 1;
  }
  console.log(path.relative(process.cwd(), path.join(folder, "migration.sql")));
  return 0;
}

function diff(...options: string[]) {
  const args = ["migrate", "diff", "--from-migrations", migrations, "--to-schema", path.join(checkout, "prisma")];
  return spawnSync(process.execPath, [prisma, ...args, "--exit-code", ...options], {
    cwd: checkout,
    env: { ...process.env, DATABASE_URL: server.url(), CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" },
    encoding: "utf8",
  });
}
