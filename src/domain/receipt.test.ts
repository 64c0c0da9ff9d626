import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CODE_BASE, CODE_CHANCE, CODE_GROUPS, codeOf, grouped, readCode } from "./receipt";

const chance = fc.array(fc.integer({ min: 0, max: CODE_BASE - 1 }), { minLength: CODE_CHANCE, maxLength: CODE_CHANCE });
const signs = [...new Set(Array.from({ length: CODE_BASE }, (_, n) => codeOf([n, ...Array<number>(CODE_CHANCE - 1).fill(0)])[0]!))];

describe("the code on a card", () => {
  test("is more than 80 bits of chance, in signs of which none is taken for another", () => {
    expect(CODE_CHANCE * Math.log2(CODE_BASE)).toBeGreaterThan(80);
    expect(signs).toHaveLength(31);
    expect(signs.join("")).not.toMatch(/[01OIL]/);
  });

  test("is read as it was made, in groups, in small letters, and in the digits of Arabic and Persian keyboards", () => {
    fc.assert(
      fc.property(chance, (values) => {
        const code = codeOf(values);
        expect(readCode(code)).toBe(code);
        expect(grouped(code).split(" ")).toHaveLength(CODE_GROUPS);
        expect(readCode(grouped(code))).toBe(code);
        expect(readCode(` ${grouped(code).toLowerCase().replaceAll(" ", " – ")}\n`)).toBe(code);
        for (const zero of [0x0660, 0x06f0])
          expect(readCode(code.replaceAll(/\d/g, (d) => String.fromCharCode(zero + Number(d))))).toBe(code);
      }),
    );
  });

  test("in which any one sign is wrong is no code, whichever it is and whatever stands there instead", () => {
    fc.assert(
      fc.property(chance, (values) => {
        const code = codeOf(values);
        const wrong = Array.from(code).flatMap((right, place) =>
          signs.filter((sign) => sign !== right).map((sign) => code.slice(0, place) + sign + code.slice(place + 1)),
        );
        expect(wrong).toHaveLength(18 * 30);
        expect(wrong.filter((each) => readCode(each) !== null)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test("in which any two different signs have changed places is no code, neighbours or not", () => {
    fc.assert(
      fc.property(chance, (values) => {
        const code = Array.from(codeOf(values));
        const swapped = code.flatMap((first, a) =>
          code.flatMap((second, b) => (a < b && first !== second ? [code.with(a, second).with(b, first).join("")] : [])),
        );
        expect(swapped.length).toBeGreaterThan(0);
        expect(swapped.filter((each) => readCode(each) !== null)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test("too short, too long, or in other signs is none", () => {
    const code = codeOf(Array<number>(CODE_CHANCE).fill(7));
    for (const wrong of ["", code.slice(1), `${code}2`, code.replace("9", "0"), "ABC", "x".repeat(100_000), "💣".repeat(18)])
      expect(readCode(wrong)).toBeNull();
  });
});
