import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { checkout, inCheckout } from "../launch/checkout.mjs";
import { send } from "../launch/signal";

export type Outcome = Readonly<{ succeeded: boolean; output: string }>;

const running = new Set<ChildProcess>();

/** Runs a command from the checkout, with the packages' own commands at hand, and keeps what it prints. */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const child = spawn(command, args, {
    cwd: checkout,
    env: {
      ...process.env,
      PATH: [inCheckout("node_modules", ".bin"), process.env.PATH].join(path.delimiter),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that its children can be ended with it.
    detached: true,
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  try {
    const [code] = await once(child, "close");
    return { succeeded: code === 0, output };
  } finally {
    running.delete(child);
  }
}

export function endCommands(): void {
  for (const { pid } of running) if (pid !== undefined) send(-pid, "SIGTERM");
}
