// @ts-check
/**
 * Outlives whoever started a throw-away PostgreSQL server, and ends and removes it when they are gone, also when they
 * were killed: its standard input is theirs, and closes with them. Arguments: the process id, the folders to remove.
 */
import { rmSync } from "node:fs";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";

const [pid = "", ...folders] = process.argv.slice(2);

await finished(process.stdin.resume());
// The quickest end there is: nothing in it is worth keeping.
while (signal("SIGQUIT")) await sleep(50);
for (const folder of folders) rmSync(folder, { recursive: true, force: true });

/** @param {NodeJS.Signals} name */
function signal(name) {
  try {
    return process.kill(Number(pid), name);
  } catch {
    return false;
  }
}
