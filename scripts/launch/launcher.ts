/**
 * The second half of `npm start`, on Node 24: builds what is stale, starts PostgreSQL, web and worker, keeps them
 * running, and ends them in order. It ends itself when it is asked to, or when the process that started it is gone.
 */
import { existsSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { makeWhatIsStale } from "./build";
import { openDataFolder } from "./data-folder";
import { takeLock } from "./lock";
import { messageOf } from "./thrown.mjs";

const { values } = parseArgs({ options: { demo: { type: "boolean", default: false } } });

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
process.on("disconnect", () => stopping.abort());
// Listening for that must not keep this process alive when it has finished.
process.channel?.unref();

process.exitCode = await launch();

async function launch(): Promise<number> {
  try {
    const data = openDataFolder(process.env.VOUCHSAFE_DATA);
    const lock = await takeLock(data.path);
    try {
      if (existsSync(data.restoring)) throw new Error("A restore was cut off. Run it again with the same backup, then start: npm run restore -- <backup> --identity <file>");
      await makeWhatIsStale(stopping.signal);
      // Not before the database client is generated, which it stands on.
      const { startInstance } = await import("./instance");
      if (!stopping.signal.aborted) await startInstance({ data, lock, demo: values.demo, stopping: stopping.signal });
    } finally {
      lock.release();
    }
    return 0;
  } catch (error) {
    // Ctrl-C reaches the tools that run meanwhile as well, and they fail of it, perhaps before this process is told.
    await nextTurn();
    if (stopping.signal.aborted) return 0;
    process.stderr.write(`\n  ${messageOf(error)}\n\n`);
    return 1;
  }
}
