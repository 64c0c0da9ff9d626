import * as fc from "fast-check";
import { expect, test } from "vitest";

import { RATIO, type Rectangle, UNIT, drawn, shapes } from "./shapes";

const SIZE = { width: 1330, height: 1250 };
const number = fc.double({ min: -500, max: 1500, noNaN: true });
const length = fc.double({ min: 0.01, max: 1700, noNaN: true });
const asked = fc.record({ x: number, y: number, width: length, height: length });

test("what was asked for is always covered, with a margin, in whole units, within the picture", () => {
  fc.assert(
    fc.property(asked, fc.constantFrom(...shapes), (want, shape) => {
      const seen = want.x < SIZE.width && want.y < SIZE.height && want.x + want.width > 0 && want.y + want.height > 0;
      if (!seen) {
        expect(() => drawn(want, shape, SIZE)).toThrow(RangeError);
        return;
      }
      const found = drawn(want, shape, SIZE);
      const [right, bottom] = [found.x + found.width, found.y + found.height];
      expect(found.x).toBeLessThanOrEqual(Math.max(0, want.x - 2));
      expect(found.y).toBeLessThanOrEqual(Math.max(0, want.y - 2));
      expect(right).toBeGreaterThanOrEqual(Math.min(SIZE.width, want.x + want.width + 2));
      expect(bottom).toBeGreaterThanOrEqual(Math.min(SIZE.height, want.y + want.height + 2));
      expect(Math.min(found.x, found.y)).toBeGreaterThanOrEqual(0);
      expect([found.x % UNIT, found.y % UNIT]).toEqual([0, 0]);
      expect(right % UNIT === 0 || right === SIZE.width).toBe(true);
      expect(bottom % UNIT === 0 || bottom === SIZE.height).toBe(true);
    }),
  );
});

/** Far from every edge of a large picture. */
const within = fc.record({
  x: fc.double({ min: 9000, max: 9100, noNaN: true }),
  y: fc.double({ min: 9000, max: 9100, noNaN: true }),
  width: fc.double({ min: 1, max: 3000, noNaN: true }),
  height: fc.double({ min: 1, max: 3000, noNaN: true }),
});
const LARGE = { width: 20_000, height: 20_000 };

test("a face is drawn as a square, no larger than the series asks for, with what was asked for in its middle", () => {
  fc.assert(
    fc.property(within, (want) => {
      const found = drawn(want, "square", LARGE);
      expect(found.width).toBe(found.height);
      const longer = Math.max(want.width, want.height) + 4;
      // Two units for the grid at both ends, one for the rounding of the series.
      expect(found.width).toBeLessThanOrEqual(Math.max(2 * UNIT, RATIO * (longer + 2 * UNIT) + UNIT));
      expect(Math.abs(found.x + found.width / 2 - want.x - want.width / 2)).toBeLessThanOrEqual(UNIT);
      expect(Math.abs(found.y + found.height / 2 - want.y - want.height / 2)).toBeLessThanOrEqual(UNIT);
    }),
  );
});

test("between a stamp and a wall there are few sides", () => {
  const sides = new Set<number>();
  for (let side = 1; side <= 2000; side += 1) {
    const { width, height } = drawn({ x: 9000, y: 9000, width: side, height: side / 3 }, "oblong", LARGE);
    sides.add(width).add(height);
  }
  expect([...sides].toSorted((a, b) => a - b)).toEqual([32, 48, 64, 96, 128, 176, 256, 368, 512, 720, 1024, 1456, 2048]);
});

test("a plate keeps lying, a pole keeps standing", () => {
  const lying = drawn({ x: 9000, y: 9000, width: 300, height: 60 }, "oblong", LARGE);
  expect([lying.width, lying.height]).toEqual([368, 96]);
  const standing = drawn({ x: 9000, y: 9000, width: 60, height: 300 }, "oblong", LARGE);
  expect([standing.width, standing.height]).toEqual([96, 368]);
});

test("faces of other proportions in the same place leave the same square", () => {
  const middle = (width: number, height: number): Rectangle => ({ x: 9050 - width / 2, y: 9050 - height / 2, width, height });
  const one = drawn(middle(90, 130), "square", LARGE);
  for (const other of [middle(125, 130), middle(100, 140), middle(70, 135)]) expect(drawn(other, "square", LARGE)).toEqual(one);
});
