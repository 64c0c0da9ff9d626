import type { KeyObject } from "node:crypto";
import type { Writable } from "node:stream";

/**
 * Hands keys to a process that this one has started, through a pipe that only the two of them have. Neither its
 * environment nor its arguments hold them, which other processes of the same user can read.
 */
export function handKeys(stdin: Writable | null, keys: readonly KeyObject[]): void {
  if (stdin === null) throw new Error("A program without a standard input cannot be given keys.");
  // One that ended before it read them says so by its end.
  stdin.on("error", () => undefined);
  const bytes = Buffer.concat(keys.map((key) => key.export()));
  stdin.end(bytes, () => bytes.fill(0));
}
