import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isProven, PROOF_LASTS_MS } from "./proving";

const at = new Date("2026-11-22T06:00:00Z");
const ago = (ms: number) => new Date(at.getTime() - ms);

test("what was shown counts for five minutes, and not from the future", () => {
  expect(isProven(ago(0), at)).toBe(true);
  expect(isProven(ago(PROOF_LASTS_MS - 1), at)).toBe(true);
  expect(isProven(ago(PROOF_LASTS_MS), at)).toBe(false);
  expect(isProven(ago(-1), at)).toBe(false);
  expect(isProven(null, at)).toBe(false);
});

test("waiting never makes somebody proven who was not", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 * PROOF_LASTS_MS }), fc.nat(PROOF_LASTS_MS), (since, wait) => {
      const later = new Date(at.getTime() + wait);
      expect(isProven(ago(since), later) && !isProven(ago(since), at)).toBe(false);
    }),
  );
});
