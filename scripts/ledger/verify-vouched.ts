import { createHash } from "node:crypto";
import type { Client } from "pg";
import { LedgerError, openCosigned, type Cosigned } from "~/ledger";
import { readKept, TimestampError, type Statement } from "~/timestamp";
import { entriesOf, firstOf, type Rule, type RowFault } from "./verify-rows";

/**
 * What others say of the ledger, as it is kept beside it: each authority's stamp has to be of the checkpoint that it is kept for, signed, and
 * of the time that it is kept with; each witness's countersignature has to be theirs, below a checkpoint that this ledger signed and whose root it
 * had. And each has to be the one that an entry speaks of.
 *
 * Not asked: whether an authority is to be trusted. The chain is the one that led to a root of the operator's when the stamp came.
 */
const rules: readonly Rule[] = [
  {
    why: "the stamp that this entry speaks of is gone, or another",
    sql: `SELECT e."index" FROM ${entriesOf("checkpoint.stamped")} e
      LEFT JOIN "Stamp" s ON s."authority" = e.b->>'authority' AND s."size" = (e.b->>'size')::bigint
      WHERE s."size" IS NULL OR encode(sha256(s."token"), 'hex') <> e.b->>'token' OR s."at" <> (e.b->>'time')::timestamptz`,
  },
  {
    why: "there is a stamp that no entry speaks of",
    sql: `SELECT -1 AS "index" FROM "Stamp" s WHERE NOT EXISTS
      (SELECT FROM ${entriesOf("checkpoint.stamped")} e WHERE e.b->>'authority' = s."authority" AND (e.b->>'size')::bigint = s."size")`,
  },
  {
    why: "the witness that this entry speaks of is gone, or has another key",
    sql: `SELECT e."index" FROM ${entriesOf("witness.added")} e LEFT JOIN "Witness" w ON w."id" = (e.b->>'witness')::uuid
      WHERE w."id" IS NULL OR encode(sha256(convert_to(w."key", 'UTF8')), 'hex') <> e.b->>'key'`,
  },
  {
    why: "the countersignature that this entry speaks of is gone, or another",
    sql: `SELECT e."index" FROM ${entriesOf("checkpoint.countersigned")} e
      LEFT JOIN "Countersignature" c ON c."witnessId" = (e.b->>'witness')::uuid AND c."size" = (e.b->>'size')::bigint
      WHERE c."size" IS NULL OR encode(sha256(convert_to(c."note" || c."line", 'UTF8')), 'hex') <> e.b->>'digest'`,
  },
  {
    why: "there is a countersignature that no entry speaks of",
    sql: `SELECT -1 AS "index" FROM "Countersignature" c WHERE NOT EXISTS
      (SELECT FROM ${entriesOf("checkpoint.countersigned")} e WHERE (e.b->>'witness')::uuid = c."witnessId" AND (e.b->>'size')::bigint = c."size")`,
  },
];

/** Tokens are large, and there may be a hundred thousand of them: so many are held at a time. */
const PAGE = 200;

/** The rows of a query, in its order, a page at a time. @param sql without limit and offset, in an order without ties */
async function* paged<R extends object>(client: Client, sql: string): AsyncGenerator<R> {
  await client.query(`DECLARE vouched NO SCROLL CURSOR FOR ${sql}`);
  try {
    for (;;) {
      const { rows } = await client.query<R>(`FETCH ${PAGE} FROM vouched`);
      if (rows.length === 0) return;
      yield* rows;
    }
  } finally {
    await client.query("CLOSE vouched");
  }
}

type StampRow = { index: string; size: string; at: Date; policy: string; token: Buffer; chain: string; note: string | null };

function stampFault({ size, at, policy, token, chain, note }: StampRow): string | null {
  if (note === null) return `a stamp is of a checkpoint of ${size} entries, which is not kept`;
  let told: Statement;
  try {
    told = readKept(token, createHash("sha256").update(note).digest(), chain);
  } catch (error) {
    if (error instanceof TimestampError) return `the stamp of the checkpoint of ${size} entries does not hold (${error.fault})`;
    throw error;
  }
  return told.genTime.getTime() === at.getTime() && told.policy === policy ? null : `the stamp of the checkpoint of ${size} entries says another time, or by other rules, than is kept with it`;
}

type SignedRow = { index: string; size: string; signedAt: Date; note: string; line: string; key: string; root: Buffer | null };

function countersignatureFault({ size, signedAt, note, line, key, root }: SignedRow, verifierKey: string): string | null {
  let signed: Cosigned;
  try {
    signed = openCosigned(note + line, verifierKey, key);
  } catch (error) {
    if (error instanceof LedgerError) return `the countersignature of the checkpoint of ${size} entries does not hold (${error.code})`;
    throw error;
  }
  const { checkpoint, at } = signed;
  if (checkpoint.size !== Number(size)) return `the countersignature of the checkpoint of ${size} entries is of one of ${checkpoint.size}`;
  if (at.getTime() !== signedAt.getTime()) return `the countersignature of the checkpoint of ${size} entries says another time than is kept with it`;
  // Before the first entry there is nothing that could be another.
  if (checkpoint.size > 0 && !root?.equals(checkpoint.root)) return `a witness countersigned a root of ${size} entries that this ledger never had`;
  return null;
}

/**
 * The first stamp or countersignature that does not hold, by the entry that speaks of it, or null.
 * @param client within a transaction of the caller's, whose ledger verifies: entries and roots are believed here
 * @param verifierKey the key that checkpoints are signed with
 */
export async function verifyVouched(client: Client, verifierKey: string): Promise<RowFault | null> {
  const unspoken = await firstOf(client, rules, null);
  if (unspoken) return unspoken;
  const stamps = paged<StampRow>(client, `
    SELECT e."index", s."size", s."at", s."policy", s."token", s."chain", c."note" FROM "Stamp" s
    JOIN ${entriesOf("checkpoint.stamped")} e ON e.b->>'authority' = s."authority" AND (e.b->>'size')::bigint = s."size"
    LEFT JOIN "LedgerCheckpoint" c ON c."size" = s."size" ORDER BY e."index"`);
  for await (const row of stamps) {
    const why = stampFault(row);
    if (why !== null) return { at: Number(row.index), why };
  }
  const countersignatures = paged<SignedRow>(client, `
    SELECT e."index", c."size", c."signedAt", c."note", c."line", w."key", l."root" FROM "Countersignature" c
    JOIN "Witness" w ON w."id" = c."witnessId"
    JOIN ${entriesOf("checkpoint.countersigned")} e ON (e.b->>'witness')::uuid = c."witnessId" AND (e.b->>'size')::bigint = c."size"
    LEFT JOIN "LedgerEntry" l ON l."index" = c."size" - 1 ORDER BY e."index"`);
  for await (const row of countersignatures) {
    const why = countersignatureFault(row, verifierKey);
    if (why !== null) return { at: Number(row.index), why };
  }
  return null;
}
