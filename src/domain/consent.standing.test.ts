import { expect, test } from "vitest";
import { DISCLOSURES, ITEMS, NOW, PEOPLE, consent, minute, no } from "../../tests/support/domain";
import { standing, type ConsentRecord } from "./consent";

const about = { grantorId: PEOPLE[0], matter: { item: ITEMS[0] } } as const;
const stands = (...records: ConsentRecord[]) => standing(records, about, NOW);

test("whoever was asked about another photo, or is another person, stands as not asked about this one", () => {
  expect(stands()).toEqual({ is: "unasked" });
  expect(stands(consent({ items: [ITEMS[1]] }), consent({ grantorId: PEOPLE[1] }))).toEqual({ is: "unasked" });
});

test("a yes is told with its purposes, whatever was said of the others, until it ends or is taken back", () => {
  expect(stands(consent(), consent({ purpose: "press", form: "redacted" }), no("refused", { purpose: "monitoring" }))).toEqual({ is: "allows", purposes: ["court", "press"] });
  expect(stands(consent(), no("withdrawn"))).toEqual({ is: "withdrawn" });
  expect(stands(consent({ until: NOW }))).toEqual({ is: "expired" });
  expect(stands(consent(), consent({ until: NOW }))).toEqual({ is: "expired" });
  expect(stands(consent({ until: minute(7) }))).toEqual({ is: "allows", purposes: ["court"] });
});

test("without any yes, what can still be asked for is told before what cannot", () => {
  const refused = no("refused", { purpose: "press" });
  const withdrawn = no("withdrawn", { purpose: "publication" });
  const again = no("ask-again", { purpose: "monitoring" });
  const ended = consent({ until: minute(2) });
  expect(stands(refused)).toEqual({ is: "refused" });
  expect(stands(refused, withdrawn)).toEqual({ is: "withdrawn" });
  expect(stands(refused, withdrawn, again)).toEqual({ is: "ask-again" });
  expect(stands(refused, withdrawn, again, ended)).toEqual({ is: "expired" });
});

test("what was said to one disclosure is no answer in general", () => {
  expect(stands(consent({ recipients: { kind: "disclosure", disclosureId: DISCLOSURES[0] } }))).toEqual({ is: "unasked" });
});
