import fc from "fast-check";
import { expect, test } from "vitest";
import { fold, isCommon, stem, stems } from "./folding";

test("folding twice is folding once, whatever is written", () => {
  const texts = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }).map((text) => text.toWellFormed()));
  expect(() => fc.assert(fc.property(texts, (text) => fold(fold(text)) === fold(text)), { numRuns: 4000 })).not.toThrow();
});

test.each([
  ["en", "Café", "CAFE"], ["en", "ﬁre", "fire"], ["fr", "Évacué", "evacue"], ["fr", "cœur", "COEUR"], ["fr", "e\u0301te\u0301", "été"],
  ["de", "Straße", "strasse"], ["ar", "شُرْطَة", "شرطه"], ["ar", "شـــرطة", "شرطة"], ["ar", "أحمد", "احمد"], ["ar", "إلى", "الي"], ["ar", "آخر", "اخر"],
  ["ar", "٢٠٢٦", "2026"], ["fa", "پلیس", "پليس"], ["fa", "کتک", "كتك"], ["fa", "می‌زدند", "ميزدند"], ["fa", "۱۲۳", "123"], ["fa", "خانهٔ", "خانه"],
  ["ps", "پولیسو", "پوليسو"], ["ps", "سړي", "سړی"], ["ps", "ګرم", "گرم"], ["ps", "دې", "دی"],
  ["ti", "ሠራዊት", "ሰራዊት"], ["ti", "ፀሓይ", "ጸሃይ"], ["am", "ዐይን", "አይን"], ["am", "ኃይል", "ሃይል"], ["am", "ሐዘን", "ሀዘን"],
  ["ckb", "پۆلیس", "پولیس"], ["ckb", "كوردستان", "کوردستان"], ["ckb", "کەس", "كهس"], ["ckb", "گوڵ", "گول"],
  ["hi", "१२", "12"], ["el", "ΔΡΟΜΟΣ", "δρόμος"], ["zh", "ＡＢ１", "ab1"],
])("in %s %s and %s are one word", (_, one, other) => expect(fold(one)).toBe(fold(other)));

test.each([
  ["سړی", "سري"], ["ډ", "د"], ["कि", "का"], ["ኀ", "ነ"], ["گ", "ك"], ["پ", "ب"],
])("%s and %s are different words", (one, other) => expect(fold(one)).not.toBe(fold(other)));

test.each([
  ["en", "arrested", "arrest"], ["en", "arresting", "arrests"], ["en", "arrived", "arrive"], ["en", "bodies", "body"], ["en", "batons", "baton"],
  ["en", "hitting", "hit"], ["fr", "arrêtées", "arrêter"], ["fr", "policiers", "policier"], ["fr", "matraques", "matraque"], ["fr", "frappaient", "frapper"],
  ["ar", "الشرطة", "شرطة"], ["ar", "والشرطة", "بالشرطة"], ["ar", "ضربات", "ضربها"], ["fa", "چادرها", "چادر"], ["fa", "می‌زدند", "زدند"], ["fa", "پلیس‌های", "پلیس"],
])("in %s %s is found by %s", (language, one, other) => expect(stem(fold(one), language)).toBe(stem(fold(other), language)));

test("a word has no stem that is empty, and is one of its own", () => {
  const word = fc.stringMatching(/^[a-zاويهلتنم]{1,12}$/u);
  fc.assert(fc.property(word, (one) => stems(one).every((it) => it.length > 0) && stems(one).includes(one)));
  expect(stem("police", "ti")).toBe("police");
  expect([isCommon("the"), isCommon(fold("علی")), isCommon(fold("که")), isCommon("police")]).toEqual([true, true, true, false]);
});
