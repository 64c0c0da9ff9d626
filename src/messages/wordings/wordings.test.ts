import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import digests from "./digests.json";
import { personDirectionOf, personLanguages, personScriptOf, type PersonLanguage } from "./languages";

type Words = string | { readonly [key: string]: Words };
const Words: z.ZodType<Words> = z.lazy(() => z.union([z.string().min(1), z.record(z.string().min(1), Words)]));
const File = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  version: z.int().min(1),
  language: z.enum(personLanguages),
  reviewedBy: z.string().min(3).nullable(),
  words: Words,
});

const folder = (language: string) => path.join(import.meta.dirname, language);
const files = personLanguages.filter((language) => existsSync(folder(language))).flatMap((language) =>
  readdirSync(folder(language)).map((name) => {
    const bytes = readFileSync(path.join(folder(language), name), "utf8");
    return { at: `${language}/${name}`, language, file: File.parse(JSON.parse(bytes)) };
  }),
);

const flat = (words: Words, at = ""): [string, string][] =>
  typeof words === "string" ? [[at, words]] : Object.entries(words).flatMap(([key, inner]) => flat(inner, `${at}.${key}`));
const keysOf = (words: Words): string[] => flat(words).map(([at]) => at).toSorted();
/** What is said, without the holes that numbers and dates go into. */
const said = (words: Words): string => flat(words).map(([, text]) => text.replace(/\{\w+\}/g, "")).join("\n");

const scripts = { Latin: /\p{Script=Latin}/u, Arabic: /\p{Script=Arabic}/u, Ethiopic: /\p{Script=Ethiopic}/u };
const letters = /\p{Letter}/gu;

describe.each(files)("$at", ({ at, language, file }) => {
  test("is what its name says", () => {
    expect(`${file.language}/${file.id}.v${file.version}.json`).toBe(at);
  });

  test("is said in its language's script and in no other", () => {
    const foreign = [...said(file.words).matchAll(letters)].filter(([one]) => !scripts[personScriptOf[language]].test(one));
    expect(foreign.map(([one]) => one)).toEqual([]);
  });

  test("is what people were shown: a wording is not changed, it gets a new version", () => {
    const digest = createHash("sha256").update(JSON.stringify(file.words)).digest("hex");
    expect((digests as Record<string, string>)[at]).toBe(digest);
  });

  test("says in its language what the same version says in English", () => {
    const english = files.find(({ at: other }) => other === at.replace(/^\w+/, "en"));
    expect(keysOf(file.words)).toEqual(keysOf(english?.file.words ?? {}));
  });
});

test("no wording that people were shown has gone", () => {
  expect(Object.keys(digests).toSorted()).toEqual(files.map(({ at }) => at).toSorted());
});

test("nobody has reviewed a translation yet, and none says that somebody has", () => {
  const translated = files.filter(({ language }) => language !== "en");
  expect(translated.filter(({ file }) => file.reviewedBy !== null).map(({ at }) => at)).toEqual([]);
});

test("a language that is written from right to left is the one whose script is", () => {
  const rightToLeft = (language: PersonLanguage) => personScriptOf[language] === "Arabic";
  for (const language of personLanguages) expect(personDirectionOf[language] === "rtl").toBe(rightToLeft(language));
});
