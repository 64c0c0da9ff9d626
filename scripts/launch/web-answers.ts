import { setTimeout as sleep } from "node:timers/promises";
import type { LogFile } from "./log-file";
import { codeOf, messageOf } from "./thrown.mjs";

const PATIENCE_MS = 60_000;
const POLL_MS = 50;
const FIRST_SERVER_ERROR = 500;

/**
 * Waits until the web server answers a request for its front page.
 * @throws with the end of its log when it does not, or answers with an error of its own
 */
export async function waitForWeb(port: number, log: LogFile, stopping: AbortSignal): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let answer = "nothing";
  while (!stopping.aborted && Date.now() < deadline) {
    try {
      const { status } = await fetch(`http://127.0.0.1:${port}/`, { redirect: "manual", signal: stopping });
      if (status < FIRST_SERVER_ERROR) return;
      answer = `status ${status}`;
    } catch (error) {
      if (stopping.aborted) return;
      answer = codeOf(error instanceof Error ? error.cause : undefined) ?? messageOf(error);
    }
    await sleep(POLL_MS);
  }
  if (!stopping.aborted) throw new Error(`The web server does not answer (${answer}):\n${log.tail()}`);
}
