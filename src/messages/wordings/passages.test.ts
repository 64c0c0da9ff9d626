import { describe, expect, test } from "vitest";
import { checkQuestions } from "~/domain/asking";
import { purposeNames } from "~/domain/consent";
import { personLanguages } from "./languages";
import { purposeWording, sheetWording } from "./asking";
import { checkOrders, passages, spokenWords } from "./passages";

describe.each(personLanguages)("%s", (language) => {
  const { words } = sheetWording(language);
  const all = passages.map((passage) => spokenWords(passage, language));

  test("each passage has words of its own", () => {
    expect(new Set(all).size).toBe(passages.length);
    expect(all.filter((one) => one.trim().length < 2)).toEqual([]);
  });

  test("whatever a person is told or asked can be read out", () => {
    const told = [
      words.start.title, words.start.text, words.end.title, words.end.text, words.once, words.check.again,
      ...Object.values(words.answers),
      ...checkQuestions.flatMap((question) => Object.values(words.check[question])),
      ...purposeNames.flatMap((purpose) => Object.values(purposeWording(purpose, language).words)),
    ];
    expect(told.filter((one) => !all.some((spoken) => spoken.includes(one)))).toEqual([]);
  });

  test("a question's answers are heard in the order in which they stand", () => {
    for (const question of checkQuestions) {
      const spoken = spokenWords(`check-${question}`, language);
      const places = checkOrders[question].map((answer) => spoken.indexOf(words.check[question][answer]));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places[0]).toBeGreaterThan(0);
    }
  });
});
