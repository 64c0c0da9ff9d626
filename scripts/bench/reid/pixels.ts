/** Plain pixels, and the few things the attack does to them. */
import sharp from "sharp";

import type { CleanImage } from "~/media";

/** sRGB, three bytes a pixel, rows without padding. */
export type Pixels = { readonly width: number; readonly height: number; readonly data: Buffer };
/** Of a picture, in its pixels. May be fractional and may reach beyond the edges. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const raw = ({ width, height }: Pixels) => ({ raw: { width, height, channels: 3 as const } });

export async function pixelsOf({ bytes }: CleanImage): Promise<Pixels> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** A box in whole pixels, within the picture. */
export function inside(box: Box, size: { width: number; height: number }): Box {
  const [x, y] = [Math.max(0, Math.round(box.x)), Math.max(0, Math.round(box.y))];
  const right = Math.max(x + 1, Math.min(size.width, Math.round(box.x + box.width)));
  const bottom = Math.max(y + 1, Math.min(size.height, Math.round(box.y + box.height)));
  return { x, y, width: right - x, height: bottom - y };
}

/** What a box holds; beyond the picture's edges there is grey. */
export function cut(pixels: Pixels, box: Box): Pixels {
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(Math.round) as [number, number, number, number];
  const data = Buffer.alloc(width * height * 3, 128);
  const [from, to] = [Math.max(0, x), Math.min(pixels.width, x + width)];
  if (to <= from) return { width, height, data };
  for (let row = Math.max(0, y); row < Math.min(pixels.height, y + height); row += 1) {
    pixels.data.copy(data, ((row - y) * width + from - x) * 3, (row * pixels.width + from) * 3, (row * pixels.width + to) * 3);
  }
  return { width, height, data };
}

/** A copy with other pixels where `box` is, which lies within the picture; `part` is as large as `box`. */
export function put(pixels: Pixels, box: Box, part: Pixels): Pixels {
  const data = Buffer.from(pixels.data);
  for (let row = 0; row < box.height; row += 1) {
    part.data.copy(data, ((box.y + row) * pixels.width + box.x) * 3, row * box.width * 3, (row + 1) * box.width * 3);
  }
  return { ...pixels, data };
}

export async function resized(pixels: Pixels, width: number, height: number, kernel: "nearest" | "lanczos3" = "lanczos3"): Promise<Pixels> {
  const data = await sharp(pixels.data, raw(pixels)).resize({ width, height, fit: "fill", kernel }).raw().toBuffer();
  return { width, height, data };
}

export async function blurred(pixels: Pixels, sigma: number): Promise<Pixels> {
  return { ...pixels, data: await sharp(pixels.data, raw(pixels)).blur({ sigma, precision: "float" }).raw().toBuffer() };
}

export const jpeg = (pixels: Pixels): Promise<Buffer> => sharp(pixels.data, raw(pixels)).jpeg({ quality: 85 }).toBuffer();
export const png = (pixels: Pixels): Promise<Buffer> => sharp(pixels.data, raw(pixels)).png().toBuffer();
