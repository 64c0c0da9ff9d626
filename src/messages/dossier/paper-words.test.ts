import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";
import { languages } from "~/messages/languages";
import { paperWords } from "./paper-words";
import { dossierWords } from "./words";

const flat = (value: unknown, at: string): [string, string][] =>
  typeof value === "string" ? [[at, value]] : Object.entries(value as object).flatMap(([key, inner]) => flat(inner, `${at}.${key}`));
const holes = (elements: readonly MessageFormatElement[]): string[] =>
  elements.flatMap((element) => (element.type === TYPE.literal || element.type === TYPE.pound || element.type === TYPE.tag ? [] : [element.value])).toSorted();

describe.each([["the PDF", paperWords], ["the page that checks", dossierWords]] as const)("%s", (_where, words) => {
  const english = new Map(flat(words.en, ""));

  test.each(languages)("says in %s everything that it says in English, in the same order, with the same gaps and no empty string", (language) => {
    const own = new Map(flat(words[language], ""));
    expect([...own.keys()]).toEqual([...english.keys()]);
    for (const [at, message] of own) {
      expect([at, holes(parse(message))]).toEqual([at, holes(parse(english.get(at)!))]);
      expect([at, message.trim()]).not.toEqual([at, ""]);
    }
  });
});
