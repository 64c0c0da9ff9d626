import { expect, test } from "vitest";
import {
  assessmentOf, chosenFrom, formsFor, groundOf, missingFrom, mostOf, photoFormsFor, usualOpening, wholeFrom, withAccount, withDetails, withForm, withPurpose,
  withRecipient, withSize, type Proposal,
} from "./proposal";
import { termFrom } from "./term";

const term = termFrom(new Date(2026, 10, 22));
const proposal: Proposal = {
  purpose: "court",
  recipientId: null,
  recipientClass: "court",
  name: "",
  reach: "",
  jurisdiction: null,
  ageKey: "",
  day: term.usual,
  reason: " ",
  ground: " ",
  photos: { one: { form: "clean", size: "full" }, two: { form: "redacted", size: "reduced" } },
  accounts: { told: "clean" },
  opening: usualOpening,
};

test("a photo may leave as the original where a court sees it, an account never, and monitoring offers redacted pictures only", () => {
  expect(photoFormsFor("court")).toEqual(["redacted", "clean", "original"]);
  expect(photoFormsFor("press")).toEqual(["redacted", "clean"]);
  expect(formsFor("court")).toEqual(["redacted", "clean"]);
  expect(formsFor("monitoring")).toEqual(["redacted"]);
});

test("a narrower purpose covers and shrinks what a wider one showed, and a wider one gives nothing back", () => {
  const narrow = withPurpose(proposal, "monitoring");
  const least = { form: "redacted", size: "reduced" };
  expect(narrow.photos).toEqual({ one: least, two: least });
  expect(narrow.accounts).toEqual({ told: "redacted" });
  expect(withPurpose(narrow, "court").photos).toEqual({ one: least, two: least });
  expect(withPurpose(proposal, "complaint").photos).toEqual(proposal.photos);
});

test("a photo leaves reduced until somebody says otherwise, and again after it was left out", () => {
  const third = withForm(proposal, "three", "clean");
  expect(third.photos.three).toEqual({ form: "clean", size: "reduced" });
  const full = withForm(withSize(third, "three", "full"), "three", "redacted");
  expect(full.photos.three).toEqual({ form: "redacted", size: "full" });
  expect(withForm(withForm(full, "three", "none"), "three", "clean").photos.three).toEqual(third.photos.three);
  expect(withSize(proposal, "nobody chose this", "full")).toEqual(proposal);
});

test("a purpose keeps a recipient that it is for and replaces one that it is not", () => {
  expect(withPurpose(proposal, "complaint").recipientClass).toBe("oversight-body");
  expect(withPurpose({ ...proposal, recipientClass: "lawyer" }, "complaint").recipientClass).toBe("lawyer");
});

test("a photo that is left out is not asked about", () => {
  const less = withForm(withAccount(proposal, "told", "none"), "one", "none");
  expect(assessmentOf("i", less, term)?.items).toEqual([{ id: "two", form: "redacted", size: "reduced" }]);
  expect(assessmentOf("i", withForm(less, "two", "none"), term)).toBeNull();
});

test("a legal ground goes along where the rule hides officers and somebody wrote one, and nowhere else", () => {
  const press = withPurpose({ ...proposal, ground: " A ruling. " }, "press");
  expect(groundOf(press)).toBe("A ruling.");
  expect(groundOf({ ...press, ground: " " })).toBeNull();
  expect(groundOf(withPurpose(press, "court"))).toBeNull();
  expect(groundOf({ ...withPurpose(press, "court"), recipientClass: "public" })).toBe("A ruling.");
});

test("a link may be opened as often as somebody typed, and as often as they like where nothing was", () => {
  expect(["", " ", "1", "12", "1000"].map(mostOf)).toEqual([null, null, 1, 12, 1000]);
  for (const typed of ["0", "1001", "-1", "two", "1.5"]) {
    expect(mostOf(typed)).toBeUndefined();
    expect(missingFrom({ ...proposal, opening: { ...usualOpening, most: typed } }, term)).toMatchObject({ most: true });
  }
});

test("what is missing is said all at once", () => {
  expect(missingFrom(proposal, term)).toEqual({ name: true, reason: true });
  expect(missingFrom({ ...proposal, day: "", photos: {}, accounts: {} }, term)).toEqual({
    name: true,
    until: true,
    reason: true,
    nothing: true,
  });
  expect(missingFrom({ ...proposal, name: "Me Roche", reason: "Hearing" }, term)).toEqual({});
});

test("an account is asked about in the form that was chosen for it, and one that is left out is not", () => {
  expect(assessmentOf("i", proposal, term)?.accounts).toEqual([{ id: "told", form: "clean" }]);
  expect(assessmentOf("i", withAccount(proposal, "told", "redacted"), term)?.accounts).toEqual([{ id: "told", form: "redacted" }]);
  expect(assessmentOf("i", withAccount(proposal, "told", "none"), term)?.accounts).toEqual([]);
});

test("somebody of the list comes with their class, needs no name, and gives way to a purpose that they are not for", () => {
  const lawyer = withRecipient(proposal, { id: "a-lawyer", class: "lawyer" });
  expect(lawyer).toMatchObject({ recipientId: "a-lawyer", recipientClass: "lawyer" });
  expect(missingFrom(lawyer, term)).toEqual({ reason: true });
  expect(chosenFrom(lawyer)).toEqual({ id: "a-lawyer" });
  expect(withPurpose(lawyer, "complaint").recipientId).toBe("a-lawyer");
  expect(withPurpose(lawyer, "press")).toMatchObject({ recipientId: null, recipientClass: "journalist" });
});

test("somebody new is what was written down of them, and a photo shrinks for whoever may not be given it at full size", () => {
  const written = withDetails(proposal, { name: " Me Roche ", reach: " by phone ", jurisdiction: "FR", ageKey: "age1 " });
  expect(chosenFrom(written)).toEqual({ class: "court", name: "Me Roche", reach: "by phone", jurisdiction: "FR", ageKey: "age1" });
  expect(withDetails(written, { class: "journalist" }).photos.one).toEqual({ form: "clean", size: "reduced" });
  expect(chosenFrom(withRecipient(withRecipient(written, { id: "x", class: "court" }), null))).toEqual(chosenFrom(written));
});

test("of the whole incident is asked with originals only where somebody says so, and no larger than the purpose permits", () => {
  expect(wholeFrom("i", proposal, { originals: false, size: "full" }, term)).toMatchObject({ most: "clean", size: "full", recipientClass: "court" });
  expect(wholeFrom("i", withPurpose(proposal, "press"), { originals: true, size: "full" }, term, true)).toMatchObject({ most: "original", size: "reduced", grounded: true });
  expect(wholeFrom("i", { ...proposal, day: "" }, { originals: false, size: "full" }, term)).toBeNull();
});
