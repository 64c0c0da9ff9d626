import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";

/**
 * Searching for words that must be nowhere, in whatever way a program would write them.
 *
 * A row that PostgreSQL has compressed is no longer found in its files, and is found in the tables, which it opens.
 */
export type Needle = { readonly as: string; readonly bytes: Buffer };

/** How a text looks in base64 whatever stands before and after it: the same at each of three offsets, but for its edges. */
function inBase64(text: Buffer): Needle[] {
  return [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), text]).toString("base64").replaceAll("=", "");
    // A character of base64 is six bits: those that also hold bits of a neighbour are left out.
    const inner = whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + text.length) * 8) / 6));
    return { as: `base64 at ${offset}`, bytes: Buffer.from(inner) };
  });
}

export function needlesFor(word: string): Needle[] {
  const utf8 = Buffer.from(word, "utf8");
  const little = Buffer.from(word, "utf16le");
  return [
    { as: "UTF-8", bytes: utf8 },
    { as: "UTF-8, capitals", bytes: Buffer.from(word.toUpperCase(), "utf8") },
    { as: "UTF-16, little end first", bytes: little },
    { as: "UTF-16, big end first", bytes: Buffer.from(little).swap16() },
    { as: "hexadecimal", bytes: Buffer.from(utf8.toString("hex")) },
    { as: "hexadecimal, capitals", bytes: Buffer.from(utf8.toString("hex").toUpperCase()) },
    ...inBase64(utf8),
    ...inBase64(little).map(({ as, bytes }) => ({ as: `UTF-16 in ${as}`, bytes })),
  ];
}

/** Where one of `needles` stands in `bytes`, each with what it was written as. */
export const found = (bytes: Buffer, needles: readonly Needle[], where: string): string[] =>
  needles.filter((needle) => bytes.includes(needle.bytes)).map((needle) => `${where}: ${needle.as}`);

/** In every file below a folder, and in its name. */
export async function searchFolder(folder: string, needles: readonly Needle[]): Promise<{ files: number; bytes: number; hits: string[] }> {
  const hits: string[] = [];
  let [files, bytes] = [0, 0];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    hits.push(...found(Buffer.from(entry.name), needles, `the name of ${file}`));
    if (!entry.isFile()) continue;
    const content = await readFile(file);
    files += 1;
    bytes += content.length;
    hits.push(...found(content, needles, path.relative(folder, file)));
  }
  return { files, bytes, hits };
}

/** In every value of every table that is not PostgreSQL's own, as a dump has them. */
export async function searchTables(ownerUrl: string, needles: readonly Needle[]): Promise<{ tables: number; hits: string[] }> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
        WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const hits = new Set<string>();
    for (const { name } of tables) {
      const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM ${name}`);
      for (const row of rows) {
        for (const [column, value] of Object.entries(row)) {
          const bytes = Buffer.isBuffer(value) ? value : Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
          for (const hit of found(bytes, needles, `${name} ${column}`)) hits.add(hit);
        }
      }
    }
    return { tables: tables.length, hits: [...hits] };
  } finally {
    await client.end();
  }
}
