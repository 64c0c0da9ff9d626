import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { handleKey, instanceKey, tryHandle, tryInstance, waitAfter, type Tally } from "./guessing";

const start = new Date("2026-11-22T06:00:00Z").getTime();
const at = (ms: number) => new Date(start + ms);
const MINUTE = 60_000;

/** How many of the tries at these instants are let through. */
const letThrough = (next: (tally: Tally | null, at: Date) => Tally | null, instants: readonly number[]): number => {
  let tally: Tally | null = null;
  let count = 0;
  for (const ms of instants) {
    const kept = next(tally, at(ms));
    if (!kept) continue;
    tally = kept;
    count += 1;
  }
  return count;
};

describe("tries for one handle", () => {
  test("are free five times, then wait longer and longer, up to a minute", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 500, 1_000_000].map((count) => waitAfter(count) / 1000)).toEqual([
      0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60,
    ]);
    expect(letThrough(tryHandle, Array.from({ length: 50 }, () => 0))).toBe(5);
  });

  test("of a guesser who never stops number at most one a minute in the long run", () => {
    const day = Array.from({ length: 24 * 60 * 60 }, (_, second) => second * 1000);
    expect(letThrough(tryHandle, day)).toBeLessThan(24 * 60 + 15);
  });

  test("are never kept out for more than a minute after the last one that counted, whatever came before", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 * MINUTE }), { maxLength: 60 }), (gaps) => {
        let tally: Tally | null = null;
        let now = 0;
        let last = 0;
        for (const gap of gaps) {
          now += gap;
          const kept: Tally | null = tryHandle(tally, at(now));
          if (kept) [tally, last] = [kept, now];
        }
        expect(tryHandle(tally, at(Math.max(now, last + MINUTE)))).not.toBeNull();
      }),
    );
  });

  test("that come too early prolong nothing", () => {
    const tally = { count: 9, windowStart: at(0) };
    expect(tryHandle(tally, at(31_999))).toBeNull();
    expect(tryHandle(tally, at(32_000))).toEqual({ count: 10, windowStart: at(32_000) });
  });

  test("that reach the row out of order are counted all the same", () => {
    const tally = { count: 3, windowStart: at(10) };
    expect(tryHandle(tally, at(4))).toEqual({ count: 4, windowStart: at(10) });
    expect(tryHandle({ ...tally, count: 5 }, at(4))).toBeNull();
  });

  test("are forgotten after an hour, also when the clock was set back", () => {
    const tally = { count: 900, windowStart: at(0) };
    expect(tryHandle(tally, at(60 * MINUTE))).toEqual({ count: 1, windowStart: at(60 * MINUTE) });
    expect(tryHandle(tally, at(-MINUTE))).toEqual({ count: 1, windowStart: at(-MINUTE) });
  });
});

describe("tries for the whole instance", () => {
  test("are twenty in ten seconds, and then again", () => {
    const tries = Array.from({ length: 30 }, (_, n) => n);
    expect(letThrough(tryInstance, tries)).toBe(20);
    expect(letThrough(tryInstance, [...tries, ...tries.map((n) => 10_000 + n)])).toBe(40);
  });

  test("are never refused for more than ten seconds", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 80 }), (gaps) => {
        let tally: Tally | null = null;
        let now = 0;
        for (const gap of gaps) tally = tryInstance(tally, at((now += gap))) ?? tally;
        expect(tryInstance(tally, at(now + 10_000))).not.toBeNull();
      }),
    );
  });
});

test("what is kept of a handle says nothing without the instance's secret", () => {
  const [one, two] = [handleKey("a".repeat(32), "ana"), handleKey("b".repeat(32), "ana")];
  expect(one).toHaveLength(32);
  expect(one).toEqual(handleKey("a".repeat(32), "ana"));
  expect(one).not.toEqual(two);
  expect(one).not.toEqual(instanceKey("a".repeat(32)));
});
