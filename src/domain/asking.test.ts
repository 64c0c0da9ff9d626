import { expect, test } from "vitest";
import { answerOf, choicesFor, lacking } from "./asking";
import { purposeNames } from "./consent";

const adult = { kind: "depicted", minor: false };
const yes = [{ answer: "given" }, { answer: "refused" }] as const;
const understood = { question: "no", understood: true } as const;

test("no stands first for every purpose, and what permits more stands after what permits less", () => {
  for (const purpose of purposeNames) {
    const choices = choicesFor(purpose, false, { pictures: true });
    expect(choices.slice(0, 3)).toEqual(["refused", "ask-again", "redacted"]);
    expect(choices.slice(3)).toEqual(["clean", "original"].slice(0, choices.length - 3));
  }
  expect(choicesFor("court", false, { pictures: true })).toHaveLength(5);
  expect(choicesFor("press", false, { pictures: true })).toHaveLength(4);
  expect(choicesFor("court", false, { pictures: true, once: true })).toEqual(["refused", "redacted", "clean", "original"]);
  expect(choicesFor("monitoring", false, { pictures: true })).toHaveLength(3);
});

test("a word that permits nothing has no form, and every yes has one", () => {
  expect(answerOf("refused")).toEqual({ answer: "refused", form: "none" });
  expect(answerOf("ask-again")).toEqual({ answer: "ask-again", form: "none" });
  expect(answerOf("redacted")).toEqual({ answer: "given", form: "redacted" });
});

test("a yes of somebody who did not show that they understood is not recorded; what permits nothing always is", () => {
  const sheet = { capacity: "self", interest: null } as const;
  for (const check of [null, { question: "who", understood: false } as const]) {
    expect(lacking({ ...sheet, check, answers: yes }, adult)).toEqual(["check"]);
    for (const answer of ["refused", "ask-again"] as const) expect(lacking({ ...sheet, check, answers: [{ answer }] }, adult)).toEqual([]);
    expect(lacking({ ...sheet, check, answers: yes }, { kind: "documenter", minor: false })).toEqual([]);
  }
  expect(lacking({ ...sheet, check: understood, answers: yes }, adult)).toEqual([]);
});

test("for a minor somebody else speaks, and says with a yes why it is in their interest", () => {
  const child = { kind: "witness", minor: true };
  const sheet = { check: understood, answers: yes } as const;
  expect(lacking({ ...sheet, capacity: "self", interest: null }, child)).toEqual(["capacity", "interest"]);
  expect(lacking({ ...sheet, capacity: "guardian", interest: null }, child)).toEqual(["interest"]);
  expect(lacking({ ...sheet, capacity: "independent-adult", interest: "It helps." }, child)).toEqual([]);
  expect(lacking({ ...sheet, answers: [{ answer: "refused" }], capacity: "guardian", interest: null }, child)).toEqual([]);
});
