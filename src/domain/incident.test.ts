import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AccountText, Forces, IncidentDetails, incidentKinds, incidentStates, mayMove, movesOf, reference,
} from "./incident";
import { roles } from "./roles";

describe("moves of an incident", () => {
  test("are these and no others", () => {
    const table = roles.flatMap((role) =>
      incidentStates.flatMap((from) =>
        incidentStates.filter((to) => mayMove(from, to, role)).map((to) => `${role}: ${from} → ${to}`),
      ),
    );
    expect(table).toMatchInlineSnapshot(`
      [
        "documenter: draft → submitted",
        "reviewer: submitted → draft",
        "reviewer: submitted → in-review",
        "reviewer: in-review → draft",
        "reviewer: in-review → ready",
        "reviewer: ready → in-review",
        "reviewer: ready → closed",
        "reviewer: closed → in-review",
      ]
    `);
  });

  test("are listed as they are permitted", () => {
    for (const role of roles)
      for (const from of incidentStates)
        expect(movesOf(from, role)).toEqual(incidentStates.filter((to) => mayMove(from, to, role)));
  });

  test("are made by no steward and no auditor", () => {
    for (const role of ["steward", "auditor"] as const)
      for (const from of incidentStates) expect(movesOf(from, role)).toEqual([]);
  });

  test("never stay where they are", () => {
    for (const role of roles) for (const state of incidentStates) expect(mayMove(state, state, role)).toBe(false);
  });

  test("lead from each state to every other, so that nothing is stuck", () => {
    for (const start of incidentStates) {
      const reached = new Set([start]);
      for (const state of reached) for (const role of roles) for (const to of movesOf(state, role)) reached.add(to);
      expect(reached.size).toBe(incidentStates.length);
    }
  });
});

describe("a reference", () => {
  test("is year, month, team and number", () => {
    expect(reference(new Date("2026-11-03T06:00:00Z"), "CAL", 42)).toBe("2026-11-CAL-0042");
    expect(reference(new Date("2027-01-31T06:00:00Z"), "DKQ", 1)).toBe("2027-01-DKQ-0001");
  });

  test("counts months in UTC, wherever the server stands", () => {
    expect(reference(new Date("2026-11-30T23:59:59.999Z"), "CAL", 1)).toBe("2026-11-CAL-0001");
    expect(reference(new Date("2026-12-01T00:00:00.000Z"), "CAL", 1)).toBe("2026-12-CAL-0001");
  });

  test("does not run out of numbers", () => {
    expect(reference(new Date("2026-11-03T06:00:00Z"), "CAL", 12_345)).toBe("2026-11-CAL-12345");
  });

  test("is made of a team's code and of nothing else that could stand in its place", () => {
    const at = new Date("2026-11-03T06:00:00Z");
    for (const code of ["CA", "CALAI"]) expect(reference(at, code, 1)).toBe(`2026-11-${code}-0001`);
    for (const code of ["", "C", "CALAIS", "cal", "CAL-2", "Amina K.", "CAL\n", "ÇAL", "CÂL", "٣٤٥"])
      expect(() => reference(at, code, 1)).toThrow("code");
  });

  test("is another for another number, month or team", () => {
    const parts = fc.tuple(
      fc.integer({ min: 0, max: 600 }).map((n) => new Date(Date.UTC(2020, n, 15))),
      fc.constantFrom("CAL", "DKQ", "LIL"),
      fc.integer({ min: 1, max: 99_999 }),
    );
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(reference(...a) === reference(...b)).toBe(+a[0] === +b[0] && a[1] === b[1] && a[2] === b[2]);
      }),
    );
  });

  test("tells the month and nothing finer", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 86_399_999 }), (day, ms) => {
        expect(reference(new Date(Date.UTC(2026, 10, day) + ms), "CAL", 7)).toBe("2026-11-CAL-0007");
      }),
    );
  });
});

describe("what happened", () => {
  const details = {
    start: "2026-11-03T06:10",
    end: null,
    precision: "about",
    place: "Behind the hospital",
    kinds: ["eviction", "tear-gas"],
    forces: [{ service: "police", unit: "", officers: null, plates: [], numbers: ["1234567"] }],
    people: { count: null, minors: "unknown", injuries: "" },
    askedOfObservers: "",
  };
  const admitted = (over: object) => IncidentDetails.safeParse({ ...details, ...over }).success;

  test("can be told with little known", () => {
    expect(admitted({})).toBe(true);
    expect(admitted({ forces: [] })).toBe(true);
    expect(admitted({ kinds: incidentKinds })).toBe(true);
  });

  test("has a place, a start and at least one kind", () => {
    expect(admitted({ place: "   " })).toBe(false);
    expect(admitted({ start: null })).toBe(false);
    expect(admitted({ start: "2026-11-03" })).toBe(false);
    expect(admitted({ kinds: [] })).toBe(false);
    expect(admitted({ kinds: ["riot"] })).toBe(false);
  });

  test("has times that exist", () => {
    for (const time of ["2026-12-31T23:59", "2028-02-29T00:00", "2026-01-01T00:00"]) {
      expect(admitted({ start: time })).toBe(true);
      expect(admitted({ start: "2000-01-01T00:00", end: time })).toBe(true);
    }
    for (const time of [
      "2026-13-01T06:10", "2026-00-10T06:10", "2026-11-00T06:10", "2026-11-31T06:10", "2026-02-29T06:10",
      "2026-11-03T24:00", "2026-11-03T06:60", "2026-11-03T6:10", "2026-11-03 06:10", "2026-11-03T06:10:00",
      "2026-11-03T06:10Z", "2026-11-03T06:10+01:00", "02026-11-03T06:10", "2026-11-03T06:10\n", "",
    ]) {
      expect(admitted({ start: time })).toBe(false);
      expect(admitted({ start: "2000-01-01T00:00", end: time })).toBe(false);
    }
  });

  test("does not end before it starts", () => {
    expect(admitted({ end: "2026-11-03T06:10" })).toBe(true);
    expect(admitted({ end: "2026-11-04T00:00" })).toBe(true);
    for (const end of ["2026-11-03T06:09", "2026-11-02T23:59", "2025-12-31T06:10"]) expect(admitted({ end })).toBe(false);
  });

  test("says of minors yes, no, or that it is not known, and nothing by default", () => {
    for (const minors of ["yes", "no", "unknown"]) expect(admitted({ people: { ...details.people, minors } })).toBe(true);
    expect(admitted({ people: { count: 1, injuries: "" } })).toBe(false);
  });

  test("holds nothing that its schema does not name, at any depth", () => {
    expect(admitted({ name: "x" })).toBe(false);
    expect(admitted({ people: { ...details.people, names: ["x"] } })).toBe(false);
    expect(Forces.safeParse({ ...details.forces[0], names: ["x"] }).success).toBe(false);
  });

  test("is bounded, and so is an account of it", () => {
    expect(admitted({ place: "x".repeat(301) })).toBe(false);
    expect(admitted({ forces: Array.from({ length: 21 }, () => details.forces[0]) })).toBe(false);
    expect(AccountText.safeParse({ language: "fr", text: "x".repeat(20_000) }).success).toBe(true);
    expect(AccountText.safeParse({ language: "fr", text: "x".repeat(20_001) }).success).toBe(false);
    expect(AccountText.safeParse({ language: "fr", text: " " }).success).toBe(false);
    expect(AccountText.safeParse({ language: "French", text: "x" }).success).toBe(false);
  });
});
