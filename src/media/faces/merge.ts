/** One face found several times becomes one rectangle. */
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
  for (const box of boxes.toSorted((a, b) => b.score - a.score || a.x - b.x || a.y - b.y || b.width - a.width || b.height - a.height)) {
    if (!kept.some((better) => givesWay(box, better))) kept.push(box);
  }
  return kept;
}

function shared(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width <= 0 || height <= 0 ? 0 : width * height;
}

const area = ({ width, height }: Box) => width * height;

/** Intersection over union: 0 apart, 1 the same. */
export function overlap(one: Box, other: Box): number {
  const both = shared(one, other);
  return both === 0 ? 0 : both / (area(one) + area(other) - both);
}

function givesWay(box: Box, better: Box): boolean {
  return overlap(box, better) >= SAME || shared(box, better) >= PART * area(box);
}
