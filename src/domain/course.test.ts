import fc from "fast-check";
import { expect, test } from "vitest";
import { Answers, questionNames, questions, wrong, type Question } from "./course";

const right = Object.fromEntries(questionNames.map((name) => [name, questions[name].right]));

test("is passed with every right answer, in whatever order they were given", () => {
  expect(wrong(right)).toEqual([]);
  expect(wrong(Object.fromEntries(Object.entries(right).toReversed()))).toEqual([]);
});

test("every question has its right answer among at least three, and it does not always stand in the same place", () => {
  for (const { answers, right: one } of Object.values(questions)) {
    expect(answers.length).toBeGreaterThanOrEqual(3);
    expect(answers).toContain(one);
  }
  expect(new Set(Object.values(questions).map(({ answers, right: one }) => (answers as readonly string[]).indexOf(one))).size).toBeGreaterThan(1);
});

test("says exactly which answers were wrong or missing", () => {
  const some = fc.constantFrom(...Object.values(questions).flatMap(({ answers }) => answers));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...questionNames), some), (given) => {
      const naive = questionNames.filter((name: Question) => !(Object.keys(given).includes(name) && given[name] === right[name]));
      expect(wrong(Answers.parse(given))).toEqual(naive);
    }),
  );
});

test("takes no other question and no other answer than its own", () => {
  for (const given of [{ other: "asked" }, { consent: "words of somebody" }, { consent: "" }, { toString: "asked" }])
    expect(Answers.safeParse(given).success).toBe(false);
});
