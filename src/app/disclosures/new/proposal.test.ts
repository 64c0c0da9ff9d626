import { expect, test } from "vitest";
import { assessmentOf, formsFor, missingFrom, withForm, withPurpose, type Proposal } from "./proposal";
import { termFrom } from "./term";

const term = termFrom(new Date(2026, 10, 22));
const proposal: Proposal = {
  purpose: "court",
  recipientClass: "court",
  name: "",
  day: term.usual,
  reason: " ",
  forms: { one: "clean", two: "redacted" },
  accounts: [],
};

test("no purpose offers an original by link, and monitoring offers redacted pictures only", () => {
  expect(formsFor("court")).toEqual(["redacted", "clean"]);
  expect(formsFor("monitoring")).toEqual(["redacted"]);
});

test("a narrower purpose covers what a wider one showed, and a wider one uncovers nothing", () => {
  const narrow = withPurpose(proposal, "monitoring");
  expect(narrow.forms).toEqual({ one: "redacted", two: "redacted" });
  expect(withPurpose(narrow, "court").forms).toEqual({ one: "redacted", two: "redacted" });
});

test("a purpose keeps a recipient that it is for and replaces one that it is not", () => {
  expect(withPurpose(proposal, "complaint").recipientClass).toBe("oversight-body");
  expect(withPurpose({ ...proposal, recipientClass: "lawyer" }, "complaint").recipientClass).toBe("lawyer");
});

test("a photo that is left out is not asked about", () => {
  const less = withForm(proposal, "one", "none");
  expect(assessmentOf("i", less, term)?.items).toEqual([{ id: "two", form: "redacted" }]);
  expect(assessmentOf("i", withForm(less, "two", "none"), term)).toBeNull();
});

test("what is missing is said all at once", () => {
  expect(missingFrom(proposal, term)).toEqual({ name: true, reason: true });
  expect(missingFrom({ ...proposal, day: "", forms: {} }, term)).toEqual({
    name: true,
    until: true,
    reason: true,
    nothing: true,
  });
  expect(missingFrom({ ...proposal, name: "Me Roche", reason: "Hearing" }, term)).toEqual({});
});
