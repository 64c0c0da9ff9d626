import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Box } from "./geometry";
import { limited, MARGIN, MAX_ZOOM, onCanvas, onPicture, scrollFor, unitOf, zoomFor } from "./zoom";

const side = fc.integer({ min: 40, max: 9000 });
const picture = fc.record({ width: side, height: side });
const frame = fc.record({ width: fc.integer({ min: 280, max: 2000 }), height: fc.integer({ min: 200, max: 1200 }) });
const zoom = fc.double({ min: 1, max: MAX_ZOOM, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

test("whatever is asked for, the whole width is the least and the most is bounded", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (asked) => {
      expect(limited(asked)).toBeGreaterThanOrEqual(1);
      expect(limited(asked)).toBeLessThanOrEqual(MAX_ZOOM);
    }),
  );
});

test("a point of the picture has one place on the canvas, within the margin, and is found there again", () => {
  fc.assert(
    fc.property(picture, frame, zoom, share, share, (size, shown, times, across, down) => {
      const unit = unitOf(size, shown.width, times);
      const point = { x: size.width * across, y: size.height * down };
      const there = onCanvas(point, unit);
      expect(there.x).toBeGreaterThanOrEqual(MARGIN);
      expect(there.x).toBeLessThanOrEqual(shown.width * times - MARGIN + 0.01);
      const back = onPicture(there, unit);
      expect(back.x).toBeCloseTo(point.x, 3);
      expect(back.y).toBeCloseTo(point.y, 3);
    }),
  );
});

test("what two fingers hold stays under them, however far they zoom", () => {
  fc.assert(
    fc.property(picture, frame, zoom, zoom, share, share, (size, shown, before, after, across, down) => {
      const at = { x: shown.width * across, y: shown.height * down };
      const held = onPicture({ x: 100 + at.x, y: 50 + at.y }, unitOf(size, shown.width, before));
      const unit = unitOf(size, shown.width, after);
      const scrolled = scrollFor(held, at, unit);
      const now = onPicture({ x: scrolled.left + at.x, y: scrolled.top + at.y }, unit);
      expect(now.x).toBeCloseTo(held.x, 3);
      expect(now.y).toBeCloseTo(held.y, 3);
    }),
  );
});

test("whoever is led to a region sees it large enough, and whole wherever it can be both", () => {
  fc.assert(
    fc.property(picture, frame, zoom, share, share, (size, shown, before, wide, high) => {
      const box: Box = { x: 0, y: 0, width: Math.max(4, size.width * wide), height: Math.max(4, size.height * high) };
      const after = zoomFor(box, before, size, shown);
      const unit = unitOf(size, shown.width, after);
      const seen = Math.min(box.width, box.height) / unit;
      const whole = box.width / unit <= shown.width && box.height / unit <= shown.height;
      expect(after).toBe(limited(after));
      if (after > 1) expect(whole).toBe(true);
      // Nearly: the margin does not grow with the picture.
      const fills = Math.max(box.width / shown.width, box.height / shown.height) / unit;
      if (after < before) expect(fills > 0.35 || after === 1).toBe(true);
      else if (after < MAX_ZOOM && fills < 0.35)
        expect(seen).toBeGreaterThanOrEqual(52);
    }),
  );
});

test("a zoom that shows enough is left as it is", () => {
  const size = { width: 4000, height: 3000 };
  const shown = { width: 360, height: 600 };
  expect(zoomFor({ x: 0, y: 0, width: 400, height: 500 }, 3, size, shown)).toBe(3);
});
