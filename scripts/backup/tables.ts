import type { Client, CustomTypesConfig } from "pg";
import { BackupError } from "./sealed-files";

/**
 * Every row of every table of the service, as lines of JSON: a line with a table and its columns, then a line for each row,
 * each value as PostgreSQL writes it as text, which it reads again exactly. What has been deleted is in no row: unlike a copy
 * of the database's files, this holds no trace of it. Queues are left out; what waits in them is asked for again. So is what a crash
 * may empty, such as who is looking at what just now.
 */
const FETCH = 200;
const MOST_PARAMETERS = 20_000;
const MOST_CHARACTERS = 8_000_000;
/** Of Prisma's own: the manifest names the migrations. */
const BOOKKEEPING = "_prisma_migrations";

const asText: CustomTypesConfig = { getTypeParser: () => (value: string | Buffer) => value };
/** One way of writing instants, intervals and numbers on both sides. */
const OUTPUT = `SET LOCAL "DateStyle" = 'ISO, MDY'; SET LOCAL "IntervalStyle" = 'postgres'; SET LOCAL "TimeZone" = 'UTC';
  SET LOCAL "extra_float_digits" = 1; SET LOCAL "bytea_output" = 'hex'`;

type Row = readonly (string | null)[];
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1",
  );
  return rows.map(({ name }) => name).filter((name) => name !== BOOKKEEPING);
}

async function lastingTablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'u'",
  );
  const fleeting = new Set(rows.map(({ name }) => name));
  return (await tablesOf(client)).filter((name) => !fleeting.has(name));
}

async function columnsOf(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position",
    [table],
  );
  return rows.map(({ name }) => name);
}

/** Whether the schema has a column: a backup may be of an older one. */
export async function hasColumn(client: Client, table: string, column: string): Promise<boolean> {
  return (await columnsOf(client, table)).includes(column);
}

/**
 * @param client within the transaction whose state is written down
 * @param counted is told how many rows of each table there were
 */
export async function* dump(client: Client, counted: (table: string, rows: number) => void): AsyncGenerator<Uint8Array> {
  await client.query(OUTPUT);
  for (const table of await lastingTablesOf(client)) {
    const columns = await columnsOf(client, table);
    yield Buffer.from(`${JSON.stringify({ table, columns })}\n`);
    await client.query(`DECLARE backup NO SCROLL CURSOR FOR SELECT ${columns.map(quoted).join(", ")} FROM ${quoted(table)}`);
    let count = 0;
    for (;;) {
      const { rows } = await client.query<string[]>({ text: `FETCH ${FETCH} FROM backup`, rowMode: "array", types: asText });
      if (rows.length === 0) break;
      count += rows.length;
      yield Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    }
    await client.query("CLOSE backup");
    counted(table, count);
  }
}

/** What {@link dump} wrote, line by line. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<{ table: string; columns: string[] } | Row> {
  let rest: Buffer[] = [];
  for await (const piece of bytes) {
    let from = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      const line = Buffer.concat([...rest, piece.subarray(from, end)]).toString("utf8");
      [rest, from] = [[], end + 1];
      yield JSON.parse(line) as { table: string; columns: string[] } | Row;
    }
    rest.push(Buffer.from(piece.subarray(from)));
  }
}

/**
 * Fills the tables of a database that has the schema of the backup, and nothing in it but what migrations put there.
 * @param client within a transaction of the owner's, which the caller ends
 * @returns how many rows each table was given
 */
export async function fill(client: Client, bytes: AsyncIterable<Uint8Array>): Promise<Record<string, number>> {
  await client.query(OUTPUT);
  const tables = await tablesOf(client);
  const bonds = await loosen(client, tables);
  const counts: Record<string, number> = {};
  let into: { table: string; columns: string[] } | null = null;
  let [batch, characters]: [Row[], number] = [[], 0];
  const flush = async () => {
    if (into && batch.length > 0) await insert(client, into, batch);
    [batch, characters] = [[], 0];
  };
  for await (const line of linesOf(bytes)) {
    if ("table" in line) {
      await flush();
      if (!tables.includes(line.table)) throw new BackupError(`The backup has a table that this schema has not: ${line.table}.`);
      into = line;
      counts[line.table] = 0;
      continue;
    }
    if (!into) throw new BackupError("The backup's rows are of no table.");
    batch.push(line);
    counts[into.table]! += 1;
    for (const value of line) characters += value?.length ?? 0;
    if ((batch.length + 1) * into.columns.length > MOST_PARAMETERS || characters > MOST_CHARACTERS) await flush();
  }
  await flush();
  await tighten(client, tables, bonds);
  return counts;
}

async function insert(client: Client, { table, columns }: { table: string; columns: string[] }, rows: readonly Row[]): Promise<void> {
  const values = rows.map((_, nth) => `(${columns.map((_column, at) => `$${nth * columns.length + at + 1}`).join(", ")})`);
  await client.query(`INSERT INTO ${quoted(table)} (${columns.map(quoted).join(", ")}) VALUES ${values.join(", ")}`, rows.flat());
}

type Bond = { readonly table: string; readonly name: string; readonly definition: string };

/**
 * Rows come table by table, and point at rows of tables that come later; and what is only ever added to is emptied of what
 * migrations put there. What watches over both stands aside, in this transaction only.
 */
async function loosen(client: Client, tables: readonly string[]): Promise<readonly Bond[]> {
  const { rows } = await client.query<Bond>(
    `SELECT c.relname AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS definition
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace ORDER BY 1, 2`,
  );
  for (const { table, name } of rows) await client.query(`ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${quoted(name)}`);
  for (const table of tables) await client.query(`ALTER TABLE ${quoted(table)} DISABLE TRIGGER USER`);
  for (const table of tables) await client.query(`DELETE FROM ${quoted(table)}`);
  return rows;
}

/** Every row is looked at once more for what it points at, and what counts up goes on from where the rows are. */
async function tighten(client: Client, tables: readonly string[], bonds: readonly Bond[]): Promise<void> {
  const { rows: counters } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT table_name AS table, column_name AS column, pg_get_serial_sequence(quote_ident(table_name), column_name) AS sequence
       FROM information_schema.columns WHERE table_schema = 'public' AND column_default LIKE 'nextval(%'`,
  );
  for (const { table, column, sequence } of counters)
    await client.query(`SELECT setval('${sequence}', coalesce(max(${quoted(column)}), 0) + 1, false) FROM ${quoted(table)}`);
  for (const table of tables) await client.query(`ALTER TABLE ${quoted(table)} ENABLE TRIGGER USER`);
  for (const { table, name, definition } of bonds)
    await client.query(`ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${definition}`);
}
