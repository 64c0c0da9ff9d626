import sharp from "sharp";
import { drawnFaces } from "../../../scripts/demo/drawn-face";
import { photographs, stories } from "../../../scripts/demo/stories";
import { codedItem, exifItem, heic } from "../../support/heic/photo";
import type { Size } from "./visitor";

export type Photo = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** What every photo of a journey tells about who took it. */
export const SECRETS = ["An owner's name", "SN-000042", "Fictional"];

/** Rows of heads, in steps of their size. */
export const CROWD = { rows: 3, columns: 8 } as const;

/** The same picture and the same words of its camera, as a phone writes them that writes HEIC. */
async function asHeic(jpeg: Buffer): Promise<Buffer> {
  const { exif } = await sharp(jpeg).metadata();
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  const tiff = exif!.subarray("Exif\0\0".length);
  return heic([codedItem({ width: info.width, height: info.height, data }), exifItem(tiff)]);
}

/** Many people, none of them anybody, large enough that a machine should find all of them. */
async function crowd(): Promise<Buffer> {
  const heads = Array.from({ length: CROWD.rows * CROWD.columns }, (_, index) => {
    const [row, column] = [Math.floor(index / CROWD.columns), index % CROWD.columns];
    return { x: 110 + column * 195 + (row % 2) * 60, y: 150 + row * 330 + (column % 3) * 25, size: 0.45 + row * 0.08 };
  });
  const drawn = await drawnFaces(1760, 1100, heads);
  return sharp(drawn).jpeg({ quality: 88 }).withExif({ IFD0: { Make: "Fictional", Artist: "An owner's name" }, IFD2: { BodySerialNumber: "SN-000042" } }).toBuffer();
}

/** On a phone: what an iPhone writes, and a crowd. On a desk: a photo from a camera's card. */
export async function photosOf(size: Size): Promise<Photo[]> {
  const [photo] = await photographs(stories[0]!);
  if (size === "desktop") return [{ name: "IMG_0001 my name.jpg", mimeType: "image/jpeg", buffer: photo! }];
  return [
    { name: "IMG_0001 my name.HEIC", mimeType: "image/heic", buffer: await asHeic(photo!) },
    { name: "IMG_0002 my name.jpg", mimeType: "image/jpeg", buffer: await crowd() },
  ];
}
