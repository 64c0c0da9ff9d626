import type { Client } from "pg";
import { parseCheckpoint, verify, type Entry, type Verdict } from "~/ledger";
import { VaultError, type KeyHolder } from "~/vault";
import { pseudonymsIn } from "./pseudonyms";
import { verifyAccounts } from "./verify-accounts";
import { verifyRows, type RowFault } from "./verify-rows";
import { verifyVouched } from "./verify-vouched";

const PAGE = 2000;

type Row = {
  index: string;
  commitment: Buffer;
  root: Buffer;
  salt: Buffer | null;
  body: Buffer | null;
  kind: string | null;
  at: Date | null;
  by: string | null;
  item: string | null;
  about?: string | null;
  incident?: string | null;
};

export const hasTable = async (client: Client, table: string): Promise<boolean> =>
  (await client.query(`SELECT WHERE to_regclass($1) IS NOT NULL`, [`public."${table}"`])).rowCount === 1;

/** An erasure's entry names the entries whose content went with it. */
function erasedBy(body: Uint8Array): readonly number[] {
  const said = readBody(Buffer.from(body));
  return (said?.kind === "item.erased" || said?.kind === "account.erased") && Array.isArray(said.entries) ? (said.entries as number[]) : [];
}

function readBody(bytes: Buffer): Record<string, unknown> | null {
  try {
    return JSON.parse(bytes.toString("utf8")) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** What the columns beside a body repeat of it must be what it says: they are searched by, and nothing else binds them. */
function columnsAgree(row: Row): boolean {
  const body = row.body && readBody(row.body);
  // Erased, or not what was committed to: the ledger's own check judges both.
  if (!body) return true;
  return (
    body.kind === row.kind &&
    body.at === row.at?.toISOString() &&
    (body.by ?? null) === row.by &&
    (body.item ?? null) === row.item &&
    // A backup's schema may be older.
    (row.about === undefined || (body.account ?? body.disclosure ?? null) === row.about) &&
    (row.incident === undefined || (body.incident ?? null) === row.incident)
  );
}

type Node = { size: string; height: number; hash: Buffer };

/** The nodes that are complete with these entries, by the number of the last of them. */
async function nodesOf(client: Client, after: string, last: string): Promise<Map<string, Node[]>> {
  const { rows } = await client.query<Node>(
    `SELECT "size" - 1 AS "size", "height", "hash" FROM "LedgerNode" WHERE "size" > $1::bigint + 1 AND "size" <= $2::bigint + 1 ORDER BY "size", "height"`,
    [after, last],
  );
  return Map.groupBy(rows, ({ size }) => size);
}

/** The entries as they are stored, in order; notes the first whose columns say something else than its body. */
async function* stored(client: Client, found: { disagreement: number | null }): AsyncGenerator<Entry> {
  // A backup may be of a schema that keeps none yet: they are made when it is brought up to this one.
  const keepsNodes = await hasTable(client, "LedgerNode");
  let after = "-1";
  for (;;) {
    // The bound stands on both sides: PostgreSQL does not conclude the one from the other, and would read what comes before for each page.
    const { rows } = await client.query<Row>(
      `SELECT l."commitment", l."root", e.*, l."index"
         FROM "LedgerEntry" l LEFT JOIN "CustodyEvent" e ON e."index" = l."index" AND e."index" > $1
        WHERE l."index" > $1 ORDER BY l."index" LIMIT ${PAGE}`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) return;
    const nodes = keepsNodes ? await nodesOf(client, after, last.index) : null;
    for (const row of rows) {
      if (!columnsAgree(row)) found.disagreement ??= Number(row.index);
      yield {
        index: Number(row.index), commitment: row.commitment, root: row.root, salt: row.salt, body: row.body,
        ...(nodes && { nodes: nodes.get(row.index) ?? [] }),
      };
    }
    after = last.index;
  }
}

/** A checkpoint that is kept as another's: an older one in its place would be met, and vouch for less. */
function misplaced({ size, note }: { readonly size: string; readonly note: string }): boolean {
  try {
    return parseCheckpoint(note).size !== Number(size);
  } catch {
    // None at all: the ledger's own check judges it.
    return false;
  }
}

/** `waiting`: entries that are written down and have no place yet, so that nothing vouches for them. */
type Outcome = (Extract<Verdict, { ok: true }> & { readonly waiting: number }) | Extract<Verdict, { ok: false }> | { readonly ok: false; readonly at: number; readonly why: string };

/**
 * The key that checkpoints are signed with; checkpoints that somebody outside has kept, without which nobody can tell a ledger that was written anew
 * from its first entry; and, of whoever has the instance's keys, who opens the map of the members behind the pseudonyms, and accounts.
 */
type Known = { readonly verifierKey: string; readonly checkpoints?: readonly string[]; readonly holder?: KeyHolder | null };

/**
 * Re-derive the whole ledger from its tables, in one snapshot of them, and hold the service's rows against what it says, and what authorities of
 * time and witnesses said of it against it.
 * @param client connected to the instance's database; its transaction is used and ended
 * @param known what the verifier brings along
 */
export async function verifyLedger(client: Client, known: Known): Promise<Outcome> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    return await verifyAll(client, known);
  } finally {
    await client.query("ROLLBACK");
  }
}

/** The same within a transaction of the caller's, which sees what it has written. */
export async function verifyAll(client: Client, known: Known): Promise<Outcome> {
  const verdict = await verifyWithin(client, known);
  if (!verdict.ok) return verdict;
  const holder = known.holder ?? null;
  const fault = (await rowsWithin(client, holder)) ?? (holder && (await verifyAccounts(client, holder))) ?? (await verifyVouched(client, known.verifierKey));
  return fault ? { ...fault, ok: false } : verdict;
}

async function rowsWithin(client: Client, holder: KeyHolder | null): Promise<RowFault | null> {
  try {
    return await verifyRows(client, holder && (await pseudonymsIn(client, holder)));
  } catch (error) {
    // A service that does not answer says nothing about a row.
    if (!(error instanceof VaultError) || error.fault === "unavailable") throw error;
    return { at: -1, why: "who is behind a pseudonym does not open" };
  }
}

/** The ledger alone, without the rows that it speaks of. */
export async function verifyWithin(client: Client, known: Known): Promise<Outcome> {
  const heads = await client.query<{ size: string; frontier: Buffer }>('SELECT "size", "frontier" FROM "LedgerHead"');
  const [head] = heads.rows;
  if (!head) return { ok: false, at: 0, why: "the ledger has no head" };
  const notes = await client.query<{ size: string; note: string }>('SELECT "size", "note" FROM "LedgerCheckpoint" ORDER BY "size"');
  const orphan = await client.query<{ index: string }>(
    'SELECT "index" FROM "CustodyEvent" e WHERE "index" IS NOT NULL AND NOT EXISTS (SELECT FROM "LedgerEntry" l WHERE l."index" = e."index") ORDER BY 1 LIMIT 1',
  );
  const beyond = await hasTable(client, "LedgerNode")
    ? await client.query<{ size: string }>('SELECT "size" FROM "LedgerNode" WHERE "size" > $1 OR "size" < 1 ORDER BY 1 LIMIT 1', [head.size])
    : { rows: [] };
  const waiting = await client.query<{ count: string }>('SELECT count(*) AS count FROM "CustodyEvent" WHERE "index" IS NULL');
  const found: { disagreement: number | null } = { disagreement: null };
  const verdict = await verify(stored(client, found), {
    head: { size: Number(head.size), frontier: head.frontier },
    checkpoints: [...notes.rows.map((row) => row.note), ...(known.checkpoints ?? [])],
    publicKey: known.verifierKey,
    erasureOf: erasedBy,
  });
  const faults: { at: number; why: string }[] = [];
  if (!verdict.ok) faults.push(verdict);
  if (found.disagreement !== null)
    faults.push({ at: found.disagreement, why: "the columns beside this entry's content say something else than it" });
  if (notes.rows.some(misplaced)) faults.push({ at: -1, why: "a checkpoint stands where one of another size belongs" });
  const [stray] = orphan.rows;
  if (stray) faults.push({ at: Number(stray.index), why: "there is content for an entry that does not exist" });
  const [past] = beyond.rows;
  if (past) faults.push({ at: Number(head.size), why: "a node is kept for proofs of entries that do not exist" });
  const [first] = faults.toSorted((a, b) => a.at - b.at);
  if (first) return { ...first, ok: false };
  return verdict.ok ? { ...verdict, waiting: Number(waiting.rows[0]?.count) } : verdict;
}
