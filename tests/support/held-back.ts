import { execFileSync } from "node:child_process";
import { link, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { World } from "./world";

/** A slow disk: a pipe lies in the place of a stored object, and whoever opens it to read waits. */
async function slow({ data }: World, name: string) {
  const place = path.join(data, "blobs", name.slice(0, 2), name);
  const [kept, pipe] = [`${place}.kept`, `${place}.pipe`];
  const bytes = await readFile(place);
  await rename(place, kept);
  execFileSync("mkfifo", ["-m", "600", pipe]);
  await link(pipe, place);
  return { place, kept, pipe, bytes };
}

/** @param meanwhile what happens after somebody opened the object, in whose place it then is again, and before they have its bytes */
export async function whileRead<T>(world: World, name: string, read: () => Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
  const { place, kept, pipe, bytes } = await slow(world, name);
  const reading = read();
  // Opens once it is open at the other end as well.
  const end = await open(pipe, "w");
  await rename(kept, place);
  try {
    await meanwhile();
    await end.writeFile(bytes);
  } finally {
    await end.close();
    await rm(pipe);
  }
  return reading;
}

/** @param meanwhile what happens, after it waited for what comes first, before somebody gets the object opened */
export async function whileOpened<T>(world: World, name: string, read: () => Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
  const { kept, pipe } = await slow(world, name);
  const reading = read();
  await meanwhile();
  // Also where nobody opened it: it may be gone by now.
  const end = await open(pipe, "r+");
  try {
    return await reading;
  } finally {
    await end.close();
    await rm(pipe);
    await rm(kept);
  }
}
