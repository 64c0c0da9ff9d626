import { readFileSync } from "node:fs";
import path from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEmptyDatabase, type TestDatabase } from "../support/postgres";
import { outputOf, PrismaProject } from "./prisma-fixture/prisma-project";

/**
 * Prisma's command line over the schema engine in scripts/prisma: each command is asked for what it leaves in the
 * database, since an exit code of 0 is also what an engine gives that does nothing.
 */
const NOTE = "model Note {\n  id   Int    @id @default(autoincrement())\n  text String\n}\n";
const NOTE_WITH_TAG = "model Note {\n  id   Int     @id @default(autoincrement())\n  text String\n  tag  String?\n}\n";

const PULLED = /model Note \{[^}]*tag +String\?/;

let database: TestDatabase;
let project: PrismaProject;

beforeEach(async () => {
  database = await createEmptyDatabase();
  project = new PrismaProject(NOTE);
});

afterEach(async () => {
  project.remove();
  await database.drop();
});

async function succeed(command: string, input?: string): Promise<string> {
  return outputOf(await project.run(command, database.ownerUrl, input));
}

async function fail(command: string): Promise<string> {
  const { code, output } = await project.run(command, database.ownerUrl);
  expect(code).not.toBe(0);
  return output;
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function columns(): Promise<unknown[]> {
  const rows = await query(
    "SELECT column_name FROM information_schema.columns WHERE table_name = 'Note' ORDER BY ordinal_position",
  );
  return rows.map((row) => row.column_name);
}

test("generate, validate and format work without a server and without an engine to download", async () => {
  await succeed("generate");
  expect(project.has("client/client.ts")).toBe(true);

  await succeed("validate");
  project.writeModels(NOTE.replaceAll("   ", " "));
  await succeed("format");
  expect(project.readSchema()).toContain(NOTE);
  project.writeModels("model Note { id Nonsense }");
  await fail("validate");
});

test("migrate dev writes a migration for each change and applies it", async () => {
  await succeed("migrate dev --name first");
  expect(project.migrationNames()).toEqual([expect.stringMatching(/_first$/)]);
  expect(await columns()).toEqual(["id", "text"]);

  project.writeModels(NOTE_WITH_TAG);
  expect((await project.run(diffCommand(), database.ownerUrl)).code).toBe(2);
  await succeed("migrate dev --name second");
  expect(await columns()).toEqual(["id", "text", "tag"]);
  await succeed(diffCommand());
  expect(await succeed("migrate status")).toContain("up to date");
});

function diffCommand(): string {
  return `migrate diff --from-migrations ${project.migrationsFolder} --to-schema ${project.schemaFolder} --exit-code`;
}

test("migrate deploy applies what is missing, creates the database if need be, and takes functions as they are", async () => {
  await database.drop();
  const body = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 'a;b'; RETURN 7; END $$;";
  project.writeMigration("1_note", 'CREATE TABLE "Note" ("id" SERIAL PRIMARY KEY, "text" TEXT NOT NULL);');
  project.writeMigration("2_function", body);
  await fail("migrate status");

  await succeed("migrate deploy");
  expect(await query("SELECT f() AS answer")).toEqual([{ answer: 7 }]);
  expect(await query('SELECT migration_name FROM "_prisma_migrations" ORDER BY 1')).toHaveLength(2);
  expect(await succeed("migrate deploy")).toContain("No pending migrations");
});

test("a migration that fails is reported, stays visible, and can be marked as rolled back", async () => {
  project.writeMigration("1_broken", "SELECT boom();");
  expect(await fail("migrate deploy")).toContain("boom()");
  expect(await fail("migrate status")).toContain("1_broken");

  await succeed("migrate resolve --rolled-back 1_broken");
  project.removeMigration("1_broken");
  project.writeMigration("2_whole", 'CREATE TABLE "Note" ("id" SERIAL PRIMARY KEY, "text" TEXT NOT NULL);');
  await succeed("migrate deploy");
  expect(await columns()).toEqual(["id", "text"]);
});

test("migrate reset empties the database and migrates it anew", async () => {
  await succeed("migrate dev --name first");
  await query(`INSERT INTO "Note" ("text") VALUES ('gone afterwards')`);
  await succeed("migrate reset --force");
  expect(await query('SELECT count(*)::int AS rows FROM "Note"')).toEqual([{ rows: 0 }]);
});

test("db push, db pull and db execute change and describe the database", async () => {
  await succeed("db push");
  expect(await columns()).toEqual(["id", "text"]);

  await succeed("db execute --stdin", `ALTER TABLE "Note" ADD COLUMN "tag" TEXT DEFAULT 'x;y';`);
  expect(await columns()).toEqual(["id", "text", "tag"]);

  expect(await succeed("db pull --print")).toMatch(PULLED);
  await succeed("db pull --force");
  expect(project.readSchema()).toMatch(PULLED);
});

test("no command that needs a database pretends to have used one", async () => {
  const nowhere = "postgresql://nobody@localhost/none?host=%2Fnonexistent";
  project.writeMigration("1_note", 'CREATE TABLE "Note" ("id" SERIAL PRIMARY KEY, "text" TEXT NOT NULL);');
  const commands = [
    "migrate deploy", "migrate status", "migrate dev --name x", "migrate reset --force",
    "db push", "db pull --print", diffCommand(),
  ];
  const results = await Promise.all(commands.map((command) => project.run(command, nowhere)));
  expect(results.map(({ code }, at) => [commands[at], code === 0])).toEqual(commands.map((command) => [command, false]));
});

test("the engine is the one that belongs to the command line", () => {
  const modules = path.resolve(import.meta.dirname, "../../node_modules");
  const bundled = readFileSync(path.join(modules, "prisma/build/schema_engine_bg.wasm"));
  const ours = readFileSync(path.join(modules, "@prisma/schema-engine-wasm/schema_engine_bg.wasm"));
  expect(ours.equals(bundled)).toBe(true);
});
