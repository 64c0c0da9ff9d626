/**
 * Destroys rectangles of a clean image. The pixels are overwritten before anything else happens to the picture, so that no scaling and no
 * compression ever sees what was there; what looks softer is drawn over destroyed pixels by whoever wants it.
 * Black, since a constant tells nothing: a mean colour identifies people, and a blur or mosaic can be matched with another made the same way.
 */
import { type Pixels, decode } from "./decode";
import { encoding, shrink, tools } from "./encode";
import { limits } from "./limits";
import type { CleanImage } from "./proof";
import { publish } from "./sanitise";

/** In pixels of the clean image, from its upper left corner. May be fractional and may reach beyond the edges. */
export type Region = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export const fill = [0, 0, 0] as const;

/** A JPEG unit at 4:2:0. What the source's compression spread of a face stays within the units that the face touches. */
const UNIT = 16;
/** Chroma is smoothed across two pixels when the source is decoded: they are destroyed as well. */
const MARGIN = 2;

/** Grown outward to whole units and clamped to the picture; undefined when nothing of it lies inside. */
export function grown(region: Region, size: { width: number; height: number }): Region | undefined {
  const numbers = [region.x, region.y, region.width, region.height];
  if (!numbers.every(Number.isFinite) || region.width <= 0 || region.height <= 0) {
    throw new RangeError("a region has finite numbers and a positive size");
  }
  const left = Math.max(0, Math.floor((region.x - MARGIN) / UNIT) * UNIT);
  const top = Math.max(0, Math.floor((region.y - MARGIN) / UNIT) * UNIT);
  const right = Math.min(size.width, Math.ceil((region.x + region.width + MARGIN) / UNIT) * UNIT);
  const bottom = Math.min(size.height, Math.ceil((region.y + region.height + MARGIN) / UNIT) * UNIT);
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : undefined;
}

function destroy(pixels: Pixels, region: Region): void {
  const row = Buffer.alloc(region.width * 3, Buffer.from(fill));
  for (let y = region.y; y < region.y + region.height; y += 1) {
    row.copy(pixels.data, (y * pixels.width + region.x) * 3);
  }
}

/**
 * A copy in which each region is black, grown outward; `longEdge` (pixels) makes it smaller afterwards.
 * Throws RangeError on a region that is not one or on too many, MediaRefusal, MediaInterrupted.
 */
export async function redact(
  clean: CleanImage,
  regions: readonly Region[],
  { longEdge = null }: { longEdge?: number | null } = {},
): Promise<CleanImage> {
  if (regions.length > limits.regions) throw new RangeError("too many regions");
  const destroyed = regions.flatMap((region) => grown(region, clean) ?? []);
  const pixels = await decode("jpeg", clean.bytes);
  for (const region of destroyed) destroy(pixels, region);
  const sized = await shrink(pixels, longEdge);
  return publish(sized, [
    ...clean.recipe,
    { step: "redact", longEdge, fill: [...fill], regions: destroyed, tools: { ...tools }, encoding },
  ]);
}
