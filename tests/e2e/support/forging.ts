import { Client } from "pg";
import { commit, newSalt } from "~/ledger";
import { treeOf } from "~/ledger/fixture";

/**
 * What somebody can do who may write everything in the database: another history, of which the instance then signs the head with its own key.
 * @param history the commitments as they were, and those that are to stand instead
 */
export async function rewriteHistory(url: string, history: (commitments: readonly Uint8Array[]) => readonly Uint8Array[]): Promise<void> {
  const owner = new Client({ connectionString: url });
  await owner.connect();
  try {
    await owner.query(`BEGIN; SET LOCAL session_replication_role = replica; SELECT 1 FROM "LedgerHead" FOR UPDATE`);
    const { rows } = await owner.query<{ commitment: Buffer }>('SELECT "commitment" FROM "LedgerEntry" ORDER BY "index"');
    const all = history(rows.map(({ commitment }) => commitment));
    const { head, nodes, roots } = treeOf(all);
    await owner.query('DELETE FROM "LedgerEntry"; DELETE FROM "LedgerNode"');
    for (const [index, commitment] of all.entries())
      await owner.query('INSERT INTO "LedgerEntry" ("index", "commitment", "root") VALUES ($1, $2, $3)', [index, Buffer.from(commitment), Buffer.from(roots[index]!)]);
    for (const { size, height, hash } of nodes)
      await owner.query('INSERT INTO "LedgerNode" ("size", "height", "hash") VALUES ($1, $2, $3)', [size, height, Buffer.from(hash)]);
    await owner.query('UPDATE "LedgerHead" SET "size" = $1, "frontier" = $2', [head.size, Buffer.from(head.frontier)]);
    await owner.query("COMMIT");
  } finally {
    await owner.end();
  }
}

/** An entry that nobody made. */
export const invented = (): Uint8Array => commit(newSalt(), new TextEncoder().encode('{"kind":"item.viewed"}'));
