/** A HEIC of a real phone, and what decoding and encoding it costs where nothing is protected. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { check, untrust } from "~/media";

const run = promisify(execFile);

type Heic = { readonly bytes: Buffer; readonly width: number; readonly height: number };

/** The first of about 12 megapixels in `<folder>/metadata/photos/heic`; undefined when there is none. */
export async function realHeic(folder: string): Promise<Heic | undefined> {
  const place = path.join(folder, "metadata", "photos", "heic");
  const names = await readdir(place).catch((): string[] => []);
  for (const name of names.toSorted()) {
    const bytes = await readFile(path.join(place, name));
    const size = await check(untrust(bytes)).catch(() => undefined);
    if (size !== undefined && Math.abs(size.width * size.height - 12e6) < 0.5e6) return { bytes, width: size.width, height: size.height };
  }
  return undefined;
}

/** Milliseconds, in a process of its own. */
export async function heicAlone(bytes: Buffer): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "bench-heic-"));
  try {
    const file = path.join(folder, "in.heic");
    await writeFile(file, bytes);
    const { stdout } = await run(process.execPath, [path.join(import.meta.dirname, "heic-alone.mjs"), file]);
    return Number(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}
