import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, commit, type Json } from "./commitment";

const written = (value: Json): string => Buffer.from(canonical(value)).toString();

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((n) => (n === 0 ? 0 : n)),
    fc.string({ unit: "grapheme" }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: "grapheme", maxLength: 5 }), tie("value"), { maxKeys: 4 }),
  ),
})).value;

describe("canonical JSON", () => {
  test("reads back as what it was written from", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(written(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("is the same whatever order the names were put in", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "grapheme" }), fc.integer({ min: 1 }), { maxKeys: 8 }), (value) => {
        expect(written(Object.fromEntries(Object.entries(value).toReversed()))).toBe(written(value));
      }),
    );
  });

  test("sorts and escapes as RFC 8785 §3.2.3 does", () => {
    const sample = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    expect(written(sample)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",' +
        '"€":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
    expect(written({ b: [1, null, true], a: { d: "\u0001\"\\\n/", c: -7 } })).toBe(
      '{"a":{"c":-7,"d":"\\u0001\\"\\\\\\n/"},"b":[1,null,true]}',
    );
  });

  test("does not exist for what JSON would drop, round or convert", () => {
    class Pseudonym {
      readonly name = "Person A";
    }
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    const unfit: unknown[] = [
      undefined,
      { a: undefined },
      [undefined],
      Array.from({ length: 2 }).fill(undefined, 1),
      1.5,
      -0,
      Number.NaN,
      Infinity,
      2 ** 53,
      10n,
      "\ud800",
      { "\udc00": 1 },
      new Date(0),
      new Map(),
      new Uint8Array(2),
      new Pseudonym(),
      () => 1,
      Symbol("s"),
      { [Symbol("s")]: 1 },
      cyclic,
    ];
    for (const value of unfit) {
      // @ts-expect-error values that only an unchecked caller could pass
      expect(() => canonical(value)).toThrow("not-canonical");
    }
  });
});

describe("a commitment", () => {
  const salt = new Uint8Array(32).fill(1);

  test("differs for any other salt and any other body", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.uint8Array({ maxLength: 50 }), (a, b) => {
        fc.pre(Buffer.compare(a, b) !== 0);
        expect(commit(salt, a)).not.toEqual(commit(salt, b));
        expect(commit(salt, a)).not.toEqual(commit(new Uint8Array(32).fill(2), a));
      }),
    );
  });

  test("takes a salt of 32 bytes only, so that salt and body cannot be cut differently", () => {
    expect(() => commit(new Uint8Array(31), new Uint8Array(1))).toThrow(TypeError);
    expect(() => commit(new Uint8Array(33), new Uint8Array(1))).toThrow(TypeError);
  });
});
