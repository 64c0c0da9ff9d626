import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  remainingMs, RESEAL_AGREED_FOR_MS, RESEAL_ASKED_FOR_MS, resealingEndsAt, resealingState, resealTasks, stepOf, whyNotAgree,
  whyNotItem, whyNotReseal, type ItemFacts, type ResealingFacts,
} from "./resealing";

const [rosa, noor, idris] = ["rosa", "noor", "idris"];
const people = fc.constantFrom(rosa, noor, idris);
const start = new Date("2026-11-28T06:00:00Z");
const after = (ms: number) => new Date(+start + ms);
const agreed: ResealingFacts = { askedBy: rosa, askedAt: start, agreed: true, decidedBy: noor, decidedAt: start, endedAt: null };

const instant = fc.integer({ min: 0, max: 30 * 24 * 3600_000 }).map(after);
const facts: fc.Arbitrary<ResealingFacts> = fc
  .record({ askedBy: people, asked: instant, decided: fc.option(fc.record({ by: people, at: instant, agreed: fc.boolean() })), endedAt: fc.option(instant) })
  .map(({ askedBy, asked, decided, endedAt }) => ({
    askedBy, askedAt: asked, agreed: decided?.agreed ?? null, decidedBy: decided?.by ?? null, decidedAt: decided?.at ?? null, endedAt,
  }));
const item: fc.Arbitrary<ItemFacts> = fc.record({
  custodyKeyId: fc.constantFrom("old", "new", "newer"),
  pending: fc.option(fc.record({ custodyKeyId: fc.constantFrom("new", "newer"), sealedBy: people })),
});

test("originals are handed out for a day, to the two who agreed on it and to nobody else", () => {
  expect(whyNotReseal(agreed, rosa, after(RESEAL_AGREED_FOR_MS - 1))).toBeNull();
  expect(whyNotReseal(agreed, noor, start)).toBeNull();
  expect(whyNotReseal(agreed, rosa, after(RESEAL_AGREED_FOR_MS))).toBe("not-now");
  expect(whyNotReseal({ ...agreed, endedAt: start }, rosa, start)).toBe("not-now");
  fc.assert(
    fc.property(facts, people, instant, (given, actor, at) => {
      const handed = whyNotReseal(given, actor, at) === null;
      const within = given.decidedAt !== null && +at < +given.decidedAt + RESEAL_AGREED_FOR_MS;
      const theirs = actor === given.askedBy || actor === given.decidedBy;
      expect(handed).toBe(theirs && given.agreed === true && given.endedAt === null && within);
    }),
  );
});

test("nobody agrees to what they asked for themselves, nor a week later", () => {
  const asked = { ...agreed, agreed: null, decidedBy: null, decidedAt: null };
  expect(whyNotAgree(asked, rosa, start)).toBe("second-person-required");
  expect(whyNotAgree(asked, noor, start)).toBeNull();
  expect(whyNotAgree(asked, noor, after(RESEAL_ASKED_FOR_MS))).toBe("not-now");
  expect(whyNotAgree(agreed, idris, start)).toBe("not-now");
});

test("what is open has an end, and at its end it is over", () => {
  fc.assert(
    fc.property(facts, instant, (given, at) => {
      const state = resealingState(given, at);
      const ends = resealingEndsAt(given, at);
      expect(ends !== null).toBe(state === "asked" || state === "agreed");
      if (ends) expect(resealingState(given, ends)).toBe("over");
    }),
  );
});

test("an item is sealed anew by who asked, and checked by another than who sealed it, each in its turn", () => {
  fc.assert(
    fc.property(facts, item, people, fc.constantFrom("new", "newer"), (given, row, actor, inUse) => {
      const may = resealTasks.filter((task) => whyNotItem(task, given, row, { actor, inUse }) === null);
      expect(may.length).toBeLessThan(2);
      const step = stepOf(row, inUse);
      if (row.custodyKeyId === inUse) expect(may).toEqual([]);
      if (may.includes("check")) expect([step, row.pending?.sealedBy === actor]).toEqual(["to-check", false]);
      if (may.includes("seal")) expect([step !== "to-check", given.askedBy === actor]).toEqual([true, true]);
      // What was sealed to a key that is not in use any more is checked by nobody.
      if (row.pending && row.pending.custodyKeyId !== inUse) expect(may).not.toContain("check");
    }),
  );
});

test("what is left is told by the pace so far", () => {
  expect(remainingMs({ bytes: 0, ms: 0 }, 100)).toBeNull();
  expect(remainingMs({ bytes: 50, ms: 2000 }, 100)).toBe(4000);
});
