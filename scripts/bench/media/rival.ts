/** What the time of a JPEG is held against: libjpeg-turbo's own programs, which decode a picture and encode it again, and do nothing else. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export class NoRival extends Error {}

/** Throws NoRival, whose message says what to install. */
export async function lookForRival(): Promise<void> {
  try {
    await run("/bin/sh", ["-c", "command -v djpeg && command -v cjpeg"]);
  } catch {
    throw new NoRival("djpeg and cjpeg are not installed (on Debian: apt install libjpeg-turbo-progs), so there is nothing to hold the times against.");
  }
}

/** Milliseconds of `djpeg | cjpeg -quality 85`, from file to file. Names are given as arguments, never as part of a command. */
export async function rival(from: string, to: string): Promise<number> {
  const begun = performance.now();
  await run("/bin/sh", ["-c", 'djpeg "$1" | cjpeg -quality 85 > "$2"', "sh", from, to]);
  return performance.now() - begun;
}
