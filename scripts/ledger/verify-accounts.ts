import { createHash } from "node:crypto";
import type { Client } from "pg";
import { openRecord, VaultError, type KeyHolder } from "~/vault";
import { entriesOf, type RowFault } from "./verify-rows";

/** `sealed` is null where the account is gone, erased or another incident's. */
type Worded = { index: string; kind: string; account: string; digest: string; sealed: Buffer | null };

/** How many are held at a time, of however many there are. */
const PAGE = 500;

/** What the ledger says of an account's words is a digest behind a salt, which is sealed with them; a bare one of those from before there were masks. */
const digestIn = (plain: Uint8Array, kind: string): string => {
  const { salt, language, text, masks } = JSON.parse(new TextDecoder().decode(plain)) as Readonly<Record<string, unknown>>;
  return createHash("sha256").update(JSON.stringify(kind === "account.written" ? [language, text] : [salt, language, text, masks])).digest("hex");
};

async function faultOf({ index, kind, account, digest, sealed }: Worded, holder: KeyHolder): Promise<RowFault | null> {
  if (!sealed) return { at: Number(index), why: "the account that this entry speaks of is gone, or of another incident" };
  const plain = await openRecord(sealed, { kind: "account", id: account }, holder).catch((error: unknown) => {
    if (!(error instanceof VaultError) || error.fault === "unavailable") throw error;
    return null;
  });
  return plain !== null && digestIn(plain, kind) === digest ? null : { at: Number(index), why: "the account's words are not those that this entry speaks of" };
}

/**
 * The first account whose words are not those of which the ledger spoke last, by that entry, or null. Each is opened by itself. What was
 * erased the ledger says no words of any more.
 * @param client within a transaction of the caller's, whose ledger verifies: entries are believed here
 * @throws VaultError where who opens them does not answer
 */
export async function verifyAccounts(client: Client, holder: KeyHolder): Promise<RowFault | null> {
  await client.query(
    `DECLARE worded NO SCROLL CURSOR FOR
     SELECT e."index", e."kind", e.b->>'account' AS "account", e.b->>'digest' AS "digest", a."sealed"
     FROM (SELECT DISTINCT ON (b->>'account') * FROM ${entriesOf("account.written", "account.worded")} s ORDER BY b->>'account', "index" DESC) e
     LEFT JOIN "Account" a ON a."id" = (e.b->>'account')::uuid AND a."incidentId" = (e.b->>'incident')::uuid AND a."erasedAt" IS NULL
     ORDER BY e."index"`,
  );
  let fault: RowFault | null = null;
  for (let left = true; left && !fault; ) {
    const { rows } = await client.query<Worded>(`FETCH ${PAGE} FROM worded`);
    for (const row of rows) fault ??= await faultOf(row, holder);
    left = rows.length > 0;
  }
  await client.query("CLOSE worded");
  return fault;
}
