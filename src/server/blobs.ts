import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, readdir, rename, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { config } from "~/env";
import type { Sealed } from "~/vault";

/**
 * Sealed objects in a folder, under random names. Plaintext cannot be put here: `put` takes only what the vault
 * sealed. An object is durable before its name is returned, and written whole or not at all.
 */
const NAME = /^[0-9a-f]{32}$/;

/** The data folder: sealed objects, and beside them the key files. A decoder must not be able to look into it. */
export const dataFolder = (): string => path.dirname(config().blobs.path);

const placeOf = (name: string): string => {
  if (!NAME.test(name)) throw new Error("Not the name of an object.");
  return path.join(config().blobs.path, name.slice(0, 2), name);
};

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Store one sealed object. @returns its name */
export async function put(sealed: Sealed): Promise<string> {
  const name = randomBytes(16).toString("hex");
  const file = placeOf(name);
  const folder = path.dirname(file);
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  // Written beside its place, flushed, then renamed: a crash leaves a `.part` for the sweep, never half an object.
  const handle = await open(`${file}.part`, "wx", 0o600);
  try {
    await handle.writeFile(sealed.bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
  await syncFolder(folder);
  if (created) await syncFolder(path.dirname(folder));
  return name;
}

/** The sealed bytes, or null where there is no such object. */
export async function get(name: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(placeOf(name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** The same, piece by piece, for what only passes through. */
export async function stream(name: string): Promise<{ size: number; body: ReadableStream<Uint8Array> } | null> {
  let handle: FileHandle;
  try {
    handle = await open(placeOf(name), "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const { size } = await handle.stat();
  // It closes the file at its end, and when whoever reads goes away.
  return { size, body: Readable.toWeb(handle.createReadStream()) as ReadableStream<Uint8Array> };
}

/** How many bytes an object has, or null where there is none. */
export async function sizeOf(name: string): Promise<number | null> {
  const found = await stat(placeOf(name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return found && found.size;
}

/** Remove an object; absent is as good as removed. */
export async function discard(name: string): Promise<void> {
  await rm(placeOf(name), { force: true });
}

/** Names of the objects, and of unfinished ones, that were written before `before`. */
export async function* writtenBefore(before: Date): AsyncGenerator<{ name: string; file: string }> {
  const root = config().blobs.path;
  for (const shard of await readdir(root).catch(() => [] as string[])) {
    for (const entry of await readdir(path.join(root, shard))) {
      const file = path.join(root, shard, entry);
      if ((await stat(file)).mtime < before) yield { name: entry, file };
    }
  }
}

/** Remove what {@link writtenBefore} named. */
export const removeFile = (file: string): Promise<void> => rm(file, { force: true });
