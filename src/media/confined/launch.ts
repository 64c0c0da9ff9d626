/**
 * Starts a decoder with as little as this machine lets us take away: memory, processor time, files, descriptors (prlimit), the network
 * (unshare), new privileges (setpriv); the child itself gives up root. What was really achieved is what the child reports from inside.
 */
import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { promisify } from "node:util";

import { limits } from "../limits";

const run = promisify(execFile);

/** Looked up by hand, since the child gets no PATH. */
const FOLDERS = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];

/** Joined at run time from the project's root, so that a bundler neither follows nor copies the script. */
const script = () => [process.cwd(), "src", "media", "confined", "child.mjs"].join("/");

export type DecoderProcess = ChildProcessByStdio<Writable, Readable, Readable>;

export type Wrapping = {
  /** The command before the decoder's own: program and arguments, each replacing itself by the next. */
  readonly command: readonly string[];
  readonly memoryLimited: boolean;
  readonly networkless: boolean;
  readonly noNewPrivileges: boolean;
};

/**
 * Two kinds of decoder. "native": C libraries, without a compiler at run time, so that no memory is both writable and executable and half a gigabyte less
 * is reserved. "wasm": for what only a WebAssembly build decodes, which needs that compiler; what goes wrong inside stays in the module's own memory.
 */
export type Runtime = "native" | "wasm";
const RUNTIME: Readonly<Record<Runtime, readonly string[]>> = { native: ["--jitless"], wasm: [] };

/** Nothing at all. Written so because frameworks declare variables that an environment is said to have always. */
export const emptyEnvironment: NodeJS.ProcessEnv = Object.create(null);

let wrapping: Promise<Wrapping> | undefined;

/** What works here, found out once by trying. */
export function wrap(): Promise<Wrapping> {
  wrapping ??= probe();
  return wrapping;
}

async function probe(): Promise<Wrapping> {
  const prlimit = await works("prlimit", [
    `--data=${limits.memory}`,
    `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 5}`,
    "--fsize=0",
    "--core=0",
    `--nofile=${limits.descriptors}`,
  ]);
  // Root may take a network namespace at once; anybody else needs a user namespace around it, which some systems forbid.
  const unshare = (await works("unshare", ["--net", "--ipc"])) ?? (await works("unshare", ["--user", "--net", "--ipc"]));
  const setpriv = await works("setpriv", ["--no-new-privs"]);
  return {
    command: [...(unshare ?? []), ...(setpriv ?? []), ...(prlimit ?? [])],
    memoryLimited: prlimit !== undefined,
    networkless: unshare !== undefined,
    noNewPrivileges: setpriv !== undefined,
  };
}

async function works(name: string, options: readonly string[]): Promise<readonly string[] | undefined> {
  const program = FOLDERS.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
  if (program === undefined) return undefined;
  const command = [program, ...options];
  try {
    await run(program, [...options, process.execPath, "--version"], { env: emptyEnvironment, timeout: 10_000 });
    return command;
  } catch {
    // Not permitted on this machine: `confinement()` says so.
    return undefined;
  }
}

export async function launch(runtime: Runtime): Promise<{ child: DecoderProcess; wrapping: Wrapping }> {
  const chosen = await wrap();
  const [program, ...args] = [...chosen.command, process.execPath, ...RUNTIME[runtime], script(), runtime];
  const child = spawn(program ?? process.execPath, args, { env: emptyEnvironment, cwd: "/", stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  return { child, wrapping: chosen };
}
