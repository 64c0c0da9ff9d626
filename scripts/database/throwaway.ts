import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type PostgresServer, startPostgres } from "./server";

/** A PostgreSQL server without any data, quick rather than durable, whose `stop` leaves no trace of it. */
export async function startThrowawayPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(tmpdir(), "vouchsafe-throwaway-"));
  // Passable for the account that PostgreSQL runs as when root starts it.
  chmodSync(folder, 0o711);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const server = await startPostgres(path.join(folder, "pg"), { durable: false });
    return {
      ...server,
      async stop() {
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
