import { expect, test } from "vitest";
import { isCode, plainDigits } from "./digits";

test("a code typed with an Arabic or a Persian keyboard is the same code", () => {
  expect(plainDigits("٠١٢٣٤٥")).toBe("012345");
  expect(plainDigits("۶۷۸۹۰۱")).toBe("678901");
  expect(isCode("٩٨٧٦٥٤")).toBe(true);
});

test("the gap that apps show in the middle of a code does no harm", () => {
  expect(plainDigits("123 456")).toBe("123456");
  expect(isCode("123 456")).toBe(true);
});

test("five digits, seven digits and letters are no code", () => {
  expect(isCode("12345")).toBe(false);
  expect(isCode("1234567")).toBe(false);
  expect(isCode("12345a")).toBe(false);
});
