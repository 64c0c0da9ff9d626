import * as fc from "fast-check";
import { generateSync } from "otplib";
import { describe, expect, test } from "vitest";
import {
  authenticatorUri, Code, Handle, hashPassphrase, isWeak, newSecret, Passphrase, passphraseFits, stepOf,
} from "./credentials";

const at = new Date("2026-11-22T06:00:10Z");
const codeAt = (secret: string, seconds: number) =>
  generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) + seconds });

describe("a handle", () => {
  test("is the same whatever the telephone capitalised", () => {
    expect(Handle.parse(" Ana-7 ")).toBe("ana-7");
  });

  test.each(["", "an", "-ana", "ana_b", "ána", "a".repeat(32), "ana b", "a".repeat(65)])("is never %j", (text) => {
    expect(Handle.safeParse(text).success).toBe(false);
  });
});

describe("a passphrase", () => {
  test("is kept as Argon2id with 64 MiB and three passes, salted", async () => {
    const [one, two] = await Promise.all([hashPassphrase("four words and a river"), hashPassphrase("four words and a river")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(one).not.toBe(two);
    expect(await passphraseFits(one, "four words and a river")).toBe(true);
    expect(await passphraseFits(one, "four words and a rivers")).toBe(false);
  });

  test("is the same from a keyboard that composes accents and from one that does not", async () => {
    const kept = await hashPassphrase("la forêt à l’été".normalize("NFD"));
    expect(await passphraseFits(kept, "la forêt à l’été".normalize("NFC"))).toBe(true);
  });

  test.each([
    ["eleven char", "ana"],
    ["password1234", "ana"],
    ["Correct Horse Battery Staple", "ana"],
    ["Mot-de-passe 1234567890", "ana"],
    ["كلمة المرور 123456", "ana"],
    ["river-guard-river-guard", "river-guard"],
    ["River Guard 2026!", "river-guard"],
    ["aaaaaaaaaaaaaaaa", "ana"],
    ["tulip tulip tulip", "ana"],
    ["!!!!!!!!!!!!!!!!", "ana"],
    ["👩‍👩‍👧‍👧👩‍👩‍👧‍👧", "ana"],
  ])("%j is weak for %j", (passphrase, handle) => {
    expect(isWeak(passphrase, handle)).toBe(true);
  });

  test.each(["tulip anchor velvet moon", "la forêt chante en mars", "قمر ونهر وحديقة وباب", "banana rivers", "x7#kPq!v92Lm"])(
    "%j will do",
    (passphrase) => {
      expect(isWeak(passphrase, "ana")).toBe(false);
    },
  );

  test("of words that nobody listed is never called weak", () => {
    const word = fc.stringMatching(/^[bdfgjkmv][aeu][lnrs][kmt][io]$/);
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 4, maxLength: 6 }), (words) => {
        expect(isWeak(words.join(" "), "zz9")).toBe(false);
      }),
    );
  });

  test("longer than 256 characters is not read at all", () => {
    expect(Passphrase.safeParse("é".repeat(256)).success).toBe(true);
    expect(Passphrase.safeParse("é".repeat(257)).success).toBe(false);
  });
});

describe("a code", () => {
  test.each(["123 456", "١٢٣٤٥٦", "۱۲۳ ۴۵۶", " 123456 "])("%j is 123456", (typed) => {
    expect(Code.parse(typed)).toBe("123456");
  });

  test.each(["12345", "1234567", "12345a", "", "१२३४५६"])("is never %j", (typed) => {
    expect(Code.safeParse(typed).success).toBe(false);
  });

  test("is taken from the present step and the two beside it, and says which it was", () => {
    const secret = newSecret();
    const step = Math.floor(at.getTime() / 30_000);
    const found = [-60, -30, 0, 30, 60].map((seconds) => stepOf(secret, codeAt(secret, seconds), at));
    expect(found).toEqual([null, step - 1, step, step + 1, null]);
  });

  test("that the authenticator does not show is none", () => {
    const secret = newSecret();
    const near = [-30, 0, 30].map((seconds) => codeAt(secret, seconds));
    const wrong = ["000000", "000001", "000002", "000003"].find((code) => !near.includes(code))!;
    expect(stepOf(secret, wrong, at)).toBeNull();
  });
});

test("a second factor is 160 random bits, and its address names the instance and the handle", () => {
  const secret = newSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(newSecret()).not.toBe(secret);
  const uri = new URL(authenticatorUri("ana-7", secret));
  expect(uri.protocol + uri.host + uri.pathname).toBe("otpauth:totp/Vouchsafe:ana-7");
  expect(Object.fromEntries(uri.searchParams)).toEqual({ secret, issuer: "Vouchsafe" });
});
