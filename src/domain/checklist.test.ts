import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Checklist, contradicted, findings, traits, type Finding } from "./checklist";
import { regionKinds } from "./evidence";

const all = (finding: Finding): Checklist => Checklist.parse(Object.fromEntries(traits.map((trait) => [trait, finding])));

test("each of them is asked about, and none is answered by leaving it out", () => {
  expect(Object.keys(Checklist.shape)).toEqual([...traits]);
  for (const trait of traits) {
    const { [trait]: _left, ...others } = all("none");
    expect(Checklist.safeParse(others).success).toBe(false);
  }
});

test("what is said to be marked has to be, and what is marked is there", () => {
  expect(contradicted(all("none"), [])).toEqual([]);
  expect(contradicted(all("none"), [{ kind: "face" }, { kind: "other" }])).toEqual([]);
  expect(contradicted(all("none"), [{ kind: "plate" }, { kind: "tattoo" }])).toEqual(["tattoos", "plates"]);
  expect(contradicted(all("marked"), [{ kind: "face" }])).toEqual([...traits]);
  // A region of no kind of its own may be any of them.
  expect(contradicted(all("marked"), [{ kind: "other" }])).toEqual([]);
  expect(contradicted({ ...all("none"), screens: "marked" }, [{ kind: "screen" }])).toEqual([]);
});

test("an area of no kind of its own takes no answer away", () => {
  const checklist = fc.record(
    Object.fromEntries(traits.map((trait) => [trait, fc.constantFrom(...findings)])) as Record<(typeof traits)[number], fc.Arbitrary<Finding>>,
  );
  const marks = fc.array(fc.record({ kind: fc.constantFrom(...regionKinds) }), { maxLength: 4 });
  fc.assert(
    fc.property(checklist, marks, (answers, marked) => {
      const before = contradicted(answers, marked);
      for (const trait of contradicted(answers, [...marked, { kind: "other" as const }])) expect(before).toContain(trait);
    }),
  );
});
