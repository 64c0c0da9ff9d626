import { expect, test } from "vitest";
import { consent, ITEMS, minute, no, NOW, PEOPLE } from "../../tests/support/domain";
import { mayStay, type MadeToLeave } from "./remaining";

const made = (over: Partial<MadeToLeave> = {}): MadeToLeave => ({
  item: ITEMS[0], form: "redacted", people: [{ grantorId: PEOPLE[0], covered: true }], awaited: false, ...over,
});

test("what was made to leave stays as long as one purpose is left for which everybody in it allows it", () => {
  const both = [consent(), consent({ purpose: "press", form: "redacted" })];
  expect(mayStay(made(), [...both, no("withdrawn", { purpose: "court", recordedAt: minute(2) })], NOW)).toBe(true);
  const neither = [...both, ...(["court", "press"] as const).map((purpose) => no("withdrawn", { purpose, recordedAt: minute(2) }))];
  expect(mayStay(made(), neither, NOW)).toBe(false);
});

test("one person in it who allows nothing is enough for it to go, and purposes of two people do not add up", () => {
  const people = [{ grantorId: PEOPLE[0], covered: true }, { grantorId: PEOPLE[1], covered: true }];
  expect(mayStay(made({ people }), [consent()], NOW)).toBe(false);
  expect(mayStay(made({ people }), [consent(), consent({ grantorId: PEOPLE[1], purpose: "press", form: "redacted" })], NOW)).toBe(false);
  expect(mayStay(made({ people }), [consent(), consent({ grantorId: PEOPLE[1] })], NOW)).toBe(true);
});

test("a picture that shows a face needs a yes for that, and one that has ended is none", () => {
  const people = [{ grantorId: PEOPLE[0], covered: false }];
  expect(mayStay(made({ people, form: "clean" }), [consent({ form: "redacted" })], NOW)).toBe(false);
  expect(mayStay(made({ people, form: "clean" }), [consent()], NOW)).toBe(true);
  expect(mayStay(made(), [consent({ until: minute(3) })], NOW)).toBe(false);
});

test("what an open disclosure holds is closed by its own rules, and nothing of nobody goes", () => {
  expect(mayStay(made({ awaited: true }), [], NOW)).toBe(true);
  expect(mayStay(made({ people: [] }), [], NOW)).toBe(true);
});
