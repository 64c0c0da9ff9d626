import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minute, uuid } from "../../tests/support/domain";
import { isOpen, mayRead, MOTION_MS, READING_MS, whyNotAgree, type MotionState } from "./motion";

const [one = "", other = "", third = ""] = [1, 2, 3].map((n) => uuid(13, n));
const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
const proposed: MotionState = { proposedBy: one, proposedAt: minute(0), agreedBy: null, agreedAt: null, withdrawnAt: null };
const agreed: MotionState = { ...proposed, agreedBy: other, agreedAt: minute(5) };

describe("what takes two", () => {
  test("is agreed to by another, once, within a week, unless it was withdrawn", () => {
    expect(whyNotAgree(proposed, other, later(minute(0), MOTION_MS - 1))).toBeNull();
    expect(whyNotAgree(proposed, other, later(minute(0), MOTION_MS))).toBe("not-now");
    expect(whyNotAgree(proposed, one, minute(1))).toBe("second-person-required");
    expect(whyNotAgree(agreed, third, minute(6))).toBe("not-now");
    expect(whyNotAgree({ ...proposed, withdrawnAt: minute(1) }, other, minute(2))).toBe("not-now");
  });

  test("lets the two of them read for an hour, and nobody else", () => {
    for (const steward of [one, other]) {
      expect(mayRead(agreed, steward, minute(5))).toBe(true);
      expect(mayRead(agreed, steward, later(minute(5), READING_MS - 1))).toBe(true);
      expect(mayRead(agreed, steward, later(minute(5), READING_MS))).toBe(false);
    }
    expect(mayRead(agreed, third, minute(6))).toBe(false);
    expect(mayRead(proposed, one, minute(6))).toBe(false);
  });

  test("is never read by one alone, whatever the row says", () => {
    const who = fc.constantFrom(one, other, third);
    const when = fc.integer({ min: 0, max: 90 }).map(minute);
    const state = fc.record({
      proposedBy: who, proposedAt: when, agreedBy: fc.option(who), agreedAt: fc.option(when), withdrawnAt: fc.option(when),
    });
    fc.assert(
      fc.property(state, who, when, (row, steward, at) => {
        if (mayRead(row, steward, at)) {
          expect(row.agreedBy).not.toBe(row.proposedBy);
          expect([row.proposedBy, row.agreedBy]).toContain(steward);
          expect(isOpen(row, at)).toBe(false);
        }
        if (whyNotAgree(row, steward, at) === null) expect([isOpen(row, at), row.proposedBy === steward]).toEqual([true, false]);
      }),
    );
  });
});
