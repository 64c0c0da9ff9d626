import * as fc from "fast-check";
import { expect, test } from "vitest";
import { picture } from "./picture";

test("whatever a place is called, it is text in the picture, and nothing of it is a tag or a sign that XML forbids", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.boolean(), (name, rtl) => {
    const drawn = picture({ title: name, lines: [name], tables: [{ title: name, rows: [{ name, count: 7 }, { name, count: null }], note: name }], about: [name], none: "not given", language: "en", direction: rtl ? "rtl" : "ltr" });
    const tags = drawn.match(/<[^>]*>/g)!;
    expect(tags.every((tag) => /^<\/?(svg|title|desc|rect|text)\b[^<]*>$/.test(tag))).toBe(true);
    // The title, a line, a heading, two rows of two, and a note.
    expect(tags.filter((tag) => tag.startsWith("<text"))).toHaveLength(8);
    expect(drawn.replaceAll(/<[^>]*>|&(amp|lt|gt|quot|#39);/g, "")).not.toMatch(/[<&]|(?![\t\n\r])\p{Cc}/u);
  }));
});

test("from right to left everything stands on the other side, within the picture", () => {
  const drawn = picture({ title: "أرقام", lines: [], tables: [{ title: "بحسب المكان", rows: [{ name: "الجسر", count: 9 }], note: null }], about: [], none: "", language: "ar", direction: "rtl" });
  for (const [, x] of drawn.matchAll(/ x="(\d+)"/g)) expect(Number(x)).toBeLessThanOrEqual(800);
  expect(drawn).toContain('direction="rtl"');
});

test("whoever does not see the picture is told what it is, of when, every number, and how it was counted", () => {
  const long = "a".repeat(60);
  const drawn = picture({
    title: "Chiffres, 2026-01 à 2026-06", lines: ["Comptés : 12"], about: ["Rien sous cinq."], none: "non donné", language: "fr", direction: "ltr",
    tables: [{ title: "Par lieu", rows: [{ name: long, count: 7 }, { name: "Le port", count: null }], note: "D’autres." }],
  });
  const [, opening, title, told] = /^(<svg [^>]*>)<title id="title">(.*?)<\/title><desc id="desc">(.*?)<\/desc>/s.exec(drawn)!;
  for (const said of ['role="img"', 'aria-labelledby="title"', 'aria-describedby="desc"', 'xml:lang="fr"']) expect(opening).toContain(said);
  expect(title).toBe("Chiffres, 2026-01 à 2026-06");
  expect(told).toBe(`Comptés : 12\n\nPar lieu\n${long}: 7\nLe port: non donné\nD’autres.\n\nRien sous cinq.`);
});
