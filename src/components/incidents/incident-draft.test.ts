import * as fc from "fast-check";
import { expect, test } from "vitest";
import { IncidentDetails, incidentKinds, timePrecisions } from "~/domain/incident";
import { detailsOf, draftOf, emptyDraft, emptyForces, listed } from "./incident-draft";

const text = (max: number) => fc.string({ maxLength: max }).map((s) => s.trim());
const mark = fc.stringMatching(/^[A-Z0-9-]{1,20}$/);
const minutes = fc.integer({ min: 0, max: 1439 }).map((n) => `${String(Math.trunc(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`);
const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-11-${String(n).padStart(2, "0")}`);
const details: fc.Arbitrary<IncidentDetails> = fc
  .record({
    at: fc.tuple(day, minutes),
    later: fc.option(fc.tuple(day, minutes)),
    precision: fc.constantFrom(...timePrecisions),
    place: text(300).filter((s) => s !== ""),
    kinds: fc.uniqueArray(fc.constantFrom(...incidentKinds), { minLength: 1 }),
    forces: fc.array(
      fc.record({
        service: text(120).map((s) => `${s}x`.slice(-120)),
        unit: text(120),
        officers: fc.option(fc.nat(10_000)),
        plates: fc.array(mark, { maxLength: 5 }),
        numbers: fc.array(mark, { maxLength: 5 }),
      }),
      { maxLength: 3 },
    ),
    people: fc.record({ count: fc.option(fc.nat(100_000)), minors: fc.constantFrom("yes", "no", "unknown"), injuries: text(400) }),
    askedOfObservers: text(200),
  })
  .map(({ at, later, precision, ...rest }) => {
    const wall = ([date, time]: [string, string]) => `${date}T${precision === "day" ? "00:00" : time}`;
    const start = wall(at);
    const end = later && wall(later) >= start ? wall(later) : null;
    return { start, end, precision, ...rest };
  });

test("details that were saved come back unchanged from a form nobody touched", () => {
  fc.assert(
    fc.property(details, (saved) => {
      expect(IncidentDetails.safeParse(saved).success).toBe(true);
      expect(detailsOf(draftOf(saved))).toEqual({ details: saved });
    }),
  );
});

test("an empty form says everything that is missing at once", () => {
  expect(detailsOf(emptyDraft(""))).toEqual({ wrong: ["startDate", "startTime", "place", "kinds"] });
});

test("plates are told apart by commas of either script", () => {
  expect(listed(" AB-123-CD, EF-456-GH،  IJ-789-KL \n;")).toEqual(["AB-123-CD", "EF-456-GH", "IJ-789-KL"]);
});

const filled = { ...emptyDraft("2026-11-05"), startTime: "05:40", place: "Bridge", kinds: ["eviction"] as const };

test("a number of officers typed in Arabic digits is that number", () => {
  const draft = { ...filled, forces: [{ ...emptyForces(0), officers: "١٢" }] };
  expect(detailsOf(draft)).toMatchObject({ details: { forces: [{ officers: 12 }] } });
});

test("what is no number, and a plate as long as a sentence, are named with their entry", () => {
  const draft = {
    ...filled,
    count: "many",
    forces: [emptyForces(0), { ...emptyForces(1), officers: "-3", plates: "a white van without a plate" }],
  };
  expect(detailsOf(draft)).toEqual({ wrong: ["count", "forces.1.officers", "forces.1.plates"] });
});

test("it cannot end before it begins, and an entry left empty is not sent", () => {
  expect(detailsOf({ ...filled, endDate: "2026-11-04", endTime: "06:00" })).toEqual({ wrong: ["endsBefore"] });
  expect(detailsOf({ ...filled, forces: [emptyForces(0)] })).toMatchObject({ details: { forces: [] } });
});
