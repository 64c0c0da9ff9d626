/**
 * The second half of `npm start`, on Node 24: builds what is stale, starts PostgreSQL, web and worker, keeps them
 * running, and ends them in order. It ends itself when it is asked to, or when the process that started it is gone.
 */
import { parseArgs } from "node:util";
import { makeWhatIsStale } from "./build";
import { openDataFolder } from "./data-folder";
import { startInstance } from "./instance";
import { takeLock } from "./lock";
import { messageOf } from "./thrown.mjs";

const { values } = parseArgs({ options: { demo: { type: "boolean", default: false } } });

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
process.on("disconnect", () => stopping.abort());

process.exitCode = await launch();
// The IPC channel would keep this process waiting for the one that started it.
if (process.connected) process.disconnect();

async function launch(): Promise<number> {
  try {
    const data = openDataFolder(process.env.VOUCHSAFE_DATA);
    const lock = await takeLock(data.path);
    try {
      await makeWhatIsStale();
      if (!stopping.signal.aborted) await startInstance({ data, lock, demo: values.demo, stopping: stopping.signal });
    } finally {
      lock.release();
    }
    return 0;
  } catch (error) {
    process.stderr.write(`\n  ${messageOf(error)}\n\n`);
    return 1;
  }
}
