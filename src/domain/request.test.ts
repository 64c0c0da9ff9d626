import fc from "fast-check";
import { expect, test } from "vitest";
import { aMonthAfter, deletedFrom } from "./request";

test("a request is due on the same day of the next month, or on its last where it has none", () => {
  const due = (day: string) => aMonthAfter(new Date(`${day}T09:30:00Z`)).toISOString().slice(0, 10);
  expect(["2026-11-28", "2026-12-31", "2027-01-29", "2027-01-31", "2028-01-30", "2026-10-31"].map(due)).toEqual([
    "2026-12-28", "2027-01-31", "2027-02-28", "2027-02-28", "2028-02-29", "2026-11-30",
  ]);
});

test("whenever it is made, a month is 28 to 31 days, and a deletion waits for less than it", () => {
  const any = fc.date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2100-01-01T00:00:00Z"), noInvalidDate: true });
  fc.assert(
    fc.property(any, (at) => {
      const days = (+aMonthAfter(at) - +at) / 86_400_000;
      expect(days).toBeGreaterThanOrEqual(28);
      expect(days).toBeLessThanOrEqual(31);
      expect(+deletedFrom(at)).toBeLessThan(+aMonthAfter(at));
    }),
  );
});
