import * as fc from "fast-check";
import { expect, test } from "vitest";
import { portion, READ_WITHIN_DAYS } from "./fixity";

const START = new Date(Date.UTC(2026, 10, 1));
const HOUR = 3600_000;

test("every object is read within its days, read every hour, however many there are and come", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 1 }), (first, more) => {
      const names = Array.from({ length: first }, (_, n) => `${n}`);
      const read = new Map<string, Date>();
      let latest = 0;
      for (let hour = 0; hour < 2 * 24 * READ_WITHIN_DAYS; hour += 1) {
        const at = new Date(+START + hour * HOUR);
        for (let n = 0; n < more; n += 1) names.push(`${hour} ${n}`);
        for (const name of portion(names, [...read].map(([of, readAt]) => ({ name: of, readAt })), at)) read.set(name, at);
        latest = Math.max(latest, ...[...read.values()].map((readAt) => +at - +readAt));
        expect(read.size).toBe(names.length);
      }
      // One hour of grace: what grew meanwhile was counted from the next reading on.
      expect(latest).toBeLessThanOrEqual((READ_WITHIN_DAYS * 24 + 24) * HOUR);
    }),
    { numRuns: 4 },
  );
});

test("what is new is read at once, and nothing twice within a day", () => {
  const read = ["a", "b"].map((name) => ({ name, readAt: new Date(+START - 2 * HOUR) }));
  expect(portion(["a", "b", "c"], read, START)).toEqual(["c"]);
  const old = [{ name: "a", readAt: new Date(+START - 30 * HOUR) }, { name: "b", readAt: new Date(+START - 40 * HOUR) }];
  expect(portion(["a", "b", "c"], old, START)).toEqual(["c", "b", "a"]);
});
