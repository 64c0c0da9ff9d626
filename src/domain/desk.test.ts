import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ages, arranged, daysOld, dueKinds, everything, inOrder, nothingMissing, orders, shows, soonestFirst, type Due, type DueKind, type Filter, type Line } from "./desk";
import { incidentStates } from "./incident";

const DAY = 86_400_000;
const line = (of: Partial<Line> = {}): Line => ({
  id: "i", reference: "2026-11-CAL-0001", state: "submitted", createdAt: new Date(0), teamId: "t", assignedTo: null, missing: nothingMissing, due: [], waits: false, ...of,
});
const due = (day: number, what: DueKind = "request"): Due => ({ what, by: new Date(day * DAY) });
const NOW = new Date(2 * DAY);
const reader = { me: "me", now: NOW };
const references = (lines: readonly Line[]) => lines.map(({ reference }) => reference);
const some: fc.Arbitrary<Line> = fc.record({
  id: fc.uuid(), reference: fc.constantFrom("2026-11-CAL-0001", "2026-11-CAL-0002"), state: fc.constantFrom(...incidentStates),
  createdAt: fc.nat({ max: 3 }).map((day) => new Date(day * DAY)), teamId: fc.constantFrom("t", "u"), assignedTo: fc.constantFrom(null, "me", "you"),
  missing: fc.record({ unlooked: fc.nat({ max: 1 }), unanswered: fc.nat({ max: 1 }), outdated: fc.nat({ max: 1 }), unchecked: fc.nat({ max: 1 }), accounts: fc.nat({ max: 1 }), people: fc.nat({ max: 1 }) }),
  due: fc.array(fc.tuple(fc.nat({ max: 12 }), fc.constantFrom(...dueKinds)).map(([day, what]) => due(day, what)), { maxLength: 3 }).map(soonestFirst), waits: fc.boolean(),
});

test("what falls due comes first, the soonest before all; then where somebody waits, then by state, then what waited longest", () => {
  const lines = [
    line({ reference: "soon", due: [due(1), due(9)], state: "draft" }), line({ reference: "later", due: [due(2)] }), line({ reference: "waits", waits: true, state: "ready" }),
    line({ reference: "old" }), line({ reference: "new", createdAt: new Date(DAY) }), line({ reference: "review", state: "in-review" }), line({ reference: "draft", state: "draft" }),
  ];
  expect(references(lines.toReversed().toSorted(inOrder))).toEqual(["soon", "later", "waits", "old", "new", "review", "draft"]);
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
      expect(shows(one, everything, reader)).toBe(true);
      expect(shows(one, { ...everything, assigned: "me" }, reader)).toBe(one.assignedTo === "me");
      expect(shows(one, { ...everything, assigned: "nobody" }, reader)).toBe(one.assignedTo === null);
      expect(shows(one, { ...everything, due: "any" }, reader)).toBe(one.due.length > 0);
      expect(shows(one, { ...everything, lacks: "answers" }, reader)).toBe(one.missing.unanswered > 0);
      expect(shows(one, { ...everything, lacks: "consents" }, reader)).toBe(one.missing.people > 0);
      expect(shows(one, { ...everything, state: "to-review" }, reader)).toBe(["submitted", "in-review", "ready"].includes(one.state));
      for (const what of dueKinds) expect(shows(one, { ...everything, due: what }, reader)).toBe(one.due.some((two) => two.what === what));
      expect(shows(one, { ...everything, dueBy: "overdue" }, reader)).toBe(one.due.some(({ by }) => by < NOW));
      expect(shows(one, { ...everything, teamId: "t", state: one.state }, reader)).toBe(one.teamId === "t");
    }),
  );
});

test("of what falls due the soonest is said first", () => {
  expect(soonestFirst([due(3), due(1), due(2)])).toEqual([due(1), due(2), due(3)]);
});

const within = (filter: Partial<Filter>, ...lines: Line[]) => arranged(lines, { ...everything, ...filter }, "due", reader);

test("asked for one thing that falls due and when, a line is shown for that one thing, and has its place by it", () => {
  const held = line({ reference: "held", due: [due(1), due(8, "hold")] });
  const sooner = line({ reference: "sooner", due: [due(5, "hold")] });
  expect(within({ due: "hold" }, held, sooner).map(({ reference, due: shown }) => [reference, shown])).toEqual([
    ["sooner", [due(5, "hold")]], ["held", [due(8, "hold")]],
  ]);
  expect(references(within({}, held, sooner))).toEqual(["held", "sooner"]);
  // The request is overdue, and the hold is not.
  expect(within({ due: "hold", dueBy: "overdue" }, held, sooner)).toEqual([]);
  expect(references(within({ due: "request", dueBy: "overdue" }, held, sooner))).toEqual(["held"]);
});

test("within seven days is from now to the end of the seventh, and what is overdue is asked for by itself", () => {
  const by = (reference: string, ms: number) => line({ reference, due: [{ what: "request", by: new Date(+NOW + ms) }] });
  const lines = [by("past", -1), by("now", 0), by("last", 7 * DAY), by("after", 7 * DAY + 1)];
  expect(references(within({ dueBy: "within-week" }, ...lines))).toEqual(["now", "last"]);
  expect(references(within({ dueBy: "overdue" }, ...lines))).toEqual(["past"]);
});

test("each age is of its days, and no incident is of none", () => {
  const old = (days: number) => line({ reference: `${days}`, createdAt: new Date(+NOW - days * DAY) });
  const lines = [0, 7, 8, 30, 31].map(old);
  expect(references(within({ age: "week" }, ...lines)).toSorted()).toEqual(["0", "7"]);
  expect(references(within({ age: "older-than-week" }, ...lines)).toSorted()).toEqual(["30", "31", "8"]);
  expect(references(within({ age: "older-than-month" }, ...lines))).toEqual(["31"]);
  fc.assert(fc.property(some, (one) => ages.some((age) => shows(one, { ...everything, age }, reader))));
  // A clock that is behind makes nothing younger than today.
  expect(daysOld({ createdAt: new Date(+NOW + 1) }, NOW)).toBe(0);
});

test("by age, what was reported first is first or last; and an order hides nothing", () => {
  const lines = [line({ reference: "middle", createdAt: new Date(DAY) }), line({ reference: "new", createdAt: new Date(2 * DAY), due: [due(0)] }), line({ reference: "old" })];
  expect(references(arranged(lines, everything, "oldest", reader))).toEqual(["old", "middle", "new"]);
  expect(references(arranged(lines, everything, "newest", reader))).toEqual(["new", "middle", "old"]);
  expect(references(arranged(lines, everything, "due", reader))).toEqual(["new", "old", "middle"]);
  fc.assert(fc.property(fc.array(some), fc.constantFrom(...orders), (all, order) => {
    expect(new Set(arranged(all, everything, order, reader))).toEqual(new Set(all));
  }));
});
