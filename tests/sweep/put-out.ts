import { Client } from "pg";
import type { Actor } from "~/domain/roles";

/**
 * Members who are put out at the worst moment: their session has been read and holds, and what they asked for has not
 * begun. The database does it, in the transaction in which the session is kept awake.
 */
export async function worstMoment(ownerUrl: string) {
  const outside = new Client({ connectionString: ownerUrl });
  await outside.connect();
  await outside.query(`
    CREATE TABLE "Late" ("memberId" uuid PRIMARY KEY);
    CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      UPDATE "Member" SET "suspendedAt" = now() WHERE "id" IN (SELECT "memberId" FROM "Late" WHERE "memberId" = NEW."memberId");
      RETURN NULL;
    END $$;
    CREATE TRIGGER late AFTER UPDATE OF "idleUntil" ON "Session" FOR EACH ROW EXECUTE FUNCTION late();`);
  return {
    /** @returns whether they were put out in the course of it, and what came of it; they are in again afterwards */
    async of<T>({ id }: Actor, request: () => Promise<T>): Promise<{ answer: T; out: boolean }> {
      await outside.query(`INSERT INTO "Late" VALUES ($1)`, [id]);
      const answer = await request();
      await outside.query(`DELETE FROM "Late"`);
      const { rowCount } = await outside.query(`UPDATE "Member" SET "suspendedAt" = NULL WHERE "id" = $1 AND "suspendedAt" IS NOT NULL`, [id]);
      return { answer, out: rowCount === 1 };
    },
    close: () => outside.end(),
  };
}
