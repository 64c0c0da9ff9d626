import * as fc from "fast-check";
import { expect, test } from "vitest";
import { picture } from "./picture";

test("whatever a place is called, it is text in the picture, and nothing of it is a tag or a sign that XML forbids", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.boolean(), (name, rtl) => {
    const drawn = picture({ title: name, lines: [name], tables: [{ title: name, rows: [{ name, count: 7 }, { name, count: null }], note: name }], none: "not given", rtl });
    const tags = drawn.match(/<[^>]*>/g)!;
    expect(tags.every((tag) => /^<\/?(svg|rect|text)\b[^<]*>$/.test(tag))).toBe(true);
    // The title, a line, a heading, two rows of two, and a note.
    expect(tags.filter((tag) => tag.startsWith("<text"))).toHaveLength(8);
    expect(drawn.replaceAll(/<[^>]*>|&(amp|lt|gt|quot|#39);/g, "")).not.toMatch(/[<&]|(?![\t\n\r])\p{Cc}/u);
  }));
});

test("from right to left everything stands on the other side, within the picture", () => {
  const drawn = picture({ title: "أرقام", lines: [], tables: [{ title: "بحسب المكان", rows: [{ name: "الجسر", count: 9 }], note: null }], none: "", rtl: true });
  for (const [, x] of drawn.matchAll(/ x="(\d+)"/g)) expect(Number(x)).toBeLessThanOrEqual(800);
  expect(drawn).toContain('direction="rtl"');
});
