import { existsSync } from "node:fs";
import { mkdir, readdir, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { parseVerifierKey } from "~/ledger";
import { manifestIn } from "./manifest";

/** A folder of one instance's backups, and of nothing else: older ones in it are removed. */
const UNFINISHED = ".unfinished";
const DAY = 24 * 3600_000;

const front = (verifierKey: string): string => `vouchsafe-${parseVerifierKey(verifierKey).id.toString("hex")}-`;
const instant = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

export const nameOf = (verifierKey: string, at: Date): string =>
  `${front(verifierKey)}${at.toISOString().replace(/[-:]|\.\d{3}/g, "")}`;
export const draftOf = (name: string): string => `${name}${UNFINISHED}`;

type Found = { readonly name: string; readonly takenAt: Date };

async function look(folder: string, verifierKey: string): Promise<{ backups: Found[]; drafts: string[]; strangers: string[] }> {
  const backups: Found[] = [];
  const [drafts, strangers]: [string[], string[]] = [[], []];
  for (const name of await readdir(folder)) {
    const own = name.startsWith(front(verifierKey));
    const at = instant.exec(name.slice(front(verifierKey).length).replace(UNFINISHED, ""));
    if (!own || !at) strangers.push(name);
    else if (name.endsWith(UNFINISHED)) drafts.push(name);
    else backups.push({ name, takenAt: new Date(`${at[1]}-${at[2]}-${at[3]}T${at[4]}:${at[5]}:${at[6]}Z`) });
  }
  return { backups, drafts, strangers };
}

/**
 * Makes it where it is not there, and takes away what a backup that was cut off has left. Only one at a time is at work.
 * @throws Error where it is within `data`, or holds something else
 */
export async function openFolder(wanted: string, data: string, verifierKey: string): Promise<string> {
  await mkdir(wanted, { recursive: true, mode: 0o700 });
  const folder = await realpath(wanted);
  const below = path.relative(await realpath(data), folder);
  if (below === "" || (!below.startsWith("..") && !path.isAbsolute(below)))
    throw new Error(`${wanted} is in the data folder. A backup belongs onto another disk.`);
  const { drafts, strangers } = await look(folder, verifierKey);
  if (strangers.length > 0)
    throw new Error(`${wanted} holds something else than this instance's backups (${strangers.length}). Give them a folder of their own: older ones in it are removed.`);
  for (const name of drafts) await rm(path.join(folder, name), { recursive: true });
  return folder;
}

/** Removes those that are older than `days`, but never the newest. @returns how many */
export async function removeOlder(folder: string, verifierKey: string, days: number, at: Date): Promise<number> {
  const { backups } = await look(folder, verifierKey);
  const [, ...others] = backups.toSorted((a, b) => +b.takenAt - +a.takenAt);
  const old = others.filter(({ takenAt }) => +at - +takenAt > days * DAY);
  for (const { name } of old) {
    // Without its manifest it is no backup: one that is half removed is never taken for one.
    const backup = path.join(folder, name);
    if (existsSync(manifestIn(backup))) await rm(manifestIn(backup));
    await rm(backup, { recursive: true });
  }
  return old.length;
}
