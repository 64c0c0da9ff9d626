/**
 * worker.ts <photos> <file…>: says "ready", waits for "go", and does to as many photos, taken from the files in turn, what the worker does
 * (`server/evidence/jobs.ts`), without a database: what the file tells, the clean picture, the one for the screen, the preview, each sealed, and the faces.
 */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";

import { type CleanImage, close, DISPLAY_EDGE, inspect, PREVIEW_EDGE, sanitiseInSizes, suggestFaces, untrust } from "~/media";
import { newItemKey, type PlaceKind, seal } from "~/vault";

async function work(bytes: Buffer): Promise<void> {
  const key = newItemKey();
  const keep = (image: CleanImage, kind: PlaceKind) => seal(image.bytes, { kind, id: randomUUID() }, key);
  await inspect(untrust(bytes));
  const [clean, display, preview] = await sanitiseInSizes(untrust(bytes), [null, DISPLAY_EDGE, PREVIEW_EDGE]);
  keep(clean, "clean");
  keep(display, "display");
  keep(preview, "preview");
  await suggestFaces(clean);
}

const [photos, ...names] = process.argv.slice(2);
const files = await Promise.all(names.slice(0, Number(photos) + 1).map((name) => readFile(name)));
// The first loads the detectors and starts the decoders.
await work(files[0]!);
process.stdout.write("ready");
await new Promise((resolve) => process.stdin.once("end", resolve).resume());
for (let at = 0; at < Number(photos); at += 1) await work(files[at % files.length]!);
await close();
