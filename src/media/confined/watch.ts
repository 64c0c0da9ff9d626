/**
 * Where the system cannot limit a decoder's memory beforehand (no prlimit, as on macOS), it is looked at again and again. Weaker: a file can
 * have taken more than its share for the length of one look.
 */
import { execFile } from "node:child_process";
import type { ChildProcess } from "node:child_process";

import { limits } from "../limits";
import { emptyEnvironment } from "./tools";

const EVERY_MS = 200;

/** Calls `exceeded` once when the resident memory of `child` is beyond the limit. Ends with the child. */
export function watchMemory(child: ChildProcess, exceeded: () => void): void {
  const timer = setInterval(() => {
    if (child.pid === undefined) return;
    execFile("/bin/ps", ["-o", "rss=", "-p", String(child.pid)], { env: emptyEnvironment, timeout: 2000 }, (error, stdout) => {
      // No such process any more: its exit is handled where it ends.
      if (error === null && Number(stdout) * 1024 > limits.memory) exceeded();
    });
  }, EVERY_MS);
  timer.unref();
  child.once("close", () => clearInterval(timer));
}
