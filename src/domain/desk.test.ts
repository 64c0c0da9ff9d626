import * as fc from "fast-check";
import { expect, test } from "vitest";
import { everything, inOrder, next, nothingMissing, shows, type Line } from "./desk";
import { incidentStates } from "./incident";

const DAY = 86_400_000;
const line = (of: Partial<Line> = {}): Line => ({
  id: "i", reference: "2026-11-CAL-0001", state: "submitted", createdAt: new Date(0), teamId: "t", assignedTo: null, missing: nothingMissing, due: null, waits: false, ...of,
});
const due = (day: number) => ({ what: "request" as const, by: new Date(day * DAY) });
const some: fc.Arbitrary<Line> = fc.record({
  id: fc.uuid(), reference: fc.constantFrom("2026-11-CAL-0001", "2026-11-CAL-0002"), state: fc.constantFrom(...incidentStates),
  createdAt: fc.nat({ max: 3 }).map((day) => new Date(day * DAY)), teamId: fc.constantFrom("t", "u"), assignedTo: fc.constantFrom(null, "me", "you"),
  missing: fc.record({ unlooked: fc.nat({ max: 1 }), unanswered: fc.nat({ max: 1 }), outdated: fc.nat({ max: 1 }), unchecked: fc.nat({ max: 1 }), accounts: fc.nat({ max: 1 }), people: fc.nat({ max: 1 }) }),
  due: fc.option(fc.nat({ max: 3 }).map(due)), waits: fc.boolean(),
});

test("what falls due comes first, the soonest before all; then where somebody waits, then by state, then what waited longest", () => {
  const lines = [
    line({ reference: "soon", due: due(1), state: "draft" }), line({ reference: "later", due: due(2) }), line({ reference: "waits", waits: true, state: "ready" }),
    line({ reference: "old" }), line({ reference: "new", createdAt: new Date(DAY) }), line({ reference: "review", state: "in-review" }), line({ reference: "draft", state: "draft" }),
  ];
  expect(lines.toReversed().toSorted(inOrder).map(({ reference }) => reference)).toEqual(["soon", "later", "waits", "old", "new", "review", "draft"]);
});

test("the order is one, whatever order the lines came in", () => {
  fc.assert(
    fc.property(some, some, some, (a, b, c) => {
      expect(Math.sign(inOrder(a, b))).toBe(-Math.sign(inOrder(b, a)) + 0);
      if (inOrder(a, b) <= 0 && inOrder(b, c) <= 0) expect(inOrder(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test("a filter shows exactly what it says, and none hides anything", () => {
  fc.assert(
    fc.property(some, (one) => {
      expect(shows(one, everything, "me")).toBe(true);
      expect(shows(one, { ...everything, assigned: "me" }, "me")).toBe(one.assignedTo === "me");
      expect(shows(one, { ...everything, assigned: "nobody" }, "me")).toBe(one.assignedTo === null);
      expect(shows(one, { ...everything, lacks: "due" }, "me")).toBe(one.due !== null);
      expect(shows(one, { ...everything, lacks: "answers" }, "me")).toBe(one.missing.unanswered > 0);
      expect(shows(one, { ...everything, lacks: "consents" }, "me")).toBe(one.missing.people > 0);
      expect(shows(one, { ...everything, state: "to-review" }, "me")).toBe(["submitted", "in-review", "ready"].includes(one.state));
      expect(shows(one, { ...everything, teamId: "t", state: one.state }, "me")).toBe(one.teamId === "t");
    }),
  );
});

test("of what falls due the soonest is said", () => {
  expect(next([due(3), due(1), due(2)])).toEqual(due(1));
  expect(next([])).toBeNull();
});
