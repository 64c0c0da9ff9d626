/**
 * A folder of pictures as it is read, and a folder as it is written. The input is never written to and links in it are not followed. What is written
 * carries no name, date or order of what was read, is never there in part, and is readable by its owner alone.
 */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, mkdir, open, readdir, realpath, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";

import { type CleanImage, MediaRefusal, limits } from "~/media";
import { pictureName } from "~/server/chance";
import { sha256Hex } from "~/server/digest";

import { say } from "./words";

const NEUTRAL_DATE = new Date("2000-01-01T00:00:00Z");
const PRIVATE = 0o600;

/** Ends a command before anything is written. */
export class Usage extends Error {}

/** `name` is relative to the folder, with forward slashes. `file` is false for a link or anything else that is none. */
export type Found = { readonly path: string; readonly name: string; readonly file: boolean };

/** Throws Usage when it is not there, or is none. */
export async function existingFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) throw new Usage(say("noFolder", { folder: JSON.stringify(folder) }));
  return realpath(folder);
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

/** What link(2) says where the file system has no links, as on sticks formatted with FAT. */
const LINKLESS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/**
 * All of it or nothing: written beside, with the one date that every file gets, and then named. Throws when `name` is taken: a link takes nobody's place, which
 * a rename does. Where there are no links, the name is claimed by an empty file first.
 */
export async function put(folder: string, name: string, bytes: Uint8Array | string): Promise<void> {
  const part = path.join(folder, `.${randomBytes(8).toString("hex")}.part`);
  const target = path.join(folder, name);
  try {
    await writeFile(part, bytes, { flag: "wx", mode: PRIVATE, flush: true });
    await utimes(part, NEUTRAL_DATE, NEUTRAL_DATE);
    await link(part, target).catch(async (error: NodeJS.ErrnoException) => {
      if (!LINKLESS.has(error.code ?? "")) throw error;
      await writeFile(target, "", { flag: "wx", mode: PRIVATE });
      await rename(part, target);
    });
  } finally {
    await rm(part, { force: true });
  }
}

/** A picture under a name by chance, and what a report says of it. */
export async function putPicture(folder: string, { bytes, width, height }: CleanImage) {
  const name = pictureName();
  await put(folder, name, bytes);
  return { name, sha256: sha256Hex(bytes), width, height };
}

/** The folder's own date tells when it was filled. */
export const forgetDate = (folder: string): Promise<void> => utimes(folder, NEUTRAL_DATE, NEUTRAL_DATE);
