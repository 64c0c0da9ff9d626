import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { Box } from "./detector";
import { merge } from "./merge";

const side = fc.double({ min: 1, max: 100, noNaN: true });
const box: fc.Arbitrary<Box> = fc.record({ x: side, y: side, width: side, height: side, score: fc.double({ min: 0, max: 1, noNaN: true }) });

test("a face found several times is one, the surest", () => {
  const sure = { x: 10, y: 10, width: 40, height: 50, score: 0.9 };
  const unsure = { x: 13, y: 12, width: 40, height: 50, score: 0.5 };
  expect(merge([unsure, sure, unsure])).toEqual([sure]);
});

test("a large face never gives way to a small find inside it", () => {
  const large = { x: 0, y: 0, width: 100, height: 100, score: 0.4 };
  const mouth = { x: 30, y: 60, width: 30, height: 20, score: 0.9 };
  expect(merge([large, mouth])).toEqual([mouth, large]);
});

test("a small find inside a surer face is part of it", () => {
  const face = { x: 0, y: 0, width: 100, height: 100, score: 0.9 };
  const mouth = { x: 30, y: 60, width: 30, height: 20, score: 0.4 };
  expect(merge([mouth, face])).toEqual([face]);
});

test("neighbours stay", () => {
  const left = { x: 0, y: 0, width: 50, height: 50, score: 0.9 };
  const right = { x: 40, y: 0, width: 50, height: 50, score: 0.8 };
  expect(merge([left, right])).toEqual([left, right]);
});

test("what is left are some of the rectangles, best first; merging them again changes nothing, and the surest is among them", () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 40 }), (boxes) => {
      const merged = merge(boxes);
      expect(merged.every((one) => boxes.includes(one))).toBe(true);
      expect(merged.map(({ score }) => score)).toEqual(merged.map(({ score }) => score).toSorted((a, b) => b - a));
      expect(merge(merged)).toEqual(merged);
      expect(merged[0]?.score).toBe(boxes.length === 0 ? undefined : Math.max(...boxes.map(({ score }) => score)));
    }),
  );
});
