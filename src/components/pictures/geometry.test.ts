import * as fc from "fast-check";
import { expect, test } from "vitest";
import { centredOn, cornerOf, corners, fit, MIN_SIDE, moved, resized, spanning, usualSize, type Box, type Size } from "./geometry";

const picture = fc.record({ width: fc.integer({ min: 1, max: 12_000 }), height: fc.integer({ min: 1, max: 12_000 }) });
const coordinate = fc.double({ min: -30_000, max: 30_000, noNaN: true });
const point = fc.record({ x: coordinate, y: coordinate });
const anyBox = fc.record({ x: coordinate, y: coordinate, width: coordinate, height: coordinate });
const pictureAndBox = fc.tuple(picture, anyBox).map(([size, box]) => [size, fit(box, size)] as const);

const inside = (box: Box, size: Size): boolean =>
  Object.values(box).every(Number.isInteger) &&
  box.x >= 0 && box.y >= 0 &&
  box.width >= Math.min(MIN_SIDE, size.width) && box.height >= Math.min(MIN_SIDE, size.height) &&
  box.x + box.width <= size.width && box.y + box.height <= size.height;

test("whatever is drawn, moved or resized stays inside the picture and can still be hit", () => {
  fc.assert(
    fc.property(picture, anyBox, point, point, fc.constantFrom(...corners), (size, box, a, b, corner) => {
      const made = [
        fit(box, size), spanning(a, b, size), moved(box, a, size), centredOn(a, usualSize(size), size),
        resized(fit(box, size), corner, b, size),
      ];
      expect(made.filter((one) => !inside(one, size))).toEqual([]);
    }),
  );
});

test("a box that is inside already is left alone", () => {
  fc.assert(
    fc.property(pictureAndBox, ([size, box]) => {
      expect(fit(box, size)).toEqual(box);
    }),
  );
});

test("moving keeps the size, and moving back inside the picture returns the box", () => {
  fc.assert(
    fc.property(pictureAndBox, point, ([size, box], by) => {
      const there = moved(box, by, size);
      expect({ width: there.width, height: there.height }).toEqual({ width: box.width, height: box.height });
      expect(moved(there, { x: box.x - there.x, y: box.y - there.y }, size)).toEqual(box);
    }),
  );
});

test("a rectangle is the same from whichever corner it is drawn", () => {
  fc.assert(
    fc.property(picture, point, point, (size, a, b) => {
      const box = spanning(a, b, size);
      expect(spanning(b, a, size)).toEqual(box);
      expect(spanning({ x: a.x, y: b.y }, { x: b.x, y: a.y }, size)).toEqual(box);
    }),
  );
});

test("growing from one corner leaves the opposite corner where it is", () => {
  const opposite = { nw: "se", ne: "sw", se: "nw", sw: "ne" } as const;
  fc.assert(
    fc.property(pictureAndBox, fc.constantFrom(...corners), fc.nat(500), fc.nat(500), ([size, box], corner, dx, dy) => {
      const outwards = { x: corner.endsWith("w") ? -dx : dx, y: corner.startsWith("n") ? -dy : dy };
      const grown = resized(box, corner, outwards, size);
      expect(cornerOf(grown, opposite[corner])).toEqual(cornerOf(box, opposite[corner]));
    }),
  );
});

test("a corner dragged past the opposite one turns the box over", () => {
  const size = { width: 1000, height: 1000 };
  const box = { x: 400, y: 400, width: 100, height: 100 };
  expect(resized(box, "se", { x: -300, y: 0 }, size)).toEqual({ x: 200, y: 400, width: 200, height: 100 });
});
