import { expect, test } from "vitest";
import { MOST_TIED, whyNotTie, type Tieable } from "./tie";

const one = (n: number, over: Partial<Tieable> = {}): Tieable => ({ id: `g${n}`, incidentId: `i${n}`, teamId: "t", kind: "depicted", ...over });

test("people of two incidents of one team may be one person, and so may those who are tied to them", () => {
  expect(whyNotTie([one(1)], [one(2, { kind: "witness" })])).toBe(null);
  expect(whyNotTie([one(1), one(2)], [one(3), one(4)])).toBe(null);
});

test("nobody of another team, no documenter, nobody of the same incident, and nobody twice", () => {
  expect(whyNotTie([one(1)], [one(2, { teamId: "u" })])).toBe("not-found");
  expect(whyNotTie([one(1)], [one(2, { kind: "documenter" })])).toBe("input-invalid");
  expect(whyNotTie([one(1), one(2)], [one(3, { incidentId: "i2" })])).toBe("input-invalid");
  expect(whyNotTie([one(1), one(2)], [one(1), one(2)])).toBe("not-now");
});

test("no more are tied than one card takes back at once", () => {
  const some = (count: number) => Array.from({ length: count }, (_, n) => one(n));
  expect(whyNotTie(some(MOST_TIED - 1), [one(90)])).toBe(null);
  expect(whyNotTie(some(MOST_TIED), [one(90)])).toBe("not-now");
});
