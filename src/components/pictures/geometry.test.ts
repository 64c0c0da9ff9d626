import * as fc from "fast-check";
import { expect, test } from "vitest";
import { centredOn, cornerOf, corners, fit, meantBy, MIN_SIDE, moved, resized, spanning, usualSize, type Box, type Size} from "./geometry";

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

const named = fc.uniqueArray(fc.tuple(fc.nat(40), fc.nat(400), fc.nat(400), fc.integer({ min: 4, max: 120 })), {
  selector: ([id]) => id, maxLength: 8,
}).map((all) => all.map(([id, x, y, side]) => ({ id: String(id), x, y, width: side, height: side })));

test("a tap on a region means the smallest one under it, unless it is on the selected one", () => {
  const outer = { id: "outer", x: 0, y: 0, width: 100, height: 100 };
  const inner = { id: "inner", x: 40, y: 40, width: 10, height: 10 };
  expect(meantBy([inner, outer], { x: 45, y: 45 }, 22)?.id).toBe("inner");
  expect(meantBy([inner, outer], { x: 45, y: 45 }, 22, "outer")?.id).toBe("outer");
  expect(meantBy([inner, outer], { x: 5, y: 5 }, 22, "inner")?.id).toBe("outer");
});

test("a face of a few pixels is hit from 22 pixels away on each side, and not from farther", () => {
  const tiny = { id: "tiny", x: 100, y: 100, width: 4, height: 4 };
  expect(meantBy([tiny], { x: 124, y: 80 }, 22)?.id).toBe("tiny");
  expect(meantBy([tiny], { x: 125, y: 102 }, 22)).toBeNull();
});

test("a tap on a region never means one beside it, and one in the open never more than the nearest", () => {
  fc.assert(
    fc.property(named, fc.nat(450), fc.nat(450), (boxes, x, y) => {
      const meant = meantBy(boxes, { x, y }, 22);
      const under = boxes.filter((b) => x >= b.x && y >= b.y && x <= b.x + b.width && y <= b.y + b.height);
      const far = (b: Box) => Math.hypot(b.x + b.width / 2 - x, b.y + b.height / 2 - y);
      const nearest = boxes.filter((b) => far(b) === Math.min(...boxes.map(far)));
      expect(meant === null || (under.length > 0 ? under : nearest).includes(meant)).toBe(true);
      expect(under.length > 0 && meant === null).toBe(false);
    }),
  );
});
