import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawnCircle, WHO } from "../../tests/support/circles";
import { minute } from "../../tests/support/domain";
import { warningsFor, wordsAfter } from "./departure";
import { memberRoles } from "./roles";
import { inGoodStanding } from "./vouching";

const at = minute(500);

describe("the words of somebody who goes", () => {
  test("stand where they were in good standing, but for those to whom nobody has come, and nobody is under review for it", () => {
    fc.assert(
      fc.property(drawnCircle, fc.constantFrom(...WHO), (circle, who) => {
        fc.pre(inGoodStanding(circle, who));
        const { stand, trust, fell, under } = wordsAfter(circle, who, at);
        expect([stand, under, trust.reviews]).toEqual([true, [], circle.trust.reviews]);
        expect(fell.every(({ from, to }) => from === who && !circle.people.has(to))).toBe(true);
        const unheld = ({ from, to, fellAt }: (typeof trust.edges)[number]) => from === who && fellAt === null && !circle.people.has(to);
        expect(trust.edges.some(unheld)).toBe(false);
      }),
    );
  });

  test("all fall where they were under review, suspended or no member yet", () => {
    fc.assert(
      fc.property(drawnCircle, fc.constantFrom(...WHO), (circle, who) => {
        fc.pre(!inGoodStanding(circle, who));
        const { stand, trust } = wordsAfter(circle, who, at);
        expect(stand).toBe(false);
        expect(trust.edges.some(({ from, fellAt }) => from === who && fellAt === null)).toBe(false);
      }),
    );
  });
});

test("nobody goes unwarned who leaves no steward, fewer than two reviewers, or nobody who holds the custody key", () => {
  expect(memberRoles.map((role) => warningsFor(role, 0, false))).toEqual([[], ["last-reviewers"], ["last-steward"], []]);
  expect([warningsFor("reviewer", 1, false), warningsFor("reviewer", 2, false), warningsFor("steward", 1, false)]).toEqual([["last-reviewers"], [], []]);
  expect([warningsFor("reviewer", 1, true), warningsFor("reviewer", 2, true)]).toEqual([["last-reviewers", "last-holder"], ["last-holder"]]);
});
