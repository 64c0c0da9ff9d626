import * as fc from "fast-check";
import { expect, test } from "vitest";
import { handlesIn, mayAddress, mayRemove } from "./comment";
import { roles } from "./roles";

test("a handle is called by an @ before it, in any letters, once; an address calls nobody", () => {
  expect(handlesIn("@Noor-2, see @lea. (@noor-2) ‏@sami؟")).toEqual(["noor-2", "lea", "sami"]);
  expect(handlesIn("mail me: a@example.org, @@twice, @ab, x@y-z, @name_of, @é-name")).toEqual([]);
});

test("however long and odd a comment is, it calls twenty at most, and each is a handle", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom("@lea ", " @noor", "@", "-", "@a-b-c"))), (some) => {
      const found = handlesIn(some.join(""));
      expect(found.length).toBeLessThanOrEqual(20);
      for (const handle of found) expect(handle).toMatch(/^[a-z0-9][a-z0-9-]{2,30}$/);
    }),
  );
});

test("documenters reach reviewers before their team only, and nobody else says anything", () => {
  expect(roles.flatMap((role) => (["reviewers", "team"] as const).filter((to) => mayAddress(role, to)).map((to) => `${role} ${to}`))).toEqual([
    "documenter team", "reviewer reviewers", "reviewer team",
  ]);
  expect([mayRemove({ id: "a", role: "documenter" }, "a"), mayRemove({ id: "a", role: "documenter" }, "b"), mayRemove({ id: "a", role: "reviewer" }, "b")]).toEqual([true, false, true]);
});
