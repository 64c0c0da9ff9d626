/** Pixels → JPEG, with one fixed set of parameters: whatever comes in, what goes out tells nothing but the picture. */
import sharp from "sharp";

import type { Pixels } from "./decode";

/**
 * Baseline with the Huffman tables of T.81 annex K, so that every table can be held against its value and one set of coefficients has one file; 4:2:0, because
 * most cameras do; the quantisation tables of annex K, which name no maker. Tables made for the picture would save a twentieth of the bytes for twice the time.
 */
export const encoding = { quality: 85, chroma: "4:2:0", process: "baseline" } as const;

/** The versions that decide which pixels come out. */
export const tools: Readonly<Record<string, string>> = {
  "sharp": sharp.versions.sharp ?? "unknown",
  "libvips": sharp.versions.vips,
  "mozjpeg": sharp.versions.mozjpeg ?? "unknown",
};

export const encoder = { encoding, tools } as const;

const raw = ({ width, height }: Pixels) => ({ width, height, channels: 3 as const });

export function encode(pixels: Pixels): Promise<Buffer> {
  return sharp(pixels.data, { raw: raw(pixels), limitInputPixels: false })
    .jpeg({
      quality: encoding.quality,
      chromaSubsampling: encoding.chroma,
      progressive: false,
      optimiseCoding: false,
      mozjpeg: false,
      quantisationTable: 0,
    })
    .toBuffer();
}

/** Makes neither side longer than `longEdge`; never larger than it is. */
export function shrink(pixels: Pixels, longEdge: number | null): Promise<Pixels> {
  const factor = longEdge === null ? 1 : longEdge / Math.max(pixels.width, pixels.height);
  return rescale(pixels, Math.min(1, factor));
}

/** `factor` 1 gives the same pixels back. Neither side becomes less than one pixel. */
export async function rescale(pixels: Pixels, factor: number): Promise<Pixels> {
  if (factor === 1) return pixels;
  const side = (edge: number) => Math.max(1, Math.round(edge * factor));
  const { data, info } = await sharp(pixels.data, { raw: raw(pixels), limitInputPixels: false })
    .resize({ width: side(pixels.width), height: side(pixels.height), fit: "fill" })
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
