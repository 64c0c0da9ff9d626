import { expect, test } from "vitest";
import { languageChoice, preferred } from "./languages";

test("a phone set to Arabic is answered in Arabic", () => {
  expect(preferred("ar-SD,ar;q=0.9,en;q=0.5")).toBe("ar");
});

test("weights decide, not the order", () => {
  expect(preferred("en;q=0.3, fr-BE;q=0.8")).toBe("fr");
});

test("a language that is refused with q=0 is not chosen", () => {
  expect(preferred("fr;q=0, ar;q=0.1")).toBe("ar");
});

test("a reader of none of our languages gets English", () => {
  expect(preferred("fa-IR,ps;q=0.9")).toBe("en");
  expect(preferred("")).toBe("en");
  expect(preferred(null)).toBe("en");
  expect(preferred(";;;,,q=")).toBe("en");
});

test("a choice of language is kept for this host alone where there is https, and without it all the same", () => {
  expect(languageChoice("ar", true)).toBe("__Host-locale=ar; Path=/; Max-Age=31536000; SameSite=Lax; Secure");
  expect(languageChoice("ar", false)).toBe("locale=ar; Path=/; Max-Age=31536000; SameSite=Lax");
});
