/** The people of the attack, each with several pictures, cleaned by the product and with the box of the face in them. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

import sharp from "sharp";
import * as z from "zod";

import { type CleanImage, sanitise, suggestFaces, untrust } from "~/media";

import type { Box } from "./pixels";

const Identities = z.array(
  z.object({
    id: z.string(),
    images: z.array(z.object({ file: z.string().regex(/^[\w.-]+$/), box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable() })),
  }),
);

export type Photo = { readonly name: string; readonly clean: CleanImage; readonly box: Box };
export type Source = "faces94" | "AT&T" | "Caltech";
export type Person = { readonly id: string; readonly source: Source; readonly photos: readonly Photo[] };

/** Pictures this small are enlarged first, with the face in them: a person in a photograph has pixels around them. */
const SMALL = 100;
const ENLARGED = 8;
/** `suggestFaces` enlarges what a detector finds by this, each side about its centre. */
const SUGGESTED = 1.3;

function sourceOf({ width, channels }: { width: number; channels: number }): Source {
  if (channels === 1) return "AT&T";
  return width > 400 ? "Caltech" : "faces94";
}

async function upright(bytes: Buffer): Promise<{ clean: CleanImage; source: Source }> {
  const { width, height, channels } = await sharp(bytes).metadata();
  const source = sourceOf({ width, channels });
  if (width >= SMALL) return { clean: await sanitise(untrust(bytes)), source };
  const larger = sharp(bytes).resize({ width: width * ENLARGED, height: height * ENLARGED, fit: "fill" }).toColourspace("srgb");
  return { clean: await sanitise(untrust(await larger.png().toBuffer())), source };
}

/** The face as the product's detectors frame it, without what the suggestion adds; the whole picture where they find nobody. */
async function detected(clean: CleanImage): Promise<Box> {
  const [found] = await suggestFaces(clean);
  if (!found) return { x: 0, y: 0, width: clean.width, height: clean.height };
  const [width, height] = [found.width / SUGGESTED, found.height / SUGGESTED];
  return { x: found.x + (found.width - width) / 2, y: found.y + (found.height - height) / 2, width, height };
}

/** What the product is asked to redact for a face with this box: as large as its suggestion. */
export function asked(box: Box): Box {
  const [width, height] = [box.width * SUGGESTED, box.height * SUGGESTED];
  return { x: box.x - (width - box.width) / 2, y: box.y - (height - box.height) / 2, width, height };
}

const Boxes = z.record(z.string(), z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }));

/** Where faces were found in an earlier run, by the digest of the file. */
export async function remembered(file: string): Promise<z.infer<typeof Boxes>> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  return Boxes.parse(JSON.parse(text));
}

/** Everybody in `folder`, whose `identities.json` says who is where, with so many pictures at most. New boxes are added to `boxes`. */
export async function people(folder: string, most: number, boxes: z.infer<typeof Boxes>, told: (done: number) => void): Promise<Person[]> {
  const found: Person[] = [];
  for (const { id, images } of Identities.parse(JSON.parse(await readFile(path.join(folder, "identities.json"), "utf8")))) {
    const photos: Photo[] = [];
    let source: Source = "faces94";
    for (const { file, box } of images.slice(0, most)) {
      const bytes = await readFile(path.join(folder, file));
      const picture = await upright(bytes);
      source = picture.source;
      const key = createHash("sha256").update(bytes).digest("hex");
      if (!box) boxes[key] ??= await detected(picture.clean);
      const place = box ? { x: box[0], y: box[1], width: box[2], height: box[3] } : boxes[key]!;
      photos.push({ name: file, clean: picture.clean, box: place });
    }
    found.push({ id, source, photos });
    told(found.length);
  }
  return found;
}
