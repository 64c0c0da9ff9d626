import fc from "fast-check";
import { expect, test } from "vitest";
import { erasureGrounds, isDue, isOpen, mayCallOff, whyNotNow, type ErasureFacts } from "./erasure";
import { ASKED_FOR_MS, stateOf, stops, whyNotAsk, whyNotDecide, type HoldFacts } from "./hold";

const moment = fc.integer({ min: 0, max: 1000 }).map((hours) => new Date(Date.UTC(2026, 10, 1) + hours * 3600_000));
const reviewer = fc.constantFrom("one", "two", "three");
const erasure: fc.Arbitrary<ErasureFacts> = fc.record({
  ground: fc.constantFrom(...erasureGrounds), plannedBy: fc.option(reviewer), dueAt: moment,
  calledOffAt: fc.option(moment), doneAt: fc.option(moment),
});
const hold: fc.Arbitrary<HoldFacts> = fc.record({
  askedBy: reviewer, askedAt: moment, until: moment, agreed: fc.option(fc.boolean()), endedAt: fc.option(moment),
});

test("nobody has erased alone and at once what they alone wanted gone", () => {
  fc.assert(fc.property(erasure, reviewer, (facts, actor) => {
    fc.pre(whyNotNow(facts, actor, false) === null);
    expect(facts.plannedBy).not.toBe(actor);
  }));
});

test("what is held goes neither by the clock nor by hand, and what is over goes no second time", () => {
  fc.assert(fc.property(erasure, reviewer, moment, fc.boolean(), (facts, actor, at, held) => {
    const byClock = isDue(facts, held, at);
    const goes = byClock || whyNotNow(facts, actor, held) === null;
    expect([goes && (held || !isOpen(facts)), byClock && facts.dueAt > at]).toEqual([false, false]);
  }));
});

test("what a person asked for is not called off by a reviewer", () => {
  fc.assert(fc.property(erasure, (facts) => {
    expect(mayCallOff({ ...facts, ground: "asked-by-person", plannedBy: null })).toBe(false);
  }));
});

test("a hold stops nothing from its term on, and without a second reviewer nothing after a week", () => {
  fc.assert(fc.property(hold, moment, (facts, at) => {
    if (!stops(facts, at)) return;
    expect([+at < +facts.until, facts.endedAt, facts.agreed === false]).toEqual([true, null, false]);
    if (facts.agreed === null) expect(+at - +facts.askedAt).toBeLessThan(ASKED_FOR_MS);
  }));
});

test("whoever asks for a hold does not agree to it, and whoever asked in vain does not ask again", () => {
  fc.assert(fc.property(hold, reviewer, moment, (facts, actor, at) => {
    if (whyNotDecide(facts, actor, at) === null) expect([facts.askedBy === actor, stateOf(facts, at)]).toEqual([false, "asked"]);
    const until = new Date(+at + 1);
    if (whyNotAsk([facts], actor, until, at) === null) expect(facts.askedBy === actor && facts.agreed !== true).toBe(false);
    expect(whyNotAsk([facts], actor, at, at)).toBe("input-invalid");
  }));
});
