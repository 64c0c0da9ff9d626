import type { Client } from "pg";
import { Both } from "~/server/pseudonyms/queries";
import { openRecord, type KeyHolder } from "~/vault";

/**
 * Who is behind the pseudonyms of the ledger, as the sealed map says.
 * @returns members by pseudonym
 * @throws VaultError when a row of it does not open
 */
export async function pseudonymsIn(client: Client, holder: KeyHolder): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; sealed: Buffer }>('SELECT "id", "sealed" FROM "Pseudonym"');
  const all = new Map<string, string>();
  for (const { id, sealed } of rows) {
    const plain = await openRecord(sealed, { kind: "pseudonym", id }, holder);
    const { member, name } = Both.parse(JSON.parse(new TextDecoder().decode(plain)));
    all.set(name, member);
  }
  return all;
}
