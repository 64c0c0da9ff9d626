import { expect, test } from "vitest";
import { consent, ITEMS, minute, no, NOW, PEOPLE, uuid } from "../../tests/support/domain";
import { purposeNames } from "./consent";
import { lookedAt, mayStay, narrowed, staysCovered, tookAllBack, type MadeToLeave } from "./remaining";

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

test("an answer takes from a picture what it allowed of it before, whatever it says of the rest, and a yes to no less takes nothing", () => {
  const shown = made({ people: [{ grantorId: PEOPLE[0], covered: false }], form: "clean" });
  const after = (...words: Parameters<typeof consent>[0][]) => [consent(), ...words.map((over) => consent({ id: uuid(7, 1), recordedAt: minute(3), ...over }))];
  const took = (...words: Parameters<typeof consent>[0][]) => narrowed(shown, PEOPLE[0], [consent()], after(...words), NOW);
  expect(took({ form: "redacted" })).toBe(true);
  expect(took({ answer: "refused", form: "none" })).toBe(true);
  expect(took({ answer: "ask-again", form: "none" })).toBe(true);
  expect(took({})).toBe(false);
  expect(took({ purpose: "press" })).toBe(false);
  expect(took({ purpose: "press", answer: "refused", form: "none" })).toBe(false);
  expect(took({ items: [ITEMS[1]], answer: "refused", form: "none" })).toBe(false);
});

test("a covered face is no less allowed by a yes without it, and a no after a yes that had ended takes that yes away", () => {
  const less = consent({ id: uuid(7, 1), form: "redacted", recordedAt: minute(3) });
  expect(narrowed(made(), PEOPLE[0], [consent()], [consent(), less], NOW)).toBe(false);
  const ended = consent({ until: minute(2) });
  expect(narrowed(made(), PEOPLE[0], [ended], [ended, no("refused")], NOW)).toBe(true);
});

test("a first no for some purposes lets what was made wait for the others, one for every purpose does not, and nobody speaks for another", () => {
  const noes = purposeNames.map((purpose) => no("refused", { purpose }));
  expect(narrowed(made(), PEOPLE[0], [], noes.slice(1), NOW)).toBe(false);
  expect(narrowed(made(), PEOPLE[0], [], noes, NOW)).toBe(true);
  expect(narrowed(made(), PEOPLE[1], [], noes, NOW)).toBe(false);
});

test("somebody took everything back who allowed something and allows nothing any more, for no purpose and until they say yes again", () => {
  const gone = (...said: Parameters<typeof tookAllBack>[0]) => tookAllBack(said, { grantorId: PEOPLE[0], item: ITEMS[0] }, NOW);
  const [press, back] = [consent({ purpose: "press", form: "redacted" }), no("withdrawn", { recordedAt: minute(2) })];
  expect(gone(consent())).toBe(false);
  expect(gone(consent(), back)).toBe(true);
  expect(gone(consent(), press, back)).toBe(false);
  expect(gone(consent(), no("refused", { purpose: "press" }), back)).toBe(true);
  expect(gone(consent(), no("ask-again", { purpose: "press" }), back)).toBe(false);
  expect(gone(no("refused"))).toBe(false);
  expect(gone(consent(), back, consent({ recordedAt: minute(3) }))).toBe(false);
  expect(gone(consent(), back, consent({ recordedAt: minute(3), items: [ITEMS[1]] }))).toBe(true);
  expect(tookAllBack([consent(), back], { grantorId: PEOPLE[1], item: ITEMS[0] }, NOW)).toBe(false);
});

test("of whom took everything back members see what covers them, reviewers all of it until that is there, and everybody all of it where nobody did", () => {
  const [bare, half, whole] = [{ covers: [] }, { covers: ["a"] }, { covers: ["a", "b", "c"] }];
  for (const role of ["documenter", "reviewer"] as const) {
    expect(lookedAt([bare, half], [], role)).toEqual([bare, half]);
    expect(lookedAt([bare, half, whole], ["a", "b"], role)).toEqual([whole]);
  }
  expect(lookedAt([bare, half], ["a", "b"], "reviewer")).toEqual([bare, half]);
  expect(lookedAt([bare, half], ["a", "b"], "documenter")).toEqual([]);
});

test("the regions of whoever took everything back stay theirs, covered and no smaller, and none is added", () => {
  const [theirs, other] = [
    { id: "a", grantorId: "A", redact: false, x: 10, y: 10, width: 10, height: 10 },
    { id: "b", grantorId: null, redact: false, x: 50, y: 50, width: 9, height: 9 },
  ];
  const covered = { ...theirs, redact: true };
  const stays = (...after: Parameters<typeof staysCovered>[1]) => staysCovered([theirs, other], after, ["a"]);
  expect(stays(covered, other)).toBe(true);
  expect(stays({ ...covered, x: 9, width: 12 }, { ...other, id: "c", redact: true })).toBe(true);
  expect(stays(covered)).toBe(true);
  for (const wrong of [{ ...theirs }, { ...covered, id: "c" }, { ...covered, grantorId: null }, { ...covered, grantorId: "B" }, { ...covered, x: 11 }, { ...covered, width: 9 }])
    expect(stays(wrong, other)).toBe(false);
  expect(stays(other)).toBe(false);
  expect(stays(covered, { ...other, id: "c", grantorId: "A" })).toBe(false);
});
