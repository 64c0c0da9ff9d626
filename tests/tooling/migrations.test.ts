import path from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "../../scripts/database/migrate";
import { givenDatabase } from "../../scripts/launch/instance-database";
import { createDatabase, createEmptyDatabase, type TestDatabase } from "../support/postgres";
import { PrismaProject, runPrisma } from "./prisma-fixture/prisma-project";

const CHECKOUT = path.resolve(import.meta.dirname, "../..");
const MIGRATIONS = path.join(CHECKOUT, "prisma/migrations");

let database: TestDatabase;
let project: PrismaProject;

beforeEach(async () => {
  database = await createEmptyDatabase();
  project = new PrismaProject("");
});

afterEach(async () => {
  project.remove();
  await database.drop();
});

async function query(sql: string, url = database.ownerUrl): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test("the migrations lead to the schema", async () => {
  const args = ["migrate", "diff", "--from-migrations", MIGRATIONS, "--to-schema", "prisma", "--exit-code"];
  expect(await runPrisma(args, {}, database.ownerUrl)).toEqual({ code: 0, output: expect.stringContaining("No difference detected") });
});

test("Prisma finds a database that our runner migrated up to date and without a difference", async () => {
  const migrated = await createDatabase();
  try {
    const status = await runPrisma(["migrate", "status"], {}, migrated.ownerUrl);
    expect(status).toEqual({ code: 0, output: expect.stringContaining("up to date") });
    const args = ["migrate", "diff", "--from-config-datasource", "--to-schema", "prisma", "--exit-code"];
    const difference = await runPrisma(args, {}, migrated.ownerUrl);
    expect(difference).toEqual({ code: 0, output: expect.stringContaining("No difference detected") });
  } finally {
    await migrated.drop();
  }
});

test("on a server of the operator's, the service has the lesser role and not the owner's rights", async () => {
  const migrated = await createDatabase();
  try {
    const { runtime } = givenDatabase(migrated.ownerUrl, undefined);
    expect(await query("SELECT current_user::text AS name", runtime)).toEqual([{ name: "vouchsafe_runtime" }]);
    await expect(query('DELETE FROM "LedgerEntry"', runtime)).rejects.toThrow(/permission denied/);
  } finally {
    await migrated.drop();
  }
});

test("of several that migrate at once, one works and the others find it done", async () => {
  project.writeMigration("1_table", "CREATE TABLE t (n int); INSERT INTO t VALUES (1);");
  project.writeMigration("2_row", "INSERT INTO t VALUES (2);");
  const folder = project.migrationsFolder;
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.ownerUrl, folder)));
  expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([["1_table", "2_row"], [], [], []]);
  expect(await query("SELECT n FROM t ORDER BY n")).toEqual([{ n: 1 }, { n: 2 }]);
});

test("a migration that fails leaves nothing of itself, and what came before it stays", async () => {
  project.writeMigration("1_good", "CREATE TABLE good (n int);");
  project.writeMigration("2_bad", "CREATE TABLE bad (n int); SELECT boom();");
  await expect(migrate(database.ownerUrl, project.migrationsFolder)).rejects.toThrow(/2_bad failed: .*boom/);
  expect(await query("SELECT to_regclass('good')::text AS good, to_regclass('bad')::text AS bad")).toEqual([
    { good: "good", bad: null },
  ]);

  project.writeMigration("2_bad", "CREATE TABLE bad (n int);");
  expect(await migrate(database.ownerUrl, project.migrationsFolder)).toEqual(["2_bad"]);
});

test("a migration that was changed after it was applied is refused", async () => {
  project.writeMigration("1_table", "CREATE TABLE t (n int);");
  await migrate(database.ownerUrl, project.migrationsFolder);
  project.writeMigration("1_table", "CREATE TABLE t (n bigint);");
  await expect(migrate(database.ownerUrl, project.migrationsFolder)).rejects.toThrow(/1_table was changed after/);
});

test("a database that a newer version migrated is refused", async () => {
  project.writeMigration("1_table", "CREATE TABLE t (n int);");
  project.writeMigration("2_later", "CREATE TABLE later (n int);");
  await migrate(database.ownerUrl, project.migrationsFolder);
  project.removeMigration("2_later");
  await expect(migrate(database.ownerUrl, project.migrationsFolder)).rejects.toThrow(/newer Vouchsafe.*2_later/);
});
