import * as fc from "fast-check";
import { expect, test } from "vitest";
import { gapCodes, type Gap } from "~/domain/disclosure";
import { groups, type Scene } from "./scene";

const scene: Scene = {
  incidentId: "i",
  purpose: "press",
  items: [
    { id: "p1", number: 1, preview: null },
    { id: "p2", number: 2, preview: null },
  ],
  accounts: [{ id: "a1", number: 1 }],
  grantors: [{ id: "g", pseudonym: "A" }],
};

test("gaps of the same kind on several regions of a photo are told once, with their number", () => {
  const gaps: Gap[] = [
    { why: "unanswered-region", item: "p2", region: "r1" },
    { why: "unanswered-region", item: "p2", region: "r2" },
    { why: "never-asked", item: "p2", grantor: "g" },
    { why: "nobody-looked", account: "a1" },
  ];
  expect(groups(gaps, scene)).toEqual([
    {
      of: "item",
      item: scene.items[1],
      lines: [
        { why: "unanswered-region", grantor: null, count: 2, gap: gaps[0] },
        { why: "never-asked", grantor: "g", count: 1, gap: gaps[2] },
      ],
    },
    { of: "account", account: scene.accounts[0], lines: [{ why: "nobody-looked", grantor: null, count: 1, gap: gaps[3] }] },
  ]);
});

test("no gap is ever left out of what the reader sees, not even one about a thing that is gone", () => {
  const place = fc.oneof(
    fc.record({ item: fc.constantFrom("p1", "p2", "gone") }),
    fc.record({ account: fc.constantFrom("a1", "gone") }),
    fc.constant({}),
  );
  const gap = fc.tuple(fc.constantFrom(...gapCodes), place, fc.constantFrom({}, { grantor: "g" }, { region: "r" }));
  fc.assert(
    fc.property(fc.array(gap), (some) => {
      const gaps: Gap[] = some.map(([why, where, who]) => ({ why, ...where, ...who }));
      const told = groups(gaps, scene).flatMap((group) => group.lines);
      expect(told.reduce((sum, line) => sum + line.count, 0)).toBe(gaps.length);
    }),
  );
});
