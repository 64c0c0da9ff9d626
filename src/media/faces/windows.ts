/** Cuts a picture into windows: the whole picture in one, then overlapping ones at larger scales, so that small faces are seen large enough. */
import type { Pixels } from "../decode";
import { rescale } from "../encode";
import type { Box, Planes } from "./detector";

/** Share of a window that its neighbour sees too: a face up to this size is whole in one of them. */
const OVERLAP = 0.175;
/** Beside the picture there is grey, as the detectors were trained. */
const GREY = 114;
/** A rectangle this close to a window's inner edge is cut off by it. In window pixels. */
const CUT = 2;

/** The longest side that is ever looked at, in pixels: four 640-pixel windows side by side. */
export const longestEdge = 2224;
/** A picture is enlarged this often at most, and for its windows no more than is worth their time. */
const LARGEST = 2;
/** A scale that shows hardly more than the whole picture did is left out. */
const WORTH = 1.2;

/**
 * The scales of a picture of this size for a window of this side, the whole picture first. Two are enough: they lie less than five times apart, so that
 * a face which is too large for the windows' overlap is still 20 pixels high in the whole picture.
 */
export function scales(size: { width: number; height: number }, window: number): number[] {
  const long = Math.max(size.width, size.height);
  const whole = Math.min(LARGEST, window / long);
  const largest = Math.min(LARGEST, longestEdge / long);
  return largest < whole * WORTH ? [whole] : [whole, largest];
}

/** Where windows start along a side: as few as cover it with the overlap, spread evenly. */
export function starts(length: number, window: number): number[] {
  if (length <= window) return [0];
  const count = Math.ceil((length - window * OVERLAP) / (window * (1 - OVERLAP)));
  return Array.from({ length: count }, (_, index) => Math.round((index * (length - window)) / (count - 1)));
}

/** What each scale showed, the whole picture first; rectangles are in pixels of `pixels`. */
export async function lookThrough(
  pixels: Pixels,
  window: number,
  find: (planes: Planes) => Promise<Box[]>,
): Promise<Box[][]> {
  const looks: Box[][] = [];
  for (const scale of scales(pixels, window)) {
    const level = await rescale(pixels, scale);
    const found: Box[] = [];
    for (const top of starts(level.height, window)) {
      for (const left of starts(level.width, window)) {
        const inside = await find(cut(level, left, top, window));
        found.push(...inside.filter((box) => whole(box, { left, top, window, level })).map((box) => back(box, left, top, scale)));
      }
    }
    looks.push(found);
  }
  return looks;
}

type Place = { readonly left: number; readonly top: number; readonly window: number; readonly level: Pixels };

/** Not cut by an edge behind which the picture goes on: the neighbouring window sees more of it. */
function whole(box: Box, { left, top, window, level }: Place): boolean {
  return (
    (left === 0 || box.x > CUT) &&
    (top === 0 || box.y > CUT) &&
    (left + window >= level.width || box.x + box.width < window - CUT) &&
    (top + window >= level.height || box.y + box.height < window - CUT)
  );
}

const back = (box: Box, left: number, top: number, scale: number): Box => ({
  x: (box.x + left) / scale,
  y: (box.y + top) / scale,
  width: box.width / scale,
  height: box.height / scale,
  score: box.score,
});

function cut(level: Pixels, left: number, top: number, window: number): Planes {
  const planes = new Float32Array(3 * window * window).fill(GREY);
  const columns = Math.min(window, level.width - left);
  const rows = Math.min(window, level.height - top);
  const plane = window * window;
  for (let y = 0; y < rows; y += 1) {
    let from = ((top + y) * level.width + left) * 3;
    for (let to = y * window; to < y * window + columns; to += 1, from += 3) {
      planes[to] = level.data[from]!;
      planes[to + plane] = level.data[from + 1]!;
      planes[to + 2 * plane] = level.data[from + 2]!;
    }
  }
  return planes;
}
