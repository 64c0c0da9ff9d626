import { expect, test } from "vitest";
import { purposeNames, purposes, within } from "~/domain/consent";
import { languages } from "~/messages/languages";
import { capacitiesFor, emptySheet, formsFor, recordOf, tally, type ConsentDraft } from "./consent-draft";
import { wordingOf } from "./wordings";

const at = new Date("2026-11-20T12:00:00");
const about = { minor: false, items: ["i"], accounts: ["a"] };
const sheet: ConsentDraft = { ...emptySheet(about, "fr"), manner: "spoken" };
const answered = (draft: ConsentDraft, answer: "given" | "refused"): ConsentDraft => ({
  ...draft,
  answers: draft.answers.map((one) => (one.purpose === "press" ? { ...one, answer } : one)),
});

test("an untouched sheet says nothing at all", () => {
  expect(tally(sheet.answers)).toEqual({ yes: 0, no: 0, unasked: purposeNames.length });
  expect(recordOf(sheet, at)).toEqual({ wrong: ["answer"] });
});

test("only what was asked is sent, and a no has no form", () => {
  expect(recordOf(answered(sheet, "refused"), at)).toMatchObject({
    record: { answers: [{ purpose: "press", answer: "refused", form: "none" }], capacity: "self", until: null },
  });
  expect(recordOf(answered(sheet, "given"), at)).toMatchObject({
    record: { answers: [{ purpose: "press", answer: "given", form: "redacted" }], items: ["i"], accounts: ["a"] },
  });
});

test("no form beyond its purpose can be chosen, and for a minor's press picture only the redacted one", () => {
  const beyond = purposeNames.flatMap((purpose) =>
    [false, true].flatMap((minor) =>
      formsFor(purpose, minor).filter(
        (form) => !within(form, purposes[purpose].most) || (minor && !within(form, purposes[purpose].mostForMinors)),
      ),
    ),
  );
  expect(beyond).toEqual([]);
  expect(formsFor("press", true)).toEqual(["redacted"]);
  expect(formsFor("press", false)).toEqual(["redacted", "clean"]);
});

test("what a sheet offers first is something it permits", () => {
  const offered = [false, true].flatMap((minor) =>
    emptySheet({ ...about, minor }, "en").answers.map(({ purpose, form }) => formsFor(purpose, minor).includes(form)),
  );
  expect(new Set(offered)).toEqual(new Set([true]));
});

test("nobody can record that a minor answered alone", () => {
  expect(capacitiesFor(true)).not.toContain("self");
  const minor = { ...emptySheet({ ...about, minor: true }, "ar"), manner: "signed" as const };
  expect(recordOf(answered(minor, "given"), at)).toEqual({ wrong: ["capacity"] });
});

test("an end that has passed, and a sheet about nothing, are named", () => {
  const past = { ...answered(sheet, "given"), until: "2026-11-19", items: [], accounts: [] };
  expect(recordOf(past, at)).toEqual({ wrong: ["matter", "until"] });
  expect(recordOf({ ...answered(sheet, "given"), until: "2026-11-20" }, at)).toMatchObject({
    record: { until: new Date("2026-11-20T23:59:59") },
  });
});

test("every purpose has its wording in every language, with its own words", () => {
  const texts = languages.flatMap((language) => purposeNames.map((purpose) => wordingOf(purpose, language).text));
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.filter((text) => text.length < 200)).toEqual([]);
});
