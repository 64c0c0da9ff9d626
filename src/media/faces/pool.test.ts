import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { Box } from "./detector";
import { CONFIDENT, POSSIBLE } from "./parameters";
import { type Sight, pool } from "./pool";

const face = (score: number, shift = 0): Box => ({ x: 100 + shift, y: 100, width: 40, height: 50, score });
const sees = (ours: Sight["ours"], ...looks: Box[][]): Sight => ({ kind: ours === "yolo" ? "yolov8-face" : "retinaface", looks, ...(ours && { ours }) });
const theirs = (score: number): Sight => ({ kind: "scrfd", looks: [score > 0 ? [face(score)] : []] });

const chance = (...sights: Sight[]) => pool(sights)[0]?.score ?? 0;

test("what both detectors see is one face, surer than what one sees, and that is surer than what neither is sure of", () => {
  const both = chance(sees("yolo", [face(0.6)], [face(0.6, 2)]), sees("retina", [face(0.6, 1)], [face(0.6)]));
  const one = chance(sees("yolo", [face(0.6)], [face(0.6, 2)]), sees("retina", [], []));
  const hardly = chance(sees("yolo", [face(0.1)], []), sees("retina", [face(0.1)], []));
  expect(both).toBeGreaterThan(one);
  expect(one).toBeGreaterThan(hardly);
  expect(pool([sees("yolo", [face(0.6)], [face(0.6, 2)]), sees("retina", [face(0.6, 1)], [face(0.6)])])).toHaveLength(1);
});

test("a face that one detector is sure of is confident though the other never saw it", () => {
  expect(chance(sees("yolo", [face(0.7)], [face(0.7)]), sees("retina", [], []))).toBeGreaterThan(CONFIDENT);
  expect(chance(sees("yolo", [], []), sees("retina", [face(0.95)], [face(0.95)]))).toBeGreaterThan(POSSIBLE);
});

test("a third scale that shows nothing takes nothing away", () => {
  const two = chance(sees("yolo", [face(0.5)], [face(0.4)]), sees("retina", [], []));
  const three = chance(sees("yolo", [face(0.5)], [face(0.4)], []), sees("retina", [], [], []));
  expect(three).toBe(two);
});

test("an operator's detector finds what ours missed, and what it misses stays as sure as it was", () => {
  const ours = [sees("yolo", [face(0.4)], []), sees("retina", [], [])];
  expect(chance(...ours, theirs(0))).toBe(chance(...ours));
  expect(chance(...ours, theirs(0.5))).toBeGreaterThan(chance(...ours));
  expect(chance(sees("yolo", [], []), sees("retina", [], []), theirs(0.8))).toBeGreaterThan(CONFIDENT);
});

const side = fc.double({ min: 1, max: 100, noNaN: true });
const box: fc.Arbitrary<Box> = fc.record({ x: side, y: side, width: side, height: side, score: fc.double({ min: 0.01, max: 1, noNaN: true }) });
const look = fc.array(box, { maxLength: 12 });
const sights = fc.tuple(look, look, look, look).map(([a, b, c, d]) => [sees("yolo", a, b), sees("retina", c, d)]);

test("no order of detectors, of looks or of rectangles changes what is found", () => {
  fc.assert(
    fc.property(sights, (found) => {
      const turned = found.toReversed().map(({ looks, ...rest }) => ({ ...rest, looks: looks.toReversed().map((boxes) => boxes.toReversed()) }));
      const [one, other] = [pool(found), pool(turned)];
      expect(other).toHaveLength(one.length);
      for (const [index, { x, y, width, height, score }] of one.entries()) {
        const twin = other[index]!;
        for (const [a, b] of [[x, twin.x], [y, twin.y], [width, twin.width], [height, twin.height], [score, twin.score]]) expect(a).toBeCloseTo(b!, 6);
      }
    }),
  );
});

test("the surest sighting is never lost: its centre lies in something that is suggested, as it is enlarged", () => {
  fc.assert(
    fc.property(sights, (found) => {
      const seen = found.flatMap(({ looks }) => looks.flat());
      if (seen.length === 0) return;
      const { x, y, width, height } = seen.reduce((best, one) => (one.score > best.score ? one : best));
      const inside = (one: Box) =>
        Math.abs(x + width / 2 - one.x - one.width / 2) <= (1.3 * one.width) / 2 && Math.abs(y + height / 2 - one.y - one.height / 2) <= (1.3 * one.height) / 2;
      expect(pool(found).some(inside)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("every score is a probability, and the surest comes first", () => {
  fc.assert(
    fc.property(sights, (found) => {
      const scores = pool(found).map(({ score }) => score);
      expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }),
  );
});
