import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";
import { personLanguages, personScriptOf } from "~/messages/wordings/languages";
import { cardWords, preferredForCard } from "./words";

const flat = (value: unknown, at: string): [string, string][] =>
  typeof value === "string" ? [[at, value]] : Object.entries(value as object).flatMap(([key, inner]) => flat(inner, `${at}.${key}`));
const holes = (elements: readonly MessageFormatElement[]): string[] =>
  elements.flatMap((element) => (element.type === TYPE.argument ? [element.value] : element.type === TYPE.literal ? [] : ["?"])).toSorted();

const english = new Map(flat(cardWords.en, ""));

describe.each(personLanguages)("%s", (language) => {
  const own = new Map(flat(cardWords[language], ""));

  test("says everything that English says, leaves the same gaps to fill in, and nothing with an empty string", () => {
    expect([...own.keys()]).toEqual([...english.keys()]);
    for (const [at, message] of own) {
      expect([at, holes(parse(message))]).toEqual([at, holes(parse(english.get(at)!))]);
      expect([at, message.trim()]).not.toEqual([at, ""]);
    }
  });

  test("is written in its own script", () => {
    const script = { Latin: /\p{Script=Latin}/u, Arabic: /\p{Script=Arabic}/u, Ethiopic: /\p{Script=Ethiopic}/u }[personScriptOf[language]];
    const foreign = [...own].filter(([, message]) => {
      const letters = message.replaceAll(/\{\w+\}/g, "").match(/\p{L}/gu) ?? [];
      return letters.length === 0 || letters.some((letter) => !script.test(letter));
    });
    expect(foreign).toEqual([]);
  });
});

test("somebody is met in the first of their browser's languages that there is, and in English otherwise", () => {
  expect([null, "xx", "ar-SY,en;q=0.8", "de,ti-ER,fr;q=0.5", "FR-ca", "x".repeat(100_000)].map(preferredForCard)).toEqual(["en", "en", "ar", "ti", "fr", "en"]);
});
