import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type PostgresServer, startPostgres } from "./server";

const GUARD = path.join(import.meta.dirname, "throwaway-guard.mjs");

/** Stopped, it is gone; ended, its files lie as it left them until it is stopped. */
export type ThrowawayServer = PostgresServer & Readonly<{ end(): Promise<void> }>;

/**
 * A PostgreSQL server without any data that leaves no trace however this process ends.
 * @param durable true where what a real one writes to the disk is what is looked at; otherwise it is quick
 */
export async function startThrowawayPostgres({ durable = false } = {}): Promise<ThrowawayServer> {
  const folder = mkdtempSync(path.join(tmpdir(), "vouchsafe-throwaway-"));
  // Passable for the account that PostgreSQL runs as when root starts it.
  chmodSync(folder, 0o711);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const server = await startPostgres(path.join(folder, "pg"), { durable });
    const guard = spawn(process.execPath, [GUARD, String(server.pid), folder, server.socketFolder], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    guard.unref();
    return {
      ...server,
      end: () => server.stop(),
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
