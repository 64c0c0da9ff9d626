import type { Client } from "pg";
import { sealedColumns, type SealedColumn } from "~/server/sealed";
import { isHeldBy, rewrap, rewrapRecord, VaultError, type KeyHolder } from "~/vault";

/** What one pass over every sealed column found and did. */
export type Pass = Readonly<{
  /** Already with the new holder. */
  there: number;
  moved: number;
  /** Changed by somebody else meanwhile: the next pass finds out by whom it is wrapped now. */
  changed: number;
  /** By table, column, row and the vault's word for it. What they hold is named, never shown. */
  stuck: readonly string[];
}>;

const BATCH = 100;

type Row = { readonly id: string; readonly sealed: Uint8Array };
type Moved = { readonly row: Row; readonly now: Uint8Array };

/**
 * Wraps every key anew that is not with the holder `to` yet: what is sealed under these keys is neither opened nor
 * written again. Each row is one change of its own that takes effect only where the row is still as it was read, so this
 * may be ended at any moment, run beside the service, and run again.
 *
 * @param client of the database's owner, for some of what is sealed is only ever added to by the service
 * @param from opens what is not with `to`
 */
export async function rewrapTables(client: Client, from: KeyHolder, to: KeyHolder): Promise<Pass> {
  let [there, moved, changed] = [0, 0, 0];
  const stuck: string[] = [];
  for (const column of sealedColumns) {
    for await (const rows of batches(client, column)) {
      const answers = await Promise.all(rows.map((row) => move(column, row, from, to)));
      for (const answer of answers) {
        if (answer === "there") there += 1;
        else if (typeof answer === "string") stuck.push(answer);
        else if (await replace(client, column, answer)) moved += 1;
        else changed += 1;
      }
    }
  }
  return { there, moved, changed, stuck };
}

async function move({ table, column, holds, place }: SealedColumn, row: Row, from: KeyHolder, to: KeyHolder): Promise<Moved | string> {
  try {
    if (isHeldBy(row.sealed, holds, to)) return "there";
    const again = holds === "record" ? rewrapRecord : rewrap;
    return { row, now: await again(row.sealed, place(row.id), from, to) };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    // Not a row's fault: a service that does not answer would name every row.
    if (error.fault === "unavailable") throw error;
    return `${table} ${row.id} ${column}: ${error.fault}`;
  }
}

/** What stands in a column, in the order of its rows. Empty bytes stand for nothing. */
async function* batches(client: Client, { table, column, idType }: SealedColumn): AsyncGenerator<Row[]> {
  let last: string | null = null;
  for (;;) {
    const { rows }: { rows: Row[] } = await client.query<Row>(
      `SELECT "id"::text AS id, "${column}" AS sealed FROM "${table}"
        WHERE length("${column}") > 0 AND ($1::${idType} IS NULL OR "id" > $1::${idType}) ORDER BY "id" LIMIT ${BATCH}`,
      [last],
    );
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1)!.id;
  }
}

async function replace(client: Client, { table, column, idType }: SealedColumn, { row, now }: Moved): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE "${table}" SET "${column}" = $1 WHERE "id" = $2::${idType} AND "${column}" = $3`,
    [Buffer.from(now), row.id, Buffer.from(row.sealed)],
  );
  return rowCount === 1;
}
