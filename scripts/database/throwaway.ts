import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type PostgresServer, startPostgres } from "./server";

const GUARD = path.join(import.meta.dirname, "throwaway-guard.mjs");

/** A PostgreSQL server without any data, quick rather than durable, that leaves no trace however this process ends. */
export async function startThrowawayPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(tmpdir(), "vouchsafe-throwaway-"));
  // Passable for the account that PostgreSQL runs as when root starts it.
  chmodSync(folder, 0o711);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const server = await startPostgres(path.join(folder, "pg"), { durable: false });
    const guard = spawn(process.execPath, [GUARD, String(server.pid), folder, server.socketFolder], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    guard.unref();
    return {
      ...server,
      async stop() {
        await server.stop();
        remove();
        guard.stdin.end();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
