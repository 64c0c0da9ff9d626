import { createHash } from "node:crypto";
import type { Client } from "pg";
import { openRecord, VaultError, type KeyHolder } from "~/vault";
import { entriesOf, type RowFault } from "./verify-rows";

type Worded = { index: string; kind: string; account: string; digest: string; there: boolean };

/** What the ledger says of an account's words is a digest behind a salt, which is sealed with them; a bare one of those from before there were masks. */
const digestIn = (plain: Uint8Array, kind: string): string => {
  const { salt, language, text, masks } = JSON.parse(new TextDecoder().decode(plain)) as Readonly<Record<string, unknown>>;
  return createHash("sha256").update(JSON.stringify(kind === "account.written" ? [language, text] : [salt, language, text, masks])).digest("hex");
};

/**
 * The first account whose words are not those of which the ledger spoke last, by that entry, or null. Each is opened by itself. What was
 * erased the ledger says no words of any more.
 * @param client within a transaction of the caller's, whose ledger verifies: entries are believed here
 * @throws VaultError where who opens them does not answer
 */
export async function verifyAccounts(client: Client, holder: KeyHolder): Promise<RowFault | null> {
  const { rows } = await client.query<Worded>(
    `SELECT e."index", e."kind", e.b->>'account' AS "account", e.b->>'digest' AS "digest", a."id" IS NOT NULL AND a."erasedAt" IS NULL AS "there"
     FROM (SELECT DISTINCT ON (b->>'account') * FROM ${entriesOf("account.written", "account.worded")} s ORDER BY b->>'account', "index" DESC) e
     LEFT JOIN "Account" a ON a."id" = (e.b->>'account')::uuid AND a."incidentId" = (e.b->>'incident')::uuid
     ORDER BY e."index"`,
  );
  for (const { index, kind, account, digest, there } of rows) {
    if (!there) return { at: Number(index), why: "the account that this entry speaks of is gone, or of another incident" };
    const { rows: [row] } = await client.query<{ sealed: Buffer }>('SELECT "sealed" FROM "Account" WHERE "id" = $1', [account]);
    const plain = await openRecord(row!.sealed, { kind: "account", id: account }, holder).catch((error: unknown) => {
      if (!(error instanceof VaultError) || error.fault === "unavailable") throw error;
      return null;
    });
    if (plain === null || digestIn(plain, kind) !== digest) return { at: Number(index), why: "the account's words are not those that this entry speaks of" };
  }
  return null;
}
