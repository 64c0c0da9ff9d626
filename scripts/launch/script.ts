import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { checkout } from "./checkout.mjs";

/**
 * Runs one of the scripts beside the running instance.
 * @returns what it printed
 * @throws with what it complained about when it fails
 */
export async function runScript(file: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", file], {
    cwd: checkout,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, "close"),
    text(child.stdout),
    text(child.stderr),
  ]);
  if (code !== 0) throw new Error(`${file} ended with ${code ?? signal}:\n${stderr}`);
  return stdout.trimEnd();
}
