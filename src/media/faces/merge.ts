/** One face found several times, by several detectors and in several windows, becomes one rectangle. */
import type { Box } from "./detector";

/** Intersection over union from which two rectangles are the same face. */
const SAME = 0.5;
/** Share of a rectangle inside a better one from which it is part of that face. */
const PART = 0.85;

/**
 * The best rectangles. One gives way only to a better one that it half overlaps or that holds nearly all of it; a large one never gives
 * way to a small one inside it, since that would leave most of a face uncovered.
 */
export function merge(boxes: readonly Box[]): Box[] {
  const kept: Box[] = [];
  for (const box of [...boxes].toSorted((a, b) => b.score - a.score)) {
    if (!kept.some((better) => givesWay(box, better))) kept.push(box);
  }
  return kept;
}

function givesWay(box: Box, better: Box): boolean {
  const width = Math.min(box.x + box.width, better.x + better.width) - Math.max(box.x, better.x);
  const height = Math.min(box.y + box.height, better.y + better.height) - Math.max(box.y, better.y);
  if (width <= 0 || height <= 0) return false;
  const shared = width * height;
  const area = box.width * box.height;
  return shared >= SAME * (area + better.width * better.height - shared) || shared >= PART * area;
}
