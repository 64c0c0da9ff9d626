import { readFileSync } from "node:fs";
import * as z from "zod";
import { describe, expect, test } from "vitest";
import { questions, Step } from "~/domain/exhibit-steps";
import { openingPurposes } from "~/domain/opening";
import { Purpose } from "~/domain/consent";
import { languages } from "../languages";
import { dossierWords } from "./words";

/** Every code that the checks of a dossier end with. */
const faults = new Set(
  ["outside.mjs", "proofs.mjs", "stamp.mjs", "verifier.mjs", "zip.mjs"].flatMap((file) => [...readFileSync(`src/dossier/${file}`, "utf8").matchAll(/\b(?:new Wrong|at)\("([a-z-]+)"|code: "([a-z-]+)"/g)].map(([, one, other]) => one ?? other!)),
);

type Shape = { readonly properties: Readonly<Record<string, { readonly const?: string; readonly enum?: readonly string[] }>> };
/** The codes with which a question of a step may be answered, and what each is filled with: as the schema has it that is published. */
function answersTo(question: (typeof questions)[number]): Map<string, string[]> {
  const { properties } = z.toJSONSchema(Step) as unknown as { readonly properties: Readonly<Record<string, Shape | { readonly anyOf: readonly Shape[] }>> };
  const answer = properties[question]!;
  const found = new Map<string, string[]>();
  for (const { properties: one } of "anyOf" in answer ? answer.anyOf : [answer]) {
    const { code, ...values } = one;
    for (const name of code!.enum ?? [code!.const!]) found.set(name, Object.keys(values).toSorted());
  }
  return found;
}
const gaps = (template: string): string[] => [...new Set([...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].toSorted();

describe.each(languages)("%s", (language) => {
  const words = dossierWords[language];

  test("whatever is found to be wrong is said, with what it means, and nothing is said that cannot be found", () => {
    expect(faults.size).toBeGreaterThan(15);
    expect(Object.keys(words.faults).toSorted()).toEqual([...faults].toSorted());
    expect(Object.keys(words.meaning)).toEqual(Object.keys(words.faults));
  });

  test("every answer to a custody question is a sentence that says all that the answer holds", () => {
    expect(Object.keys(words.custody)).toEqual([...questions]);
    expect(Object.keys(words.answers)).toEqual([...questions]);
    const templates: Readonly<Record<string, Readonly<Record<string, string>>>> = words.answers;
    for (const question of questions)
      for (const [code, values] of answersTo(question)) expect({ question, code, gaps: gaps(templates[question]?.[code] ?? "") }).toEqual({ question, code, gaps: values });
    expect(Object.keys(words.steps)).toEqual(Step.shape.step.options);
    expect(Object.keys(words.purposes)).toEqual(Purpose.options);
    expect(Object.keys(words.openings)).toEqual([...openingPurposes]);
  });

  test("it says what English says, in the same order, and nothing empty", () => {
    const flat = (value: object, at = ""): string[] =>
      Object.entries(value).flatMap(([name, inner]: [string, unknown]) => (typeof inner === "string" ? [`${at}${name}${inner.trim() === "" ? " empty" : ""}`] : flat(inner as object, `${at}${name}.`)));
    expect(flat(words)).toEqual(flat(dossierWords.en));
    expect(flat(words).filter((path) => path.endsWith(" empty"))).toEqual([]);
  });
});
