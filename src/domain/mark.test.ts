import { expect, test } from "vitest";
import { purposeNames } from "./consent";
import { bearsMark, markText } from "./mark";

test("a copy says what it was given for, and by which reference it is found again", () => {
  expect(markText({ purpose: "legal-advice", mark: "K7QM-2XWD" })).toBe("COPY K7QM-2XWD FOR LEGAL ADVICE");
});

test("what is to be published bears no mark, and everything else one of its own", () => {
  expect(purposeNames.filter((purpose) => !bearsMark(purpose))).toEqual(["publication"]);
  const texts = purposeNames.map((purpose) => markText({ purpose, mark: "K7QM-2XWD" }));
  expect(new Set(texts).size).toBe(purposeNames.length);
  expect(texts.filter((text) => text === null)).toHaveLength(1);
});
