import fc from "fast-check";
import { expect, test } from "vitest";
import { byName, MOST_BY_NAME } from "./looking";

test("in whatever order a steward looks, and however often at the same, they see a few members' by name and no more", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("A", "B", "C", "D", "E", "F"), { maxLength: 40 }), (looks) => {
      const seen = looks.reduce<string[]>((named, member) => (byName(named, member) ? [...named, member] : named), []);
      expect(new Set(seen).size).toBe(Math.min(MOST_BY_NAME, new Set(looks).size));
      for (const member of seen) expect(byName(seen, member)).toBe(true);
    }),
  );
});
