import { expect, test } from "vitest";

import { hit } from "../../scripts/bench/reid/attackers";
import { bootstrap, wilson } from "../../scripts/bench/reid/statistics";

const vector = (...values: number[]) => Float32Array.from(values);

test("among equals the attacker guesses, wherever the right one stands", () => {
  const same = Array.from({ length: 40 }, () => vector(1, 2, 3));
  expect([0, 17, 39].map((right) => hit(vector(1, 2, 3), same, right))).toEqual([1 / 40, 1 / 40, 1 / 40]);
  const gallery = [vector(0, 1), vector(1, 0), vector(1, 0)];
  expect([0, 1, 2].map((right) => hit(vector(1, 0.1), gallery, right))).toEqual([0, 0.5, 0.5]);
  expect(hit(vector(0, 0.9), gallery, 0)).toBe(1);
});

test("intervals are those of the books", () => {
  const half = wilson(5, 10);
  expect([half.value, half.low, half.high].map((value) => value.toFixed(4))).toEqual(["0.5000", "0.2366", "0.7634"]);
  const none = wilson(0, 20);
  expect([none.low, none.high].map((value) => value.toFixed(4))).toEqual(["0.0000", "0.1611"]);
});

test("people are drawn again, not their pictures, and the same numbers give the same interval", () => {
  const people = Array.from({ length: 100 }, (_, index) => Array.from({ length: 5 }, () => (index < 30 ? 1 : 0)));
  const found = bootstrap(people);
  expect(found.value).toBeCloseTo(0.3);
  // 1.96 × √(0.3 × 0.7 / 100): five pictures of one person tell no more than one.
  expect(found.low).toBeCloseTo(0.21, 1);
  expect(found.high - found.low).toBeGreaterThan(0.15);
  expect(found.high - found.low).toBeLessThan(0.21);
  expect(bootstrap(people)).toEqual(found);
});
