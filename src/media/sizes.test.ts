import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { SAFE_LONG_EDGE, longEdges, reducedEdge, standardEdge } from "./sizes";

const side = fc.integer({ min: 1, max: 65_500 });
const size = fc.record({ width: side, height: side });
const longer = ({ width, height }: { width: number; height: number }) => Math.max(width, height);
const [smallest] = longEdges;

describe("the size of what leaves", () => {
  test("is one of a few, and no picture is enlarged to it", () => {
    fc.assert(
      fc.property(size, fc.option(side, { nil: undefined }), (picture, ceiling) => {
        const edge = standardEdge(picture, ceiling);
        expect(edge).toBeLessThanOrEqual(longer(picture));
        expect(edge).toBeLessThanOrEqual(Math.max(ceiling ?? Number.POSITIVE_INFINITY, smallest));
        if (longer(picture) >= smallest) expect(longEdges).toContain(edge);
        else expect(edge).toBe(longer(picture));
      }),
    );
  });

  test("is the largest that fits: the next one would enlarge the picture or break the ceiling", () => {
    fc.assert(
      fc.property(size, side, (picture, ceiling) => {
        const edge = standardEdge(picture, ceiling);
        const next = longEdges.find((some) => some > edge);
        if (longer(picture) < smallest || ceiling < smallest || next === undefined) return;
        expect(next > longer(picture) || next > ceiling).toBe(true);
      }),
    );
  });

  test("does not tell how the picture stands, and a larger picture is never smaller", () => {
    fc.assert(
      fc.property(size, size, (a, b) => {
        for (const edge of [standardEdge, reducedEdge]) {
          expect(edge({ width: a.height, height: a.width })).toBe(edge(a));
          if (longer(a) <= longer(b)) expect(edge(a)).toBeLessThanOrEqual(edge(b));
        }
      }),
    );
  });

  test("of two phones that differ by a few pixels is the same", () => {
    for (const width of [4000, 4032, 4080, 4160]) expect(standardEdge({ width, height: 3000 })).toBe(4000);
    expect(standardEdge({ width: 6936, height: 9248 })).toBe(8000);
    expect(standardEdge({ width: 320, height: 240 })).toBe(320);
    expect(standardEdge({ width: 319, height: 240 })).toBe(319);
  });
});

describe("the size of what strangers see", () => {
  test("is never more than was measured to be safe, nor shrunk less than that", () => {
    fc.assert(
      fc.property(size, (picture) => {
        const edge = reducedEdge(picture);
        expect(edge).toBeLessThanOrEqual(SAFE_LONG_EDGE);
        expect(edge).toBeLessThanOrEqual(standardEdge(picture));
        // Under the smallest of the sizes there is nothing to go down to.
        if (edge > smallest) expect(edge / longer(picture)).toBeLessThanOrEqual(SAFE_LONG_EDGE / 3008);
      }),
    );
  });

  test("is 1600 for a phone's photo of eight megapixels and more, and half and less for a camera of few", () => {
    for (const [width, edge] of [[3008, 1600], [3264, 1600], [4032, 1600], [9248, 1600], [2592, 1280], [1600, 800], [1280, 640], [320, 320]] as const)
      expect(reducedEdge({ width, height: 100 })).toBe(edge);
  });
});
