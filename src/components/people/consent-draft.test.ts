import { expect, test } from "vitest";
import { choicesFor, type Choice } from "~/domain/asking";
import { purposeNames, purposes, within } from "~/domain/consent";
import { afterCheck, capacitiesFor, choiceOf, emptySheet, ledTo, recordOf, stepsOf, tally, type ConsentDraft } from "./consent-draft";

const at = new Date("2026-11-20T12:00:00");
const adult = { minor: false, kind: "depicted" } as const;
const child = { ...adult, minor: true };
const about = { ...adult, items: ["i"], accounts: ["a"] };
const sheet: ConsentDraft = { ...emptySheet(about, "ps"), manner: "spoken", check: { question: "no", understood: true } };
const answered = (draft: ConsentDraft, press: Choice): ConsentDraft => ({ ...draft, choices: { press } });

test("an untouched sheet says nothing at all", () => {
  expect(tally(sheet, false)).toEqual({ yes: 0, no: 0, again: 0, unasked: purposeNames.length });
  expect(recordOf(sheet, adult, at)).toEqual({ wrong: ["answer"] });
});

test("what stands on the screen of a purpose where nobody chose is no", () => {
  expect(purposeNames.map((purpose) => choiceOf(sheet, purpose, false))).toEqual(purposeNames.map(() => "refused"));
});

test("only what was asked is sent, a no has no form, and a yes has the one that was chosen", () => {
  expect(recordOf(answered(sheet, "refused"), adult, at)).toMatchObject({
    record: { answers: [{ purpose: "press", answer: "refused", form: "none" }], capacity: "self", until: null },
  });
  expect(recordOf(answered(sheet, "ask-again"), adult, at)).toMatchObject({
    record: { answers: [{ purpose: "press", answer: "ask-again", form: "none" }] },
  });
  expect(recordOf(answered(sheet, "redacted"), adult, at)).toMatchObject({
    record: { answers: [{ purpose: "press", answer: "given", form: "redacted" }], items: ["i"], accounts: ["a"] },
  });
});

test("no answer reaches beyond its purpose, nor what a minor's face permits", () => {
  for (const purpose of purposeNames)
    for (const minor of [false, true])
      for (const choice of choicesFor(purpose, minor, { pictures: true })) {
        if (choice === "refused" || choice === "ask-again") continue;
        expect(within(choice, purposes[purpose].most)).toBe(true);
        expect(!minor || within(choice, purposes[purpose].mostForMinors)).toBe(true);
      }
  expect(choicesFor("press", true, { pictures: true })).toEqual(["refused", "ask-again", "redacted"]);
  expect(choicesFor("court", false, { pictures: false })).not.toContain("original");
});

test("a choice that is no longer offered has become a no", () => {
  const original: ConsentDraft = { ...sheet, choices: { court: "original" } };
  expect(choiceOf(original, "court", false)).toBe("original");
  expect(choiceOf({ ...original, items: [] }, "court", false)).toBe("refused");
});

test("each purpose that is asked about has a screen of its own, between the question and the end", () => {
  const two: ConsentDraft = { ...sheet, purposes: ["press", "court"] };
  expect(stepsOf(two, adult).map((step) => ("purpose" in step ? step.purpose : step.at))).toEqual([
    "about", "start", "check", "court", "press", "end",
  ]);
});

test("whoever was led here asks about that purpose, or about the disclosure that waits for it", () => {
  const waiting = {
    disclosureId: "d", purpose: "press", recipientClass: "journalist", until: at, items: ["i"], accounts: [],
  } as const;
  expect(ledTo(sheet, null, [waiting])).toEqual(sheet);
  expect(ledTo(sheet, { purpose: "press" }, [waiting])).toEqual({ ...sheet, purposes: ["press"] });
  expect(ledTo(sheet, { purpose: "press", disclosureId: "d" }, [waiting])).toMatchObject({
    purposes: ["press"], recipients: { disclosureId: "d" }, items: ["i"], accounts: [],
  });
  // It was decided in the meantime: what is said now is said in general.
  expect(ledTo(sheet, { purpose: "press", disclosureId: "d" }, [])).toEqual({ ...sheet, purposes: ["press"] });
});

test("a documenter is not asked whether they understood their own words", () => {
  const own = { minor: false, kind: "documenter" } as const;
  expect(stepsOf(sheet, own).map(({ at: where }) => where)).not.toContain("check");
  expect(recordOf(answered({ ...sheet, check: null }, "redacted"), own, at)).toHaveProperty("record");
});

test("a yes that was not understood is not recorded, and a no is", () => {
  const wrong = { ...sheet, ...afterCheck(sheet, false) };
  expect(recordOf(answered(wrong, "redacted"), adult, at)).toEqual({ wrong: ["check"] });
  expect(recordOf(answered(wrong, "refused"), adult, at)).toMatchObject({ record: { check: { question: "no", understood: false } } });
  expect(wrong.question).not.toBe(sheet.question);
  expect(recordOf(answered({ ...wrong, ...afterCheck(wrong, true) }, "redacted"), adult, at)).toHaveProperty("record");
});

test("nobody can record that a minor answered alone, nor a yes without saying why it is in their interest", () => {
  expect(capacitiesFor(true)).not.toContain("self");
  const minor: ConsentDraft = { ...emptySheet({ ...about, minor: true }, "ti"), manner: "signed", check: sheet.check };
  expect(recordOf(answered(minor, "redacted"), child, at)).toEqual({ wrong: ["capacity"] });
  const guarded: ConsentDraft = { ...minor, capacity: "guardian" };
  expect(recordOf(answered(guarded, "redacted"), child, at)).toEqual({ wrong: ["interest"] });
  expect(recordOf(answered(guarded, "refused"), child, at)).toHaveProperty("record");
});

test("an end that has passed, and a sheet about nothing, are named", () => {
  const past = { ...answered(sheet, "redacted"), until: "2026-11-19", items: [], accounts: [] };
  expect(recordOf(past, adult, at)).toEqual({ wrong: ["matter", "until"] });
  expect(recordOf({ ...answered(sheet, "redacted"), until: "2026-11-20" }, adult, at)).toMatchObject({
    record: { until: new Date("2026-11-20T23:59:59") },
  });
});

test("a yes for a minor ends before they come of age, or sooner if they said so", () => {
  const minor: ConsentDraft = {
    ...answered({ ...sheet, capacity: "guardian", interest: "It helps her case." }, "redacted"), ofAge: "2027-03",
  };
  expect(recordOf(minor, child, at)).toMatchObject({ record: { until: new Date("2027-03-01T00:00:00") } });
  expect(recordOf({ ...minor, until: "2027-02-10" }, child, at)).toMatchObject({ record: { until: new Date("2027-02-10T23:59:59") } });
  expect(recordOf({ ...minor, until: "2028-02-10" }, child, at)).toMatchObject({ record: { until: new Date("2027-03-01T00:00:00") } });
});

test("an answer to one disclosure is sent as one", () => {
  const tied: ConsentDraft = { ...answered(sheet, "redacted"), recipients: { disclosureId: "d" } };
  expect(recordOf(tied, adult, at)).toMatchObject({ record: { recipients: { kind: "disclosure", disclosureId: "d" } } });
});
