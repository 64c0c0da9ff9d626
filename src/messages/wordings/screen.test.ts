import { expect, test } from "vitest";
import { purposeWording, sheetWording } from "./asking";
import { personLanguages } from "./languages";
import { screenOf } from "./screen";

const choices = ["refused", "ask-again", "redacted", "clean", "original"] as const;
const purposes = ["legal-advice", "complaint", "court", "monitoring", "press", "publication"] as const;
const shown = { choices, about: { pictures: true, accounts: false }, once: false, question: "who" } as const;

test("in every language each purpose has words of its own, and every answer is told apart from the others", () => {
  for (const language of personLanguages) {
    const texts = purposes.flatMap((purpose) => [purposeWording(purpose, language).words.title, purposeWording(purpose, language).words.text]);
    expect(new Set(texts).size).toBe(texts.length);
    const answers = Object.values(sheetWording(language).words.answers);
    expect(new Set(answers).size).toBe(answers.length);
  }
});

test("no screen of one language, purpose, set of answers or question is that of another", () => {
  const screens = personLanguages.flatMap((language) =>
    purposes.flatMap((purpose) => [
      screenOf(purpose, language, shown),
      screenOf(purpose, language, { ...shown, question: "back" }),
      screenOf(purpose, language, { ...shown, once: true }),
      screenOf(purpose, language, { ...shown, choices: choices.slice(0, 3) }),
      screenOf(purpose, language, { ...shown, about: { pictures: false, accounts: true } }),
    ]),
  );
  expect(new Set(screens.map((screen) => JSON.stringify(screen))).size).toBe(screens.length);
});

test("of an account somebody says what may be read, of a picture what may be seen, of both both", () => {
  const { answers } = sheetWording("en").words;
  const wordsOf = (pictures: boolean, accounts: boolean) =>
    screenOf("court", "en", { ...shown, choices: ["refused", "redacted"], about: { pictures, accounts } }).answers.map(({ words }) => words);
  expect(wordsOf(true, false)).toEqual([[answers.refused], [answers.redacted]]);
  expect(wordsOf(false, true)).toEqual([[answers.refused], [answers.masked]]);
  expect(wordsOf(true, true)).toEqual([[answers.refused], [answers.redacted, answers.masked]]);
});
