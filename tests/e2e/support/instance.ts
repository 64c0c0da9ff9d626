import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** A port of the loopback interface that nothing listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}

/** A whole instance, started as an operator starts it, with data of its own. */
export async function startInstance() {
  const data = await mkdtemp(path.join(tmpdir(), "vouchsafe e2e "));
  const port = await freePort();
  const { DATABASE_URL: _url, PUBLIC_URL: _address, ...inherited } = process.env;
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: { ...inherited, NODE_ENV: "production", PORT: String(port), VOUCHSAFE_DATA: data },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = await saying(child, "Ctrl-C");
  const link = /http:\/\/\S+\/join#\S+/.exec(output)?.[0];
  if (!link) throw new Error(`The launcher printed no link:\n${output}`);
  return {
    address: `http://localhost:${port}`,
    data,
    firstStewardLink: link,
    async stop(): Promise<void> {
      child.kill("SIGINT");
      if (child.exitCode === null) await once(child, "exit");
      await rm(data, { recursive: true, force: true });
    },
  };
}
export type Instance = Awaited<ReturnType<typeof startInstance>>;

/** Wait until a program has said `words`. @returns everything it said */
function saying(child: ChildProcess, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const hear = (chunk: Buffer) => {
      output += chunk.toString("utf8");
      if (output.includes(words)) resolve(output);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", () => reject(new Error(`The launcher ended:\n${output}`)));
  });
}
