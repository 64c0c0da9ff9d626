import * as fc from "fast-check";
import { expect, test } from "vitest";
import { AGREED_FOR_MS, ASKED_FOR_MS, endsAt, stateOf, whyNotDecide, whyNotOpen, type OpeningFacts } from "./opening";

const at = new Date("2026-11-28T12:00:00Z");
const ago = (ms: number) => new Date(+at - ms);
const opening = (facts: Partial<OpeningFacts> = {}): OpeningFacts => ({
  askedBy: "rosa", askedAt: ago(1000), agreed: null, decidedAt: null, ...facts,
});

test("nobody agrees to what they asked for, and nobody twice", () => {
  expect(whyNotDecide(opening(), "rosa", at)).toBe("second-person-required");
  expect(whyNotDecide(opening(), "idris", at)).toBeNull();
  for (const agreed of [true, false]) expect(whyNotDecide(opening({ agreed, decidedAt: at }), "idris", at)).toBe("not-now");
});

test("an original is open to the one who asked, for an hour after another agreed", () => {
  const agreed = opening({ agreed: true, decidedAt: ago(AGREED_FOR_MS - 1) });
  expect(whyNotOpen(agreed, "rosa", at)).toBeNull();
  expect(endsAt(agreed, at)).toEqual(new Date(+at + 1));
  expect(whyNotOpen(agreed, "idris", at)).toBe("not-found");
  expect(whyNotOpen(opening({ agreed: true, decidedAt: ago(AGREED_FOR_MS) }), "rosa", at)).toBe("not-now");
  expect(whyNotOpen(opening(), "rosa", at)).toBe("not-now");
  expect(whyNotOpen(opening({ agreed: false, decidedAt: at }), "rosa", at)).toBe("not-now");
});

test("what nobody answered in a week is over", () => {
  expect(stateOf(opening({ askedAt: ago(ASKED_FOR_MS - 1) }), at)).toBe("asked");
  const late = opening({ askedAt: ago(ASKED_FOR_MS) });
  expect(stateOf(late, at)).toBe("over");
  expect(whyNotDecide(late, "idris", at)).toBe("not-now");
  expect(endsAt(late, at)).toBeNull();
});

test("whatever the facts, it opens for one person only, and never for one who could have agreed", () => {
  const instant = fc.date({ min: ago(9 * 24 * 3600_000), max: at, noInvalidDate: true });
  const facts = fc.record({
    askedBy: fc.constantFrom("rosa", "idris"), askedAt: instant,
    agreed: fc.constantFrom(null, true, false), decidedAt: fc.option(instant),
  });
  fc.assert(
    fc.property(facts, (of) => {
      const opens = ["rosa", "idris", "omar"].filter((who) => whyNotOpen(of, who, at) === null);
      expect(opens.length).toBeLessThanOrEqual(of.agreed === true && of.decidedAt ? 1 : 0);
      for (const who of opens) expect(whyNotDecide(of, who, at)).not.toBeNull();
    }),
  );
});
