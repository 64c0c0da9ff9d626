import { readdirSync, readFileSync } from "node:fs";
import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { expect, test } from "vitest";
import { words as witnessWords } from "../../scripts/witness/words.mjs";
import { paperWords } from "./dossier/paper-words";
import { dossierWords } from "./dossier/words";
import { catalogue } from "./fr";
import { inFrench } from "./french";
import { cardWords } from "./receipt/words";

/** Where a line of French may break and must not. */
const BREAKS = /[ \n\t][:;?!»]|«[ \n\t]/;

const texts = (words: object): string[] => Object.values(words).flatMap((one: unknown) => (typeof one === "string" ? [one] : texts(one as object)));
const literals = (elements: readonly MessageFormatElement[]): string[] =>
  elements.flatMap((element) => {
    if (element.type === TYPE.literal) return [element.value];
    if (element.type === TYPE.tag) return literals(element.children);
    return element.type === TYPE.select || element.type === TYPE.plural ? Object.values(element.options).flatMap(({ value }) => literals(value)) : [];
  });
/** What a message is made of beside its words. */
const bones = (message: string): string => JSON.stringify(parse(message, { captureLocation: false }), (key, value: unknown) => (key === "value" && typeof value === "string" ? value.replaceAll(/\s/g, " ") : value));

test("no line of French breaks before a sign or inside quotation marks, wherever it is shown", () => {
  for (const [where, words] of Object.entries({ catalogue, dossier: dossierWords.fr, paper: paperWords.fr, card: cardWords.fr, witness: witnessWords.fr })) {
    const said = texts(words);
    // Of the witness's words, which travel without a parser, each is what it is.
    const shown = where === "witness" ? said : said.flatMap((message) => literals(parse(message)));
    expect([where, said.length > 5, shown.filter((text) => BREAKS.test(text))]).toEqual([where, true, []]);
  }
});

test("before a colon and inside quotation marks the space is a whole one, before what is narrower a narrow one, and no other is touched", () => {
  expect(inFrench({ a: "Qui ? Lui ; elle : « non ! »", b: { c: "à 10:30, a:b ?" } })).toEqual({
    a: "Qui\u202f? Lui\u202f; elle\u00a0: «\u00a0non\u202f!\u00a0»", b: { c: "à 10:30, a:b\u202f?" },
  });
});

test("what is filled in stays what it is: a message that counts, chooses or dates is the same but for its spaces", () => {
  const counted = "{n, plural, =0 {Aucune ?} one {# photo : « {name} »} other {# photos ; <b>vues</b> !}} {at, date, ::yMMMd} {who, select, me {moi ;} other {{name} :}}";
  const before = readdirSync("src/messages/fr").flatMap((file) => texts(JSON.parse(readFileSync(`src/messages/fr/${file}`, "utf8")) as object));
  expect(before.filter((message) => BREAKS.test(message)).length).toBeGreaterThan(100);
  for (const message of [counted, ...before]) expect(bones(inFrench(message))).toBe(bones(message));
  expect(literals(parse(inFrench(counted)))).toEqual(["Aucune\u202f?", " photo\u00a0: «\u00a0", "\u00a0»", " photos\u202f; ", "vues", "\u202f!", " ", " ", "moi\u202f;", "\u00a0:"]);
});
