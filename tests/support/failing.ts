import { Client } from "pg";
import type { World } from "./world";

/** Make the ledger refuse an entry of this kind, as a database does that dies at that moment. */
export async function failing<T>({ database }: World, kind: string, work: () => Promise<T>): Promise<T> {
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    await owner.query(`CREATE FUNCTION dies() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.kind = '${kind}' THEN RAISE EXCEPTION 'dies here'; END IF; RETURN NEW; END $$`);
    await owner.query(`CREATE TRIGGER dies BEFORE INSERT ON "CustodyEvent" FOR EACH ROW EXECUTE FUNCTION dies()`);
    return await work();
  } finally {
    await owner.query(`DROP TRIGGER IF EXISTS dies ON "CustodyEvent"`);
    await owner.query(`DROP FUNCTION IF EXISTS dies()`);
    await owner.end();
  }
}
