import { expect, test } from "vitest";
import { pauseAfter } from "./stamp";

test("whoever cannot be reached is left alone twice as long each time, and never longer than an hour", () => {
  const minutes = Array.from({ length: 7 }, (_, nth) => pauseAfter(nth + 1) / 60_000);
  expect(minutes).toEqual([2, 4, 8, 16, 32, 60, 60]);
  expect(pauseAfter(100_000)).toBe(60 * 60_000);
});
