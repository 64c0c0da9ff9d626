import type { Client } from "pg";
import { hasColumn } from "./tables";

/** Every column that names an object of the store. A column of the schema that is called so and is not here fails a test. */
export const objectColumns = [
  ["EvidenceItem", "id", "intakeBlob"], ["EvidenceItem", "id", "originalBlob"], ["EvidenceItem", "id", "originalToldBlob"],
  ["Derivative", "id", "blob"], ["Recording", "id", "blob"], ["Reseal", "itemId", "originalBlob"], ["Reseal", "itemId", "toldBlob"],
] as const;

/** The objects that rows speak of, each with the first row that does. */
export async function objectsNamed(client: Client): Promise<Map<string, string>> {
  const named = new Map<string, string>();
  for (const [table, id, column] of objectColumns) {
    if (!(await hasColumn(client, table, column))) continue;
    const { rows } = await client.query<{ id: string; name: string }>(
      `SELECT "${id}"::text AS id, "${column}" AS name FROM "${table}" WHERE "${column}" IS NOT NULL AND "${column}" <> ''`,
    );
    for (const { id: row, name } of rows) if (!named.has(name)) named.set(name, `${table} ${row} ${column}`);
  }
  return named;
}
