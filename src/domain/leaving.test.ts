import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isHurry } from "./leaving";

test("three presses in a moment are a hurry, two are not, and neither are three with a pause", () => {
  expect(isHurry([0, 200])).toBe(false);
  expect(isHurry([0, 200, 400])).toBe(true);
  expect(isHurry([0, 700, 1500])).toBe(true);
  expect(isHurry([0, 700, 1501])).toBe(false);
});

test("what was pressed long before neither hurries nor hinders", () => {
  const before = fc.array(fc.integer({ min: 0, max: 10_000 })).map((some) => some.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(before, (earlier) => {
      expect(isHurry([...earlier, 20_000, 20_100])).toBe(false);
      expect(isHurry([...earlier, 20_000, 20_100, 20_200])).toBe(true);
    }),
  );
});
