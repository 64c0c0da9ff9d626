import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byWeight, connectable, featuresOf, likeness, oneApart, shared, variantsOf, weightOf, type Feature } from "./connection";
import type { Forces, IncidentDetails } from "./incident";

const forces = (some: Partial<Forces>): Forces => ({ service: "", unit: "", officers: null, plates: [], numbers: [], ...some });
const told = (place: string, ...some: Partial<Forces>[]) => featuresOf({ place, kinds: ["eviction"], forces: some.map(forces) });
const only = (kind: Feature["kind"], features: Feature[]) => features.filter((feature) => feature.kind === kind);
const plate = (text: string) => only("plate", told("x", { plates: [text] }))[0]!;
const number = (text: string) => only("number", told("x", { numbers: [text] }))[0]!;
const unit = (name: string, service: string) => only("unit", told("x", { unit: name, service }))[0]!;

test.each([
  ["aa-123-bb", "AA 123 BB", "same"],
  ["AO-1I0-BB", "A0 110 BB", "same"],
  ["AA-123-BB", "AA-124-BB", "near"],
  ["AA-123-BB", "AA-12-BB", "near"],
  ["AA-123-BB", "AA-132-BB", "near"],
  ["AA-123-BB", "AA-214-BB", null],
  ["A12", "A13", null],
] as const)("plates %s and %s are %s", (one, other, how) => {
  expect(likeness(plate(one), plate(other))).toBe(how);
});

test("a number is the same in whatever digits it was written", () => {
  expect(likeness(number("1234567"), number("١٢٣ ٤٥٦٧"))).toBe("same");
  expect(likeness(number("1234567"), number("۱۲۳۴۵۶۷"))).toBe("same");
  expect(likeness(number("1234567"), number("1234561"))).toBe("near");
});

test("a name is the same however its words are set, and a unit of the same name in another service is near", () => {
  expect(likeness(told("Plage de Grande-Synthe")[0]!, told("PLAGE de  Grandé Synthe.")[0]!)).toBe("same");
  expect(likeness(unit("Third company", "Police"), unit("third Company", "police"))).toBe("same");
  expect(likeness(unit("Third company", "Police"), unit("Third company", "Gendarmerie"))).toBe("near");
});

test("a service without a unit is no feature", () => {
  expect(told("x", { service: "Police" }).map(({ kind }) => kind)).toEqual(["place"]);
});

test("what stands in both is nobody's slip", () => {
  const [some, others] = [told("here", { numbers: ["0000001", "0000002"] }), told("there", { numbers: ["0000002"] })];
  expect(shared(some, others).map(({ how, one, other }) => [how, one.key, other.key])).toEqual([["same", "0000002", "0000002"]]);
  expect(weightOf(shared(some, others))).toBeGreaterThan(weightOf(shared(told("here"), told("here"))));
});

const text = fc.oneof(fc.string({ maxLength: 12 }), fc.stringMatching(/^[A-Z0-9 -]{4,9}$/), fc.constantFrom("0000001", "0000002", "٠٠٠٠٠٠١", "O00000I"));
const some = fc.record({ place: text.map((place) => `p${place}`), forces: fc.array(fc.record({ service: text, unit: text, plates: fc.array(text, { maxLength: 3 }), numbers: fc.array(text, { maxLength: 3 }) }), { maxLength: 3 }) })
  .map(({ place, forces: all }) => told(place, ...all));

describe("whatever two incidents say", () => {
  test("they share the same seen from either, and never across kinds", () => {
    fc.assert(fc.property(some, some, (a, b) => {
      const pairs = (list: ReturnType<typeof shared>, turned: boolean) =>
        list.map(({ kind, how, one, other }) => JSON.stringify([kind, how, turned ? [other, one] : [one, other]])).toSorted();
      expect(pairs(shared(a, b), false)).toEqual(pairs(shared(b, a), true));
      for (const { kind, one, other } of shared(a, b)) expect([one.kind, other.kind]).toEqual([kind, kind]);
    }));
  });

  test("each shares all of its features with itself, and nothing else", () => {
    fc.assert(fc.property(some, (a) => {
      expect(shared(a, a).map(({ how, one, other }) => [how, one === other])).toEqual(a.map(() => ["same", true]));
    }));
  });

  test("what is near is found by a variant that both have", () => {
    const code = fc.stringMatching(/^[A-Z0-9]{5,8}$/);
    const slip = fc.tuple(code, fc.nat(7), fc.stringMatching(/^[A-Z0-9]$/), fc.constantFrom("wrong", "missing", "more", "turned"));
    fc.assert(fc.property(slip, ([whole, place, letter, what]) => {
      const at = place % whole.length;
      const [before, after] = [whole.slice(0, at), whole.slice(at + 1)];
      const slipped = { wrong: before + letter + after, missing: before + after, more: before + letter + whole.slice(at), turned: before + after.slice(0, 1) + whole[at]! + after.slice(1) }[what];
      const [one, other] = [plate(whole), plate(slipped)];
      fc.pre(one.key !== other.key && other.key.length >= 5);
      expect(likeness(one, other)).toBe("near");
      expect(variantsOf(one).filter((variant) => variantsOf(other).includes(variant))).not.toEqual([]);
    }));
  });

  test("one apart is seen from either side, and nothing is apart from itself", () => {
    fc.assert(fc.property(text, text, (a, b) => {
      expect(oneApart(a, b)).toBe(oneApart(b, a));
      expect(oneApart(a, a)).toBe(false);
    }));
  });

  test("no word about the people affected, or of what the observers were told, becomes a feature", () => {
    const details: IncidentDetails = {
      start: "2026-11-02T06:40", end: null, precision: "about", place: "Under the bridge", kinds: ["eviction"],
      forces: [forces({ unit: "Third company" })], people: { count: 8, minors: "yes", injuries: "SECRET" }, askedOfObservers: "SECRET",
    };
    fc.assert(fc.property(fc.string({ minLength: 6 }), (secret) => {
      const other = { ...details, people: { ...details.people, injuries: secret, count: 3 }, askedOfObservers: secret };
      expect(featuresOf(connectable(other))).toEqual(featuresOf(connectable(details)));
    }));
  });
});

test("what two incidents share stands in one order: what says the most first", () => {
  const matches = (["place", "unit", "number", "plate"] as const).flatMap((kind) => [{ kind, how: "near" as const }, { kind, how: "same" as const }]);
  const shown = matches.toSorted(byWeight).map(({ kind, how }) => `${kind} ${how}`);
  expect(shown).toEqual(["number same", "plate same", "unit same", "number near", "plate near", "unit near", "place same", "place near"]);
  expect(matches.toReversed().toSorted(byWeight).map(({ kind, how }) => `${kind} ${how}`)).toEqual(shown);
});
