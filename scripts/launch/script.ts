import { spawn } from "node:child_process";
import type { KeyObject } from "node:crypto";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { checkout } from "./checkout.mjs";
import { handKeys } from "./hand-keys";

/**
 * Runs one of the scripts beside the running instance.
 * @returns what it printed
 * @throws with what it complained about when it fails
 */
export async function runScript(file: string, env: NodeJS.ProcessEnv, keys: readonly KeyObject[]): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", file], {
    cwd: checkout,
    env,
    stdio: ["pipe", "pipe", "pipe"],
  });
  handKeys(child.stdin, keys);
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, "close"),
    text(child.stdout),
    text(child.stderr),
  ]);
  if (code !== 0) throw new Error(`${file} ended with ${code ?? signal}:\n${stderr}`);
  return stdout.trimEnd();
}
