import * as fc from "fast-check";
import { expect, test } from "vitest";

import { lookThrough, scales, starts } from "./windows";

const length = fc.integer({ min: 1, max: 5000 });
const WINDOW = 640;

test("windows cover a side without a gap, stay within it, and every face up to the overlap is whole in one", () => {
  fc.assert(
    fc.property(length, fc.double({ min: 0, max: 1, noNaN: true }), (side, share) => {
      const found = starts(side, WINDOW);
      const face = Math.min(side, 110);
      const at = share * (side - face);
      expect(found.some((start) => start <= Math.ceil(at) && at + face <= start + WINDOW + 1)).toBe(true);
      expect(found[0]).toBe(0);
      expect(found.at(-1)! + Math.min(side, WINDOW)).toBe(Math.max(side, Math.min(side, WINDOW)));
    }),
  );
});

test("the whole picture is always looked at, nothing is enlarged more than twofold, and the work is bounded", () => {
  fc.assert(
    fc.property(length, length, (width, height) => {
      const found = scales({ width, height }, WINDOW);
      expect(found[0]! * Math.max(width, height)).toBeLessThanOrEqual(WINDOW + 1e-6);
      expect(Math.max(...found)).toBeLessThanOrEqual(2);
      const windows = found.map((scale) => starts(Math.round(width * scale), WINDOW).length * starts(Math.round(height * scale), WINDOW).length);
      expect(windows.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1 + 16);
      expect(Math.max(...found)).toBeLessThan(5 * found[0]!);
    }),
  );
});

test("what a window finds comes back in the picture's own pixels, and what an inner edge cuts off is left to the neighbour", async () => {
  const pixels = { width: 2224, height: 400, data: Buffer.alloc(2224 * 400 * 3) };
  const seen: number[] = [];
  const looks = await lookThrough(pixels, WINDOW, (planes) => {
    seen.push(planes.length);
    return Promise.resolve([
      { x: 100, y: 50, width: 40, height: 40, score: 0.9 },
      { x: 600, y: 50, width: 40, height: 40, score: 0.8 },
    ]);
  });
  expect(new Set(seen)).toEqual(new Set([3 * WINDOW * WINDOW]));
  expect(looks).toHaveLength(scales(pixels, WINDOW).length);
  const atFull = looks.flat().filter(({ width }) => Math.abs(width - 40) < 1e-6).map(({ x }) => x);
  // Each window's second find touches its inner edge; the last one's touches the picture's own.
  expect(atFull).toEqual([100, 628, 1156, 1684, 2184]);
});
