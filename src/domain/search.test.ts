import fc from "fast-check";
import { expect, test } from "vitest";
import type { IncidentDetails } from "./incident";
import { firstMatch, monthsIn, Question, suits, termsAsked, termsOf, termsWanted, wantedIn, wordsIn, type Text } from "./search";

const account = (text: string, language = "en"): Text => ({ field: "account", language, text });
const named = (text: Text) => new Set(termsOf(text).map(({ field, sort, text: of }) => `${field} ${sort} ${of}`));
/** Whether the index would let it through, and whether reading it again does. */
const finds = (text: Text, words: string): [boolean, boolean] => {
  const [has, wanted] = [named(text), wantedIn(words)];
  const passes = termsWanted(wanted).every((terms) => terms.some(({ field, sort, text: of }) => has.has(`${field} ${sort} ${of}`)));
  return [passes, firstMatch([text], wanted) !== null];
};

test("a text is found by every word, beginning and two words of it, in whatever language it is", () => {
  const word = fc.oneof(
    fc.stringMatching(/^[a-zàéçßا-يپکگیሀ-ቐ]{3,9}$/u), fc.stringMatching(/^[ก-ฺเ-๎ກ-ຽເ-ໍក-៓က-႟一-丏ぁ-ゖァ-ヺｦ-ﾟ]{1,9}$/u),
    // Letters that are several once they are folded, what is not read, and what only joins on to a letter.
    fc.array(fc.constantFrom(...Array.from("aſﬁ½²Ǆﷺﷲﻻ㎏㍿ำຳบก้ໍ່າ\u00ad\u200c\u200d\u200e\u2060\u0301\u3099")), { minLength: 1, maxLength: 9 }).map((letters) => letters.join("")),
  );
  const language = fc.constantFrom("en", "fr", "ar", "fa", "ti", "ps", "th", "lo");
  expect(() => fc.assert(
    fc.property(fc.array(word, { minLength: 2, maxLength: 12 }), language, fc.nat(), (words, of, n) => {
      const text = account(words.join(" "), of);
      const at = n % (words.length - 1);
      const [one, next] = [words[at]!, words[at + 1]!];
      for (const asked of [one, `"${one} ${next}"`]) if (wantedIn(asked).length > 0) expect(finds(text, asked)).toEqual([true, true]);
      // A word that every text has is no beginning by itself.
      if (wordsIn(one).length === 1 && wordsIn(one)[0]!.word.length >= 3 && wantedIn(one).length > 0) expect(finds(text, `${one.slice(0, -1)}${one.slice(-1)}*`)).toEqual([true, true]);
    }),
    { numRuns: 500 },
  )).not.toThrow();
});

test("what is let through and does not say it is found out when it is read", () => {
  expect(finds(account("They beat the man and left"), '"left beat"')).toEqual([true, false]);
  expect(finds(account("demonic"), "demonstr*")).toEqual([true, false]);
  expect(finds(account("a man was beaten"), "woman")).toEqual([false, false]);
  expect(finds(account("a man"), "the")).toEqual([true, false]);
});

test.each([
  ["كسّرت الشُّرطة الخيام", "ar", "شرطه"], ["كسّرت الشُّرطة الخيام", "ar", "شرط*"], ["پلیس چادرها را برد", "fa", "چادر"], ["les policiers l’ont frappé", "fr", "policier"],
  ["警察打了他", "zh", "警察"], ["plate AB-123-CD", "en", "ab-123-cd"], ["plate AB-123-CD", "en", "AB 123 cd"], ["RIO ١٢٣٤٥٦٧", "ar", "1234567"],
  ["ሠራዊት መጡ", "ti", "ሰራዊት"], ["They came at dawn", "en", '"came at dawn"'], ["They came at dawn", "en", "«at dawn»"],
  ["ตำรวจทำร้ายเขา", "th", "ตำรวจ"], ["ตำรวจทำร้ายเขา", "th", "ทำร้าย"], ["เขาเอาน้ำไป", "th", "น้ำ"], ["ຕຳຫຼວດມາ", "lo", "ຕຳຫຼວດ"], ["រថយន្តប៉ូលិស", "km", "ប៉ូលិស"],
  ["the po\u00adlice came", "en", "police"], ["the police came", "en", "po\u00adlice"], ["plate AB\u200e123", "en", "ab123"], ["they took a\u200btent", "en", "tent"],
])("%s (%s) is found by %s", (text, language, words) => expect(finds(account(text, language), words)).toEqual([true, true]));

test("a snippet is what stands around the first match, to the letter", () => {
  const long = `${"x ".repeat(100)}They used TEAR-gas here ${"y ".repeat(100)}`;
  const found = firstMatch([account(long)], wantedIn("tear-gas here"))!;
  expect(found.match).toBe("TEAR-gas");
  expect([found.before.length, found.after.length]).toEqual([81, 81]);
  expect(long).toContain(`${found.before.slice(1)}${found.match}${found.after.slice(0, -1)}`);
});

test.each([
  ["ครั้งนั้นตำรวจทำร้ายเขา", "ทำร้าย", "ครั้งนั้นตำรวจ", "เขา"], ["ﷺ the po\u00adlice came", "police", "ﷺ the ", " came"],
])("a snippet of %s is to the letter where folding makes several of one", (text, words, before, after) => {
  const found = firstMatch([account(text, "th")], wantedIn(words))!;
  expect(found).toEqual({ before, match: text.slice(before.length, text.length - after.length), after });
});

test("the same word in two places of a record is two terms, and a filter asks for its own place only", () => {
  const fields = ["account", "report", "forces", "place"] as const;
  expect(new Set(fields.flatMap((field) => [...named({ field, language: null, text: "bridge" })])).size).toBe(4 * 5);
  const nothing = { kind: null, place: "", period: null, teamId: null };
  expect(termsAsked({ ...nothing, place: "bridge", kind: "beating" }).map((terms) => [...new Set(terms.map(({ field }) => field))])).toEqual([["kind"], ["where"]]);
  expect(monthsIn({ from: "2025-11", to: "2026-02" })).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
  const fits = (period: unknown) => Question.safeParse({ words: "x", period }).success;
  expect([fits({ from: "2026-01", to: "2026-01" }), fits({ from: "2026-02", to: "2026-01" }), fits({ from: "1900-01", to: "2026-01" })]).toEqual([true, false, false]);
});

test.each([
  ["Under the bridge", "Underqqqq*", false], ["Under the bridge", "under*", true], ["Under the bridge", "the", true], ["Station on the quay", "on", true], ["Station", "on", false],
  ["Under the bridge", "on the bridge", true], ["Quay B", "b", true], ["Quay A", "b", false], ["Quay A", "…", false], ["Quay A", "", true], ["ตลาดน้ำ", "น้ำ", true],
])("of the place %s, %s is what was asked for: %s", (said, place, is) => {
  const report: IncidentDetails = {
    start: "2026-11-02T06:40", end: null, precision: "about", place: said, kinds: ["eviction"], forces: [], people: { count: null, minors: "unknown", injuries: "" }, askedOfObservers: "",
  };
  expect(suits(report, { kind: null, period: null, place })).toBe(is);
  expect(suits(report, { kind: "eviction", period: { from: "2026-11", to: "2026-11" }, place })).toBe(is);
  expect([suits(report, { kind: "beating", period: null, place }), suits(report, { kind: null, period: { from: "2026-12", to: "2027-01" }, place })]).toEqual([false, false]);
});
