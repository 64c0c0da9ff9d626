import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  deviceKey, handleKey, instanceKey, mostWithin, tryDoor, tryHandle, tryInstance, waitAfter, type Lane, type Tally,
} from "./guessing";

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

/** A door of its own: every handle and both lanes, as the tables keep them. */
function openDoor() {
  const handles = new Map<string, Tally>();
  const instance = new Map<Lane, Tally>();
  return {
    tries(handle: string, ms: number): boolean {
      const counted = tryDoor(handles.get(handle) ?? null, (lane) => instance.get(lane) ?? null, at(ms));
      if (!counted) return false;
      handles.set(handle, counted.handle);
      instance.set(counted.lane, counted.instance);
      return true;
    },
  };
}

describe("the number of tries that are checked", () => {
  test("for one handle is ten in the first minute, one a minute from then on", () => {
    expect(mostWithin(0)).toBe(5);
    expect(mostWithin(61_999)).toBe(9);
    expect(mostWithin(62_000)).toBe(10);
    expect(mostWithin(62_000 + 60 * MINUTE)).toBe(70);
  });

  test("is never more than that in any stretch of time, whenever and however many come", () => {
    const gaps = fc.array(fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 70 * MINUTE })), { maxLength: 150 });
    fc.assert(
      fc.property(gaps, (some) => {
        let tally: Tally | null = null;
        let now = 0;
        const checked: number[] = [];
        for (const gap of some) {
          const kept: Tally | null = tryHandle(tally, at((now += gap)));
          if (kept) [tally] = [kept, checked.push(now)];
        }
        const stretches = checked.flatMap((from, first) => checked.slice(first).map((to, n) => ({ count: n + 1, ms: to - from })));
        expect(stretches.filter(({ count, ms }) => count > mostWithin(ms))).toEqual([]);
      }),
    );
  });
});

describe("whoever guesses", () => {
  test("at one handle keeps nobody from signing in with another", () => {
    const door = openDoor();
    for (let ms = 0; ms < 10 * MINUTE; ms += 50) door.tries("ana", ms);
    expect(door.tries("bo", 10 * MINUTE)).toBe(true);
  });

  test("at a hundred handles keeps others out until each was tried once, which takes less than two minutes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2 * MINUTE, max: 12 * MINUTE }), fc.integer({ min: 20, max: 2000 }), (when, every) => {
        const door = openDoor();
        for (let ms = 0, n = 0; ms < when; ms += every, n += 1) door.tries(`guessed-${n % 100}`, ms);
        expect(door.tries("ana", when)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe("tries for a lane of the instance", () => {
  test("are ten in ten seconds, and then again", () => {
    const tries = Array.from({ length: 30 }, (_, n) => n);
    expect(letThrough(tryInstance, tries)).toBe(10);
    expect(letThrough(tryInstance, [...tries, ...tries.map((n) => 10_000 + n)])).toBe(20);
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

test("what is kept of a handle or a browser says nothing without the instance's secret", () => {
  const [one, two] = [handleKey("a".repeat(32), "ana"), handleKey("b".repeat(32), "ana")];
  const others = [deviceKey("a".repeat(32), "ana"), instanceKey("a".repeat(32), "quiet"), instanceKey("a".repeat(32), "tried")];
  expect(new Set([one, ...others].map((key) => Buffer.from(key).toString("hex"))).size).toBe(4);
  expect(one).toHaveLength(32);
  expect(one).toEqual(handleKey("a".repeat(32), "ana"));
  expect(one).not.toEqual(two);
});
