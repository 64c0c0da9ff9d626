import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";
import { catalogue as ar } from "./ar";
import { catalogue as en } from "./en";
import { catalogue as fr } from "./fr";
import { languages, tagOf, type Language } from "./languages";

const catalogues: Record<Language, Record<string, unknown>> = { en, fr, ar };
const folder = (language: Language) => path.join(import.meta.dirname, language);
const namespaces = (language: Language) =>
  readdirSync(folder(language)).filter((name) => name.endsWith(".json")).map((name) => path.basename(name, ".json"));

/** Every message by its path, `members.invite.title` for one; what is neither an object nor a string fails here. */
function flat(value: unknown, at: string): [string, string][] {
  if (typeof value === "string") return [[at, value]];
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Error(`${at} is no message`);
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, `${at}.${key}`));
}

const messages = (language: Language): Map<string, string> =>
  new Map(
    namespaces(language).flatMap((name) =>
      flat(JSON.parse(readFileSync(path.join(folder(language), `${name}.json`), "utf8")), name),
    ),
  );

const kindOf: Record<TYPE, string> = {
  [TYPE.literal]: "", [TYPE.pound]: "", [TYPE.argument]: "argument", [TYPE.number]: "number", [TYPE.date]: "date",
  [TYPE.time]: "time", [TYPE.select]: "select", [TYPE.plural]: "number", [TYPE.tag]: "tag",
};

/** Names and kinds of what has to be filled in, `count:number` for one, and the cases of each select. */
const holes = (message: string): string[] => [...holesIn(parse(message))].toSorted();

function holesIn(elements: readonly MessageFormatElement[]): Set<string> {
  const found = new Set<string>();
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    found.add(`${element.value}:${kindOf[element.type]}`);
    if (element.type === TYPE.select) found.add(`${element.value}=${Object.keys(element.options).toSorted().join("|")}`);
    const inner =
      element.type === TYPE.tag ? [element.children]
      : element.type === TYPE.select || element.type === TYPE.plural ? Object.values(element.options).map((o) => o.value)
      : [];
    for (const part of inner) for (const hole of holesIn(part)) found.add(hole);
  }
  return found;
}

/** The plural cases that a message offers, by argument. */
function pluralCases(elements: readonly MessageFormatElement[]): { name: string; cases: string[] }[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.tag) return pluralCases(element.children);
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
    const inner = Object.values(element.options).flatMap((option) => pluralCases(option.value));
    return element.type === TYPE.plural ? [{ name: element.value, cases: Object.keys(element.options) }, ...inner] : inner;
  });
}

const english = messages("en");

describe.each(languages)("%s", (language) => {
  const own = messages(language);

  test("the catalogue that readers get holds every file that there is", () => {
    const served = new Map(Object.entries(catalogues[language]).flatMap(([name, value]) => flat(value, name)));
    expect([...served.keys()].toSorted()).toEqual([...own.keys()].toSorted());
  });

  test("everything that English says is said, and nothing else", () => {
    expect([...own.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  test("nothing is said with an empty string", () => {
    expect([...own].filter(([, message]) => message.trim() === "").map(([at]) => at)).toEqual([]);
  });

  test("every message can be read, and leaves the same gaps to fill in as in English", () => {
    const gaps = (catalogue: Map<string, string>) =>
      Object.fromEntries([...own.keys()].map((at) => [at, holes(catalogue.get(at) ?? "")]));
    expect(gaps(own)).toEqual(gaps(english));
  });

  test("plurals have a case for each number that the language tells apart", () => {
    // Arabic's `zero` and French's `many` (a whole million) sound right as `other` in a count of photos or people.
    // In English and French some phrases are the same for every number; in Arabic none is.
    const told = new Intl.PluralRules(tagOf[language]).resolvedOptions().pluralCategories;
    const needed = told.filter((category) => category !== "zero" && !(language === "fr" && category === "many"));
    const lacking = [...own].flatMap(([at, message]) =>
      pluralCases(parse(message))
        .filter(({ cases }) => language === "ar" || cases.some((each) => each !== "other" && !each.startsWith("=")))
        .filter(({ cases }) => needed.some((category) => !cases.includes(category)))
        .map(({ name }) => `${at} {${name}}`),
    );
    expect(lacking).toEqual([]);
  });
});
