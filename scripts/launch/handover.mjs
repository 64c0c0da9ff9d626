// @ts-check
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inCheckout } from "./checkout.mjs";

const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
const PARENT_CHECK_MS = 1000;

/**
 * Runs a program of this project on Node 24 in a process of its own, waits for it, and ends as it ended. Signals go on
 * to it. It can tell that this process is gone by its closed IPC channel.
 *
 * @param {string} node the path of Node 24
 * @param {string} program a .ts or .js file
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export function handOver(node, program, args) {
  const child = spawn(node, [...loaderFor(program), program, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...environmentOf(node) },
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  const watch = watchParent(() => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearInterval(watch);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** @param {string} program */
function loaderFor(program) {
  if (!program.endsWith(".ts")) return [];
  // Not by name: that would be looked up from the caller's folder.
  const tsx = createRequire(inCheckout("package.json")).resolve("tsx");
  return ["--import", pathToFileURL(tsx).href];
}

/** @param {string} node */
function environmentOf(node) {
  return {
    // Programs that name their interpreter "node" shall find the same one.
    PATH: [path.dirname(node), process.env.PATH].join(path.delimiter),
    TSX_TSCONFIG_PATH: inCheckout("tsconfig.json"),
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  };
}

/**
 * npm, and the shell that it starts us through, can be killed without a word to us. Not so outside npm, where a process
 * that outlives its shell may be meant.
 *
 * @param {() => void} onGone
 */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const behindShell = parentOfShell(parent);
  const watch = setInterval(() => {
    if (process.ppid === parent && (behindShell === undefined || parentOfShell(parent) === behindShell)) return;
    clearInterval(watch);
    onGone();
  }, PARENT_CHECK_MS);
  watch.unref();
  return watch;
}

/**
 * @param {number} pid
 * @returns {number | undefined} undefined where the process is no shell; some shells give way to the command they are
 *   started for, and macOS has only such
 */
function parentOfShell(pid) {
  if (process.platform !== "linux" || !existsSync(`/proc/${pid}/stat`)) return undefined;
  // proc(5): number, name in brackets, state, number of the parent.
  const [, name = "", parent] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
  return /^(ba|da|z|k)?sh$/.test(name) ? Number(parent) : undefined;
}
