import type { Client } from "pg";
import { commit, newSalt, type Signer } from "~/ledger";
import { treeOf } from "~/ledger/fixture";
import { flipped, pick, type Chance } from "./bag";

/** Changes to the database as its owner could make them, past every trigger. */

type Bytes = Uint8Array<ArrayBuffer>;
/** `at`: the entries of which a verifier has to name one; it has to say where what is changed is no entry's. Null: nothing was changed. */
export type Tampered = { readonly at: readonly number[] } | null;
export type Tampering = (client: Client, chance: Chance, known: { readonly other: Signer; readonly size: number }) => Promise<Tampered>;

const rowsOf = async <R extends object>(client: Client, sql: string, values: readonly unknown[] = []): Promise<R[]> => (await client.query<R>(sql, [...values])).rows;
const NOWHERE = [-1];

type Spoken = { readonly index: number; readonly salt: Bytes; readonly body: Bytes };
/** An entry of which there is content. */
async function entry(client: Client, chance: Chance): Promise<Spoken> {
  const rows = await rowsOf<{ index: string; salt: Bytes; body: Bytes }>(client, 'SELECT "index", "salt", "body" FROM "CustodyEvent" ORDER BY "index"');
  const row = pick(rows, chance);
  return { ...row, index: Number(row.index) };
}

const flip = (table: "LedgerEntry" | "CustodyEvent", column: string): Tampering => async (client, chance) => {
  const { index } = await entry(client, chance);
  const [row] = await rowsOf<Record<string, Bytes>>(client, `SELECT "${column}" FROM "${table}" WHERE "index" = $1`, [index]);
  await client.query(`UPDATE "${table}" SET "${column}" = $2 WHERE "index" = $1`, [index, flipped(row![column]!, chance)]);
  return { at: [index] };
};

/** Two entries exchange what stands in a column. */
const swap = (table: "LedgerEntry" | "CustodyEvent", ...columns: readonly string[]): Tampering => async (client, chance) => {
  const [a, b] = [await entry(client, chance), await entry(client, chance)];
  if (a.index === b.index) return null;
  const set = columns.map((column) => `"${column}" = o."${column}"`).join(", ");
  await client.query(`UPDATE "${table}" t SET ${set} FROM "${table}" o WHERE (t."index" = $1 AND o."index" = $2) OR (t."index" = $2 AND o."index" = $1)`, [a.index, b.index]);
  return { at: [a.index, b.index] };
};

/** Puts a whole tree in the place of the one there is, all of it fitting. */
async function replant(client: Client, commitments: readonly Uint8Array[]): Promise<void> {
  const { head, nodes, roots } = treeOf(commitments);
  for (const table of ["LedgerEntry", "LedgerNode"]) await client.query(`DELETE FROM "${table}"`);
  for (const [index, commitment] of commitments.entries())
    await client.query('INSERT INTO "LedgerEntry" ("index", "commitment", "root") VALUES ($1, $2, $3)', [index, commitment, roots[index]]);
  for (const { size, height, hash } of nodes)
    await client.query('INSERT INTO "LedgerNode" ("size", "height", "hash") VALUES ($1, $2, $3)', [size, height, hash]);
  await client.query('UPDATE "LedgerHead" SET "size" = $1, "frontier" = $2', [head.size, head.frontier]);
}

/** History from one entry on is written anew, all of it fitting, with another word in that entry. */
const rewritten: Tampering = async (client, chance) => {
  const from = await entry(client, chance);
  const all = await rowsOf<{ index: string; body: Bytes }>(client, 'SELECT "index", "body" FROM "CustodyEvent" ORDER BY "index"');
  const commitments: Uint8Array[] = [];
  for (const { index, body } of all) {
    const other = Number(index) === from.index ? Buffer.from(Buffer.from(body).toString().replace(/"at":"\d{4}/, '"at":"1999')) : body;
    const salt = newSalt();
    commitments.push(commit(salt, other));
    const { at } = JSON.parse(Buffer.from(other).toString()) as { at: string };
    await client.query('UPDATE "CustodyEvent" SET "salt" = $2, "body" = $3, "at" = $4 WHERE "index" = $1', [index, salt, other, at]);
  }
  await replant(client, commitments);
  // A checkpoint vouches for all before it: it says where the first one is that was met no more.
  return { at: all.map((row) => Number(row.index)) };
};

/** The ledger as it was some entries ago, head and all, as from a backup. */
const rolledBack: Tampering = async (client, chance, { size }) => {
  const to = 1 + chance(size - 1);
  const kept = await rowsOf<{ commitment: Bytes }>(client, 'SELECT "commitment" FROM "LedgerEntry" WHERE "index" < $1 ORDER BY "index"', [to]);
  await client.query('DELETE FROM "CustodyEvent" WHERE "index" >= $1', [to]);
  await replant(client, kept.map(({ commitment }) => commitment));
  return { at: [to] };
};

type Kept = { readonly size: string; readonly height: number; readonly hash: Bytes };
/** Something is done to a node that is kept for proofs. */
const node = (change: (client: Client, row: Kept, chance: Chance) => Promise<unknown>): Tampering => async (client, chance) => {
  const row = pick(await rowsOf<Kept>(client, 'SELECT "size", "height", "hash" FROM "LedgerNode" ORDER BY "size", "height"'), chance);
  await change(client, row, chance);
  return { at: [Number(row.size) - 1] };
};

const checkpointAs = (note: (row: { size: string; note: string }, client: Client, other: Signer, chance: Chance) => Promise<string>): Tampering => async (client, chance, { other }) => {
  const row = pick(await rowsOf<{ size: string; note: string }>(client, 'SELECT "size", "note" FROM "LedgerCheckpoint" ORDER BY "size"'), chance);
  const now = await note(row, client, other, chance);
  if (now === row.note) return null;
  await client.query('UPDATE "LedgerCheckpoint" SET "note" = $2 WHERE "size" = $1', [row.size, now]);
  return { at: NOWHERE };
};

export const ledgerTamperings: Readonly<Record<string, Tampering>> = {
  "flip a body": flip("CustodyEvent", "body"),
  "flip a salt": flip("CustodyEvent", "salt"),
  "flip a commitment": flip("LedgerEntry", "commitment"),
  "flip a root": flip("LedgerEntry", "root"),
  "change whose it is": async (client, chance) => {
    const { index } = await entry(client, chance);
    await client.query(`UPDATE "CustodyEvent" SET "by" = gen_random_uuid() WHERE "index" = $1`, [index]);
    return { at: [index] };
  },
  "change when it was": async (client, chance) => {
    const { index } = await entry(client, chance);
    await client.query(`UPDATE "CustodyEvent" SET "at" = "at" + interval '1 millisecond' * $2 WHERE "index" = $1`, [index, 1 + chance(1e6)]);
    return { at: [index] };
  },
  "delete an entry": async (client, chance) => {
    const { index } = await entry(client, chance);
    for (const table of ["CustodyEvent", "LedgerEntry"]) await client.query(`DELETE FROM "${table}" WHERE "index" = $1`, [index]);
    return { at: [index] };
  },
  "delete a content": async (client, chance) => {
    const { index } = await entry(client, chance);
    await client.query('DELETE FROM "CustodyEvent" WHERE "index" = $1', [index]);
    return { at: [index] };
  },
  "insert an entry": async (client, chance, { size }) => {
    const { index, salt, body } = await entry(client, chance);
    const [leaf] = await rowsOf<{ commitment: Bytes; root: Bytes }>(client, 'SELECT "commitment", "root" FROM "LedgerEntry" WHERE "index" = $1', [index]);
    await client.query('INSERT INTO "LedgerEntry" ("index", "commitment", "root") VALUES ($1, $2, $3)', [size, leaf!.commitment, leaf!.root]);
    await client.query(
      `INSERT INTO "CustodyEvent" ("index", "kind", "at", "by", "salt", "body", "item", "about", "incident")
       SELECT $1, "kind", "at", "by", $3, $4, "item", "about", "incident" FROM "CustodyEvent" WHERE "index" = $2`,
      [size, index, salt, body],
    );
    return { at: [size] };
  },
  "reorder two entries": swap("LedgerEntry", "commitment", "root"),
  "swap two contents": swap("CustodyEvent", "kind", "at", "by", "salt", "body", "item", "about", "incident"),
  "swap two salts": swap("CustodyEvent", "salt"),
  "write history anew": rewritten,
  "roll back": rolledBack,
  "flip a node": node((client, { size, height, hash }, chance) =>
    client.query('UPDATE "LedgerNode" SET "hash" = $3 WHERE "size" = $1 AND "height" = $2', [size, height, flipped(hash, chance)])),
  "delete a node": node((client, { size, height }) => client.query('DELETE FROM "LedgerNode" WHERE "size" = $1 AND "height" = $2', [size, height])),
  "insert a node": node((client, { size, hash }) => client.query('INSERT INTO "LedgerNode" ("size", "height", "hash") VALUES ($1, 40, $2)', [size, hash])),
  "flip the head": async (client, chance) => {
    const [row] = await rowsOf<{ frontier: Bytes }>(client, 'SELECT "frontier" FROM "LedgerHead"');
    await client.query('UPDATE "LedgerHead" SET "frontier" = $1', [flipped(row!.frontier, chance)]);
    return { at: NOWHERE };
  },
  "flip a checkpoint": checkpointAs(async ({ note }, _client, _other, chance) => {
    // Not the name of who signed: with another one it is another's note.
    const at = chance(note.length - 1);
    return `${note.slice(0, at)}${note[at] === "x" ? "y" : "x"}${note.slice(at + 1)}`;
  }),
  "sign a checkpoint with another key": checkpointAs(async ({ note }, _client, other) => other.sign(note.slice(0, note.lastIndexOf("\n\n") + 1))),
  "older checkpoint": checkpointAs(async (row, client) => {
    const [older] = await rowsOf<{ note: string }>(client, 'SELECT "note" FROM "LedgerCheckpoint" WHERE "size" < $1 ORDER BY "size" LIMIT 1', [row.size]);
    return older?.note ?? row.note;
  }),
};
