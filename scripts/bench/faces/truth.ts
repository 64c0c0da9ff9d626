/** The annotated photographs: a folder with gt.json and what it names. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";

import type { Picture } from "./measure";

const Truth = z.array(
  z.object({
    image: z.string(),
    width: z.number(),
    height: z.number(),
    source: z.string(),
    faces: z.array(z.object({ box: z.tuple([z.number(), z.number(), z.number(), z.number()]), ignore: z.unknown().optional() })),
  }),
);

export type Annotated = Picture & { readonly file: string };

/** At most `limit` of them, spread evenly; undefined where there are none. */
export async function annotated(folder: string, limit: number): Promise<Annotated[] | undefined> {
  const text = await readFile(path.join(folder, "gt.json"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const all = Truth.parse(JSON.parse(text));
  const step = Math.max(1, all.length / limit);
  return Array.from({ length: Math.min(limit, all.length) }, (_, index) => all[Math.floor(index * step)]!).map(({ image, faces, ...rest }) => ({
    ...rest,
    file: path.join(folder, image),
    faces: faces.map(({ box: [x, y, width, height], ignore }) => ({ x, y, width, height, ignore: Boolean(ignore) })),
  }));
}
