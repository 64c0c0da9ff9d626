/**
 * Pictures that compress as photographs do: noise at several scales, the same on every machine. Made here, so that the bench needs no collection.
 */
import sharp, { type Sharp } from "sharp";

import { noise } from "../../seeded-chance";

export const sizes = {
  12: { width: 4000, height: 3000 },
  48: { width: 8000, height: 6000 },
  63: { width: 9200, height: 6900 },
} as const;
export type Megapixels = keyof typeof sizes;

export const formats = ["jpeg", "png", "webp", "avif", "tiff", "gif"] as const;
export type Format = (typeof formats)[number];

/** One side of the tile of fine detail that is laid over the picture again and again. */
const TILE = 1024;
/** Side of the noise, in points over the whole picture or tile, and how much of it is added. */
const COARSE = [
  { points: 6, share: 0.55 },
  { points: 24, share: 0.3 },
  { points: 96, share: 0.2 },
] as const;
const FINE = [
  { points: 96, share: 0.2 },
  { points: 320, share: 0.12 },
  { points: TILE, share: 0.05 },
] as const;

type Size = { readonly width: number; readonly height: number };

/** The layers added up around zero. */
async function layered({ width, height }: Size, layers: readonly { points: number; share: number }[]): Promise<Int8Array> {
  const sum = new Int8Array(width * height * 3);
  for (const { points, share } of layers) {
    const layer = await sharp(noise(points * points * 3, points), { raw: { width: points, height: points, channels: 3 } })
      .resize({ width, height, fit: "fill", kernel: "cubic" })
      .raw()
      .toBuffer();
    for (let at = 0; at < layer.length; at += 1) sum[at]! += Math.round((layer[at]! - 128) * share);
  }
  return sum;
}

/** RGB. `smooth` leaves the fine detail away and rounds to 16 levels: what is lossless would be larger than any file that is taken. */
async function pixels(size: Size, smooth: boolean): Promise<Buffer> {
  const coarse = await layered(size, COARSE);
  const out = Buffer.alloc(coarse.length);
  if (smooth) {
    for (let at = 0; at < out.length; at += 1) out[at] = Math.min(255, Math.max(0, (128 + coarse[at]!) & 0xf0));
    return out;
  }
  const fine = await layered({ width: TILE, height: TILE }, FINE);
  for (let y = 0, at = 0; y < size.height; y += 1) {
    const row = (y % TILE) * TILE * 3;
    for (let x = 0; x < size.width * 3; x += 1, at += 1) {
      out[at] = Math.min(255, Math.max(0, 128 + coarse[at]! + fine[row + (x % (TILE * 3))]!));
    }
  }
  return out;
}

const written: Readonly<Record<Format, (picture: Sharp) => Sharp>> = {
  // As phones write it.
  jpeg: (picture) => picture.jpeg({ quality: 92, chromaSubsampling: "4:2:0" }),
  png: (picture) => picture.png({ compressionLevel: 3 }),
  webp: (picture) => picture.webp({ quality: 85, effort: 0 }),
  avif: (picture) => picture.avif({ quality: 60, effort: 0 }),
  tiff: (picture) => picture.tiff({ compression: "deflate", predictor: "horizontal" }),
  gif: (picture) => picture.gif({ effort: 1, dither: 0 }),
};

const lossless: readonly Format[] = ["png", "tiff", "gif"];

/** A file of that format and size. */
export async function picture(format: Format, megapixels: Megapixels): Promise<Buffer> {
  const size = sizes[megapixels];
  const data = await pixels(size, lossless.includes(format));
  return written[format](sharp(data, { raw: { ...size, channels: 3 }, limitInputPixels: false })).toBuffer();
}
