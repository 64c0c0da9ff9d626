/** How many photos a minute go through the whole worker, with one and with two of them. */
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const SECOND = 1000;

/** Starts a worker and resolves once it is warm; `go` lets it work, and resolves when it is done. */
async function worker(args: readonly string[]): Promise<{ go: () => Promise<void> }> {
  const child = spawn(process.execPath, [...process.execArgv, path.join(import.meta.dirname, "worker.ts"), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
  await Promise.race([new Promise((ready) => child.stdout.once("data", ready)), ended]);
  return {
    go: () => {
      child.stdin.end("go");
      return ended;
    },
  };
}

async function measure(workers: number, photos: number, files: readonly string[]): Promise<number> {
  const ready = await Promise.all(Array.from({ length: workers }, () => worker([String(photos), ...files])));
  const begun = performance.now();
  await Promise.all(ready.map(({ go }) => go()));
  return (workers * photos * 60 * SECOND) / (performance.now() - begun);
}

/** Each worker takes `photos`: the made one, or, where there are any, real ones of people from `<folder>/faces/images`. */
export async function photosPerMinute(photos: number, made: Buffer, folder: string): Promise<void> {
  const images = path.join(folder, "faces", "images");
  const names = (await readdir(images).catch((): string[] => [])).filter((name) => /\.jpe?g$/i.test(name)).toSorted();
  const scratch = await mkdtemp(path.join(os.tmpdir(), "bench-worker-"));
  try {
    const file = path.join(scratch, "made.jpg");
    await writeFile(file, made);
    const sets: [string, string[]][] = [["12 megapixels", [file]]];
    if (names.length > 0) sets.push(["faces/images", names.map((name) => path.join(images, name))]);
    console.log(`\nPhotos per minute through the whole worker, faces included, on ${os.availableParallelism()} cores`);
    for (const [name, files] of sets) {
      const one = await measure(1, photos, files);
      const two = await measure(2, photos, files);
      console.log(`  ${name}: ${one.toFixed(1)} with one worker, ${two.toFixed(1)} with two (${(two / one).toFixed(2)} times)`);
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
}
