import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { identify, isAlive, outlast, ownIdentity, type ProcessIdentity } from "./process-identity";
import { codeOf } from "./thrown.mjs";

type Holder = Readonly<{ launcher: ProcessIdentity; parts: readonly ProcessIdentity[]; address?: string }>;

/** Keeps a second launcher off a data folder. */
export type Lock = Readonly<{
  /** Remembers a process that must not be running when the next launcher starts. */
  addPart(pid: number): void;
  setAddress(address: string): void;
  release(): void;
}>;

/** Web and worker of a launcher that was killed end by themselves, within this time. */
const ORPHAN_PATIENCE_MS = 10_000;

/**
 * Takes the lock, and waits for what a killed launcher left running.
 * @throws when a launcher that is alive holds it
 */
export async function takeLock(folder: string): Promise<Lock> {
  const file = path.join(folder, "launcher.lock");
  const draft = `${file}.${process.pid}`;
  let held: Holder = { launcher: ownIdentity(), parts: [] };
  const write = (target: string) => writeFileSync(target, JSON.stringify(held), { mode: 0o600 });

  write(draft);
  for (;;) {
    try {
      // Unlike writing, linking never shows a half-written lock, and never replaces one.
      linkSync(draft, file);
      break;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    const holder = readHolder(file);
    if (holder === undefined) continue;
    if (isAlive(holder.launcher)) {
      rmSync(draft);
      throw new Error(refusal(folder, holder));
    }
    for (const part of holder.parts) await outlast(part, ORPHAN_PATIENCE_MS);
    removeStale(file, holder);
  }
  rmSync(draft);

  const change = (to: Holder) => {
    held = to;
    write(draft);
    renameSync(draft, file);
  };
  return {
    addPart(pid) {
      const part = identify(pid);
      if (part !== undefined) change({ ...held, parts: [...held.parts.filter(isAlive), part] });
    },
    setAddress: (address) => change({ ...held, address }),
    release: () => rmSync(file, { force: true }),
  };
}

/** Whether a launcher runs on a data folder now. */
export function isHeld(folder: string): boolean {
  const holder = readHolder(path.join(folder, "launcher.lock"));
  return holder !== undefined && isAlive(holder.launcher);
}

/** Two launchers may find the same stale lock: the slower must not remove what the faster has put in its place. */
function removeStale(file: string, stale: Holder): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved !== undefined && moved.launcher.pid !== stale.launcher.pid) linkSync(aside, file);
  rmSync(aside);
}

/** Whom a lock belongs to that lost its content when the power went. */
const NOBODY: Holder = { launcher: { pid: 0, started: "never" }, parts: [] };

/** @returns undefined when the lock was released a moment ago */
function readHolder(file: string): Holder | undefined {
  try {
    const holder: Holder = JSON.parse(readFileSync(file, "utf8"));
    return holder;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    if (error instanceof SyntaxError) return NOBODY;
    throw error;
  }
}

function refusal(folder: string, { launcher, address }: Holder): string {
  const where = address === undefined ? "is starting" : `runs at ${address}`;
  return `Vouchsafe ${where} already, with the data in ${folder} (process ${launcher.pid}). Nothing was started.`;
}
