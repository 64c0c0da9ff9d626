/** The file that `npm run faces` writes and `npm run redact` reads: rectangles by file name, in pixels of the upright picture at full size. */
import { readFile } from "node:fs/promises";

import * as z from "zod";

import { Usage } from "./folder";
import { say } from "./words";

/** Stands among the names of files and is none. */
export const thresholdsKey = "thresholds";

const Thresholds = z.object({ confident: z.number(), possible: z.number() });
/** x, y, width, height and, where a detector found it, its score. */
const Box = z.array(z.number()).min(4).max(5);
const Faces = z.record(z.string(), z.union([z.array(Box).max(1000), Thresholds]));
export type Faces = z.infer<typeof Faces>;

/** `score` is undefined for what a person drew. */
export type Marked = { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly score: number | undefined };

/** Throws Usage when the file is not there or is not of this shape. */
export async function readRegions(file: string): Promise<ReadonlyMap<string, readonly Marked[]>> {
  const read = await readFile(file, "utf8").catch(() => undefined);
  if (read === undefined) throw new Usage(say("noFile", { file: JSON.stringify(file) }));
  const faces = Faces.safeParse(parsed(read));
  if (!faces.success) throw new Usage(say("badRegions", { file: JSON.stringify(file) }));
  const regions = new Map<string, Marked[]>();
  for (const [name, boxes] of Object.entries(faces.data)) {
    if (Array.isArray(boxes)) regions.set(name, boxes.map(([x = 0, y = 0, width = 0, height = 0, score]) => ({ x, y, width, height, score })));
  }
  if ([...regions.values()].flat().some(({ width, height }) => !(width > 0) || !(height > 0))) {
    throw new Usage(say("badRegions", { file: JSON.stringify(file) }));
  }
  return regions;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Refused by its shape, like everything else that is none.
  }
}
