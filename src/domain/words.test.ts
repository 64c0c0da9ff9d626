import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cover, elsewhere, fits, leaving, maskKinds, mention, peopleIn, piecesOf, stretchesOf, tidy, typed, uncover, type Mask, type Piece, type Words,
} from "./words";

/** Words in which everything hidden is of letters that stand nowhere else. */
const OPEN = ["we ", "saw", " the dogs", ", ", "\n", "شاهدنا ", "⟦A⟧", "⟦", "⟧", "⟦name⟧", "👩‍👩‍👧 ", "é ", "\u202E", "\u2066", "\u{E0041}", "⟦B", "کمپ‌ها ", "\r\n"] as const;
const HIDDEN = ["Q", "QQ", "ⵣ", "QⵣQ", "ⵣ QQ", "𐍈", "Q̈", "⟦Q⟧"] as const;
const hiddenLetters = /Q|ⵣ|𐍈|\u0308/u;

type Part = { readonly text: string; readonly kind: Mask["kind"] | null };
const open = fc.constantFrom(...OPEN).map((text): Part => ({ text, kind: null }));
const hidden = fc.tuple(fc.constantFrom(...HIDDEN), fc.constantFrom(...maskKinds)).map(([text, kind]): Part => ({ text, kind }));
const parts = fc.array(fc.oneof({ weight: 3, arbitrary: open }, { weight: 1, arbitrary: hidden }), { maxLength: 12 });

function written(some: readonly Part[]): Words {
  let text = "";
  const masks: Mask[] = [];
  for (const part of some) {
    if (part.kind) masks.push({ from: text.length, to: text.length + part.text.length, kind: part.kind });
    text += part.text;
  }
  return { text, masks };
}
/** Anything at all, under masks that lie anywhere. */
const wild = fc
  .tuple(
    fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...OPEN, ...HIDDEN)), { maxLength: 8 }).map((some) => some.join("")),
    fc.array(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 12 }), fc.constantFrom(...maskKinds)), { maxLength: 5 }),
  )
  .map(([text, drawn]): Words => ({ text, masks: drawn.map(([from, length, kind]) => ({ from, to: from + length, kind })) }));

describe("what leaves masked", () => {
  test("has no character of what is hidden", () => {
    const nothingLeft = (some: readonly Part[]) => {
      expect(leaving(written(some), "redacted")).not.toMatch(hiddenLetters);
    };
    fc.assert(fc.property(parts, nothingLeft), { numRuns: 1000 });
  });

  test("is the same whatever is hidden, and however long it is", () => {
    const other = (part: Part, n: number): Part => (part.kind ? { ...part, text: n % 2 ? "x" : "quite another stretch of words" } : part);
    fc.assert(
      fc.property(parts, (some) => {
        const bare = some.map((part) => (part.kind ? { ...part, text: "q" } : part));
        expect(leaving(written(some.map(other)), "redacted")).toBe(leaving(written(bare), "redacted"));
      }),
      { numRuns: 1000 },
    );
  });

  test("says one thing for a name of several words that were hidden one by one", () => {
    const words = written([{ text: "Q", kind: "name" }, { text: " ", kind: null }, { text: "QQ", kind: "name" }, { text: " fell", kind: null }]);
    expect(leaving(words, "redacted")).toBe("⟦name⟧ fell");
  });

  test("keeps nothing of a character that a mask would have cut in two", () => {
    const family = "👩‍👩‍👧";
    for (let cut = 1; cut < family.length; cut += 1) {
      expect(leaving({ text: `a${family}b`, masks: [{ from: 1, to: 1 + cut, kind: "detail" }] }, "redacted")).toBe("a⟦detail⟧b");
      expect(leaving({ text: `a${family}b`, masks: [{ from: 1 + cut, to: 1 + family.length, kind: "detail" }] }, "redacted")).toBe("a⟦detail⟧b");
    }
  });

  test("hides a person's token as a whole", () => {
    for (const [from, to] of [[1, 2], [2, 4], [3, 4], [2, 3]] as const)
      expect(leaving({ text: "a⟦A⟧b", masks: [{ from, to, kind: "name" }] }, "redacted")).toBe("a⟦name⟧b");
  });
});

describe("in either form", () => {
  test("nothing unseen leaves, and what steers its drawing neither", () => {
    fc.assert(
      fc.property(wild, fc.constantFrom("redacted" as const, "clean" as const), (words, form) => {
        const left = leaving(words, form);
        expect(left).not.toMatch(/(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/u);
        expect(left.isWellFormed()).toBe(true);
        expect(left).toBe(left.trim());
      }),
      { numRuns: 1000 },
    );
  });

  test("a bracket belongs to a person of the text or to a mask, and to nothing that somebody typed", () => {
    fc.assert(
      fc.property(wild, (words) => {
        const people = new Set(peopleIn(words.text));
        for (const form of ["redacted", "clean"] as const) {
          const left = leaving(words, form);
          const pieces = piecesOf(left);
          expect(pieces.map((p) => (p.is === "text" ? p.text : `⟦${p.is === "person" ? p.pseudonym : p.kind}⟧`)).join("")).toBe(left);
          for (const piece of pieces) {
            if (piece.is === "text") expect(piece.text).not.toMatch(/[⟦⟧]/);
            if (piece.is === "person") expect(people.has(piece.pseudonym)).toBe(true);
            if (piece.is === "hidden") expect(form).toBe("redacted");
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("a token that a control holds apart does not become one when the control is gone", () => {
    expect(leaving({ text: "⟦\u202EA⟧", masks: [] }, "clean")).toBe("[A]");
    expect(leaving({ text: "⟦na\u2066me⟧", masks: [] }, "clean")).toBe("[name]");
  });

  test("the spelling of Persian and Arabic stays as it was", () => {
    const text = "کمپ‌ها را دیدیم\u200F.";
    expect(leaving({ text, masks: [] }, "redacted")).toBe(text);
  });

  test("the whole text is there where it is given whole", () => {
    expect(leaving(written([{ text: "we saw ", kind: null }, { text: "Q", kind: "name" }, { text: " fall", kind: null }]), "clean")).toBe("we saw Q fall");
  });
});

test("a member reads the whole text, and which of it is hidden", () => {
  fc.assert(
    fc.property(wild, (words) => {
      const stretches = stretchesOf(words);
      const read = (pieces: readonly Piece[]) => pieces.map((p) => (p.is === "text" ? p.text : p.is === "person" ? `⟦${p.pseudonym}⟧` : "")).join("");
      expect(stretches.map(({ pieces }) => read(pieces)).join("")).toBe(words.text);
      for (const { hidden: mask, pieces } of stretches)
        if (mask) expect(read(pieces)).toBe(words.text.slice(mask.from, mask.to));
      expect(stretches.flatMap(({ hidden: mask }) => mask ?? [])).toEqual(tidy(words));
    }),
  );
});

describe("masks", () => {
  test("are in order, apart, and the same when they are tidied again", () => {
    fc.assert(
      fc.property(wild, (words) => {
        const masks = tidy(words);
        expect(tidy({ text: words.text, masks })).toEqual(masks);
        expect(fits({ text: words.text, masks })).toBe(true);
        for (const [n, { to }] of masks.slice(0, -1).entries()) expect(masks[n + 1]!.from).toBeGreaterThan(to);
        // Whatever was covered is covered still.
        for (const { from, to } of words.masks)
          for (let at = from; at < Math.min(to, words.text.length); at += 1)
            expect(masks.some((mask) => mask.from <= at && at < mask.to)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("cover nothing beyond the text, and something", () => {
    expect(fits({ text: "abc", masks: [{ from: 0, to: 3, kind: "name" }] })).toBe(true);
    expect(fits({ text: "abc", masks: [{ from: 0, to: 4, kind: "name" }] })).toBe(false);
    expect(fits({ text: "abc", masks: [{ from: 2, to: 2, kind: "name" }] })).toBe(false);
  });

  test("hide whole words, whatever part of them was chosen", () => {
    const words = { text: "they took Hassan away", masks: [] };
    for (const [from, to] of [[10, 16], [12, 14], [9, 13], [13, 17]] as const)
      expect(leaving(cover(words, { from, to }, "name"), "redacted")).toBe("they took ⟦name⟧ away");
    expect(leaving(cover({ text: "أخذوا حسن بعيدا", masks: [] }, { from: 7, to: 8 }, "name"), "redacted")).toBe("أخذوا ⟦name⟧ بعيدا");
    expect(cover(words, { from: 4, to: 5 }, "name")).toEqual(words);
    expect(cover(words, { from: 4, to: 4 }, "name")).toEqual(words);
  });

  test("are taken away one by one", () => {
    const words = cover(cover({ text: "Q in R", masks: [] }, { from: 0, to: 1 }, "name"), { from: 5, to: 6 }, "place");
    expect(leaving(uncover(words, words.masks[0]!), "redacted")).toBe("Q in ⟦place⟧");
  });
});

describe("typing", () => {
  test("never brings to light what is hidden, wherever it is done", () => {
    const places = fc.tuple(fc.nat(), fc.nat({ max: 6 }), fc.constantFrom("", "x", " y ", "⟦A⟧", "\n"));
    fc.assert(
      fc.property(parts, fc.array(places, { maxLength: 6 }), (some, edits) => {
        let words = written(some);
        for (const [at, length, put] of edits) {
          const from = at % (words.text.length + 1);
          words = typed(words, words.text.slice(0, from) + put + words.text.slice(from + length));
          expect(fits(words)).toBe(true);
        }
        expect(leaving(words, "redacted")).not.toMatch(/[Qⵣ𐍈]/u);
      }),
      { numRuns: 1000 },
    );
  });

  test("in a hidden word, at either end of it and over it is hidden with it", () => {
    const words = cover({ text: "saw Hassan fall", masks: [] }, { from: 4, to: 10 }, "name");
    for (const next of ["saw Hasssan fall", "saw Hassane fall", "saw AHassan fall", "saw Ali fall"])
      expect(leaving(typed(words, next), "redacted")).toBe("saw ⟦name⟧ fall");
    expect(leaving(typed(typed(words, "we saw Hassan fall"), "we saw Hassan fall down"), "redacted")).toBe("we saw ⟦name⟧ fall down");
    expect(typed(words, "saw  fall").masks).toEqual([]);
  });

  test("a person's token takes the place of what was chosen, and of its mask", () => {
    const words = cover({ text: "saw Hassan fall", masks: [] }, { from: 4, to: 10 }, "name");
    const said = mention(words, { from: 4, to: 10 }, "B");
    expect(said).toEqual({ text: "saw ⟦B⟧ fall", masks: [] });
    expect(peopleIn(said.text)).toEqual(["B"]);
    expect(mention(said, { from: 12, to: 12 }, "AA").text).toBe("saw ⟦B⟧ fall⟦AA⟧");
  });

  test("what is hidden once and stands elsewhere is found there, in any letters, and not inside of another word", () => {
    const words = cover({ text: "Hassan fell. HASSAN cried, Hassania too.", masks: [] }, { from: 0, to: 6 }, "name");
    const again = elsewhere(words);
    expect(again).toEqual([{ from: 13, to: 19, kind: "name" }]);
    expect(elsewhere({ text: words.text, masks: [...words.masks, ...again] })).toEqual([]);
  });

  test("looking for what is hidden takes no letter of it for a pattern", () => {
    const text = "a.c (x) abc a.c";
    expect(elsewhere({ text, masks: [{ from: 0, to: 7, kind: "detail" }] })).toEqual([]);
    expect(elsewhere({ text, masks: [{ from: 0, to: 3, kind: "detail" }] })).toHaveLength(1);
  });
});
