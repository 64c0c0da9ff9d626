import { expect, test } from "vitest";
import { endOf, termFrom } from "./term";

const term = termFrom(new Date(2026, 10, 22, 23, 30));

test("a link works for thirty days unless somebody says otherwise, from tomorrow and for a year at most", () => {
  expect(term).toEqual({ first: "2026-11-23", usual: "2026-12-22", last: "2027-11-21" });
});

test("it ends with its last day", () => {
  expect(endOf("2026-12-22", term)).toEqual(new Date(2026, 11, 22, 23, 59, 59));
});

test("today, a day beyond a year, a day that does not exist and no day are all no end", () => {
  for (const day of ["2026-11-22", "2027-11-22", "2026-13-45", "", "soon"]) expect(endOf(day, term)).toBeNull();
});
