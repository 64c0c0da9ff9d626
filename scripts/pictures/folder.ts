/**
 * A folder of pictures as it is read, and a folder as it is written. The input is never written to and links in it are not followed. What is written
 * carries no name, date or order of what was read, is never there in part, and is readable by its owner alone.
 */
import { randomBytes, randomInt } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, readdir, realpath, rename, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";

import { MediaRefusal, limits } from "~/media";

import { say } from "./words";

const NEUTRAL_DATE = new Date("2000-01-01T00:00:00Z");
const PRIVATE = 0o600;

/** Ends a command before anything is written. */
export class Usage extends Error {}

/** `name` is relative to the folder, with forward slashes. `file` is false for a link or anything else that is none. */
export type Found = { readonly path: string; readonly name: string; readonly file: boolean };

/** Throws Usage when it is not there. */
export function inputFolder(from: string): Promise<string> {
  return realpath(from).catch(() => {
    throw new Usage(say("noFolder", { folder: JSON.stringify(from) }));
  });
}

/** Made where it is missing. Throws Usage when it is not empty or when one folder lies in the other: the next run would read what this one wrote. */
export async function outputFolder(to: string, input: string): Promise<string> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const output = await realpath(to);
  if (holds(input, output) || holds(output, input)) throw new Usage(say("inside"));
  if ((await readdir(output)).length > 0) throw new Usage(say("notEmpty", { folder: JSON.stringify(to) }));
  return output;
}

const holds = (outer: string, inner: string) => `${inner}${path.sep}`.startsWith(`${outer}${path.sep}`);

export async function filesOf(folder: string, inside = ""): Promise<Found[]> {
  const found: Found[] = [];
  for (const entry of await readdir(path.join(folder, inside), { withFileTypes: true })) {
    const name = inside === "" ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesOf(folder, name)));
    else found.push({ path: path.join(folder, name), name, file: entry.isFile() });
  }
  return found;
}

/** The order in which files are written can be read off the file system afterwards: it must not be the order in which they were taken. */
export function shuffled<T>(items: readonly T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(randomInt(left.length), 1)[0]!);
}

/** Refuses a link that took the file's place since it was listed, and a file too large to be read at all. */
export async function read(file: string): Promise<Uint8Array> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await handle.stat();
    if (size > limits.bytes) throw new MediaRefusal("too-many-bytes", { limit: limits.bytes, found: size });
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

export const randomName = (): string => `${randomBytes(8).toString("hex")}.jpg`;

/** All of it or nothing: written beside and renamed, with the one date that every file gets. Throws when `name` is taken. */
export async function put(folder: string, name: string, bytes: Uint8Array | string): Promise<void> {
  const part = path.join(folder, `.${randomBytes(8).toString("hex")}.part`);
  try {
    await writeFile(part, bytes, { flag: "wx", mode: PRIVATE, flush: true });
    await utimes(part, NEUTRAL_DATE, NEUTRAL_DATE);
    await rename(part, path.join(folder, name));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** The folder's own date tells when it was filled. */
export const forgetDate = (folder: string): Promise<void> => utimes(folder, NEUTRAL_DATE, NEUTRAL_DATE);
