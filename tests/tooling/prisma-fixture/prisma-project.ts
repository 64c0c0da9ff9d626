import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

const CHECKOUT = path.resolve(import.meta.dirname, "../../..");

type CommandResult = Readonly<{ code: number | null; output: string }>;

/** Prisma's command line as the project configures it, over a schema and migrations that belong to one test. */
export class PrismaProject {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "vouchsafe-prisma-"));

  constructor(models: string) {
    mkdirSync(path.join(this.#folder, "schema", "models"), { recursive: true });
    writeFileSync(
      path.join(this.#folder, "schema", "schema.prisma"),
      'generator client {\n  provider = "prisma-client"\n  output = "../client"\n}\n\ndatasource db {\n  provider = "postgresql"\n}\n',
    );
    this.writeModels(models);
  }

  get schemaFolder(): string {
    return path.join(this.#folder, "schema");
  }

  get migrationsFolder(): string {
    return path.join(this.#folder, "migrations");
  }

  has(file: string): boolean {
    return existsSync(path.join(this.#folder, file));
  }

  writeModels(models: string): void {
    writeFileSync(path.join(this.#folder, "schema", "models", "models.prisma"), models);
  }

  /** The text of the whole schema, however many files it is in by now. */
  readSchema(): string {
    const files = readdirSync(this.schemaFolder, { recursive: true, encoding: "utf8" });
    const schema = files.filter((file) => file.endsWith(".prisma")).toSorted();
    return schema.map((file) => readFileSync(path.join(this.schemaFolder, file), "utf8")).join("\n");
  }

  writeMigration(name: string, sql: string): void {
    mkdirSync(path.join(this.migrationsFolder, name), { recursive: true });
    writeFileSync(path.join(this.migrationsFolder, name, "migration.sql"), sql);
    writeFileSync(path.join(this.migrationsFolder, "migration_lock.toml"), 'provider = "postgresql"\n');
  }

  removeMigration(name: string): void {
    rmSync(path.join(this.migrationsFolder, name), { recursive: true });
  }

  migrationNames(): string[] {
    const entries = existsSync(this.migrationsFolder) ? readdirSync(this.migrationsFolder, { withFileTypes: true }) : [];
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).toSorted();
  }

  /** Runs `prisma <command>` against a database. */
  async run(command: string, url?: string, input = ""): Promise<CommandResult> {
    const config = path.join(import.meta.dirname, "prisma.config.ts");
    return runPrisma([...command.split(" "), "--config", config], { PRISMA_FIXTURE: this.#folder }, url, input);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Runs Prisma's command line in the checkout, as `npx prisma` there would. */
export async function runPrisma(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  url?: string,
  input = "",
): Promise<CommandResult> {
  const { DATABASE_URL: _database, MIGRATE_DATABASE_URL: _owner, ...inherited } = process.env;
  const child = spawn(process.execPath, [path.join(CHECKOUT, "node_modules/prisma/build/index.js"), ...args], {
    cwd: CHECKOUT,
    env: {
      ...inherited,
      ...env,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      NO_COLOR: "1",
      ...(url === undefined ? {} : { DATABASE_URL: url }),
    },
  });
  child.stdin.end(input);
  const [[code], stdout, stderr] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  return { code, output: `${stdout}${stderr}` };
}

/** @throws with what the command printed when it failed */
export function outputOf({ code, output }: CommandResult): string {
  if (code !== 0) throw new Error(`prisma ended with ${code}:\n${output}`);
  return output;
}
