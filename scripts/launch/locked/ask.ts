import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Whether somebody sits at a terminal who could be asked. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stdout.isTTY;

type Terminal = Readonly<{ input: NodeJS.ReadableStream; output: NodeJS.WritableStream }>;
const own: Terminal = { input: process.stdin, output: process.stdout };

/**
 * Asks for a secret on the terminal, and shows nothing of it.
 * @throws AbortError when `signal` is aborted meanwhile
 */
export async function askSecretly(question: string, signal: AbortSignal, { input, output }: Terminal = own): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  // The terminal no longer turns Ctrl-C into a signal by itself.
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  output.write(question);
  try {
    return await terminal.question("", { signal });
  } finally {
    terminal.close();
    output.write("\n");
  }
}
