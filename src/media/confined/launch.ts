/**
 * Starts a decoder with as little as this machine lets us take away. Where it permits namespaces: a room of its own (`room.ts`), without network, files
 * or other processes. Everywhere that has them: limits of memory, processor time, files and descriptors (prlimit), no new privileges (setpriv). The child
 * itself gives up root. What was really achieved is what the child finds from inside and the kernel says of it; see `../confinement.ts`.
 *
 * Not used: seccomp, which Node cannot set up for a process that it starts.
 */
import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { promisify } from "node:util";

import { limits } from "../limits";
import { mayBecome } from "./outside";
import { room } from "./room";
import { emptyEnvironment, tool } from "./tools";

const run = promisify(execFile);

/** Where the decoder lies. Joined at run time from the project's root, so that a bundler neither follows nor copies the script. */
const script = () => [process.cwd(), "src", "media", "confined", "child.mjs"].join("/");

export type DecoderProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Two kinds of decoder. "native": C libraries, without a compiler at run time, so that no memory is both writable and executable and half a gigabyte less
 * is reserved. "wasm": for what only a WebAssembly build decodes, which needs that compiler; what goes wrong inside stays in the module's own memory.
 */
export type Runtime = "native" | "wasm";
const RUNTIME: Readonly<Record<Runtime, readonly string[]>> = { native: ["--jitless"], wasm: [] };

type Wrapping = {
  /** The command before the runtime's options: programs and arguments, each replacing itself by the next, the last one the runtime. */
  readonly command: readonly string[];
  /** Where the decoder's script lies for the decoder. */
  readonly script: string;
  /** In memory, processor time, files and descriptors. */
  readonly limited: boolean;
  readonly networkless: boolean;
  /** Whether it has a tree of files of its own. */
  readonly roomed: boolean;
};

/** The user that a decoder becomes, as in `child.mjs`. */
const NOBODY = 65_534;
const becomesNobody = mayBecome(NOBODY);

/** What follows the script: the kind of decoder, and whether it is to become nobody. */
const own = (runtime: Runtime) => [runtime, becomesNobody ? "drop" : "keep"];

const LIMITS = [
  `--data=${limits.memory}`,
  `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 5}`,
  "--fsize=0",
  "--core=0",
  `--nofile=${limits.descriptors}`,
];

let wrapping: Promise<Wrapping> | undefined;

/** What works here, found out once by trying. Rejects when it cannot be tried, and tries again the next time. */
export function wrap(): Promise<Wrapping> {
  wrapping ??= probe().catch((error: unknown) => {
    wrapping = undefined;
    throw error;
  });
  return wrapping;
}

async function probe(): Promise<Wrapping> {
  // The kernel counts threads over all processes of one user. Only in a user namespace are these the decoders' own; nobody of the whole machine may have many.
  const tasks = becomesNobody ? [] : [`--nproc=${limits.tasks}`];
  const made = await room(process.cwd(), [...LIMITS, ...tasks], !becomesNobody);
  // A second time, since the walls of every decoder hang on it: the first one may have come too late on a busy machine.
  if (made !== undefined && ((await greets(made.command, made.script)) || (await greets(made.command, made.script)))) {
    return { ...made, limited: true, networkless: true, roomed: true };
  }
  const prlimit = await works("prlimit", LIMITS);
  // Root may take a network namespace at once; anybody else needs a user namespace around it, which some systems forbid. In one, root could not become nobody.
  const unshare = await works("unshare", becomesNobody ? ["--net", "--ipc"] : ["--user", "--net", "--ipc"]);
  const setpriv = await works("setpriv", ["--no-new-privs"]);
  return {
    command: [...(unshare ?? []), ...(setpriv ?? []), ...(prlimit ?? []), process.execPath],
    script: script(),
    limited: prlimit !== undefined,
    networkless: unshare !== undefined,
    roomed: false,
  };
}

/** A rehearsal with the decoder itself: only one that loads everything and says hello can be told to work. */
async function greets([program, ...args]: readonly string[], child: string): Promise<boolean> {
  return new Promise((resolve) => {
    const process = spawn(program!, [...args, ...RUNTIME.native, child, ...own("native")], { env: emptyEnvironment, cwd: "/", timeout: 20_000, killSignal: "SIGKILL" });
    let said = "";
    process.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString("latin1");
      process.stdin.end();
    });
    process.stdin.on("error", () => undefined);
    process.on("error", () => resolve(false));
    process.on("close", () => resolve(said.includes('"hello":true')));
  });
}

async function works(name: string, options: readonly string[]): Promise<readonly string[] | undefined> {
  const program = tool(name);
  if (program === undefined) return undefined;
  try {
    await run(program, [...options, process.execPath, "--version"], { env: emptyEnvironment, timeout: 10_000 });
    return [program, ...options];
  } catch {
    // Not permitted on this machine: `confinement()` says so.
    return undefined;
  }
}

/** `examine`: what it is to try from inside before it says hello, as JSON for `child.mjs`. */
export async function launch(runtime: Runtime, examine: readonly string[] = []): Promise<{ child: DecoderProcess; wrapping: Wrapping }> {
  const chosen = await wrap();
  const [program, ...args] = [...chosen.command, ...RUNTIME[runtime], chosen.script, ...own(runtime), ...examine];
  const child = spawn(program!, args, { env: emptyEnvironment, cwd: "/", stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  return { child, wrapping: chosen };
}
