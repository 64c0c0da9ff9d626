import { expect, test } from "vitest";
import { wayOf } from "./way";

const where = { incidentId: "i", purpose: "press" as const };

test("a gap leads to the person with the purpose, or to the picture with the region", () => {
  expect(wayOf({ why: "never-asked", item: "p", grantor: "g" }, where)?.href).toBe("/incidents/i/people/g?ask=press#sheet");
  const again = { why: "ask-again", item: "p", grantor: "g" } as const;
  expect(wayOf(again, where)?.href).toBe("/incidents/i/people/g?ask=press#sheet");
  expect(wayOf(again, { ...where, disclosureId: "d" })?.href).toBe("/incidents/i/people/g?ask=press&for=d#sheet");
  expect(wayOf({ why: "unanswered-region", item: "p", region: "r" }, where)?.href).toBe("/incidents/i/items/p?region=r#regions");
  expect(wayOf({ why: "officer-shown", item: "p", region: "r" }, where)?.href).toBe("/incidents/i/items/p?region=r#regions");
  expect(wayOf({ why: "minor-shown", item: "p", grantor: "g" }, where)?.href).toBe("/incidents/i/items/p?person=g#regions");
  expect(wayOf({ why: "checklist-open", item: "p" }, where)?.href).toBe("/incidents/i/items/p#checklist");
  expect(wayOf({ why: "nobody-looked", account: "a" }, where)?.href).toBe("/incidents/i");
});

test("where somebody said no there is nowhere to go", () => {
  for (const why of ["refused", "withdrawn", "second-person-required", "past-its-end"] as const)
    expect(wayOf({ why, item: "p", grantor: "g" }, where)).toBeNull();
});
