import * as fc from "fast-check";
import { expect, test } from "vitest";
import { against, finding } from "../../tests/support/disclosures";
import { ACCOUNTS, ITEMS, MEMBERS, consent, minute, redactionId, uuid } from "../../tests/support/domain";
import { worlds } from "../../tests/support/domain-worlds";
import { purposes } from "./consent";
import { gapCodes, type Facts } from "./disclosure";
import { ItemId } from "./evidence";
import { insteadOf, remedyOf, type Remedy } from "./remedy";

/** When everything that was to be done is done: after whatever anybody said. */
const LATER = minute(50);
type Item = Facts["items"][number];

const redone = (item: Item, regions = item.regions): Item => ({
  ...item, regions, looked: true,
  redaction: { id: redactionId(77), current: true, regionIds: regions.filter((region) => region.redact).map(({ id }) => id) },
});

/** The same disclosure after somebody did what the remedy says, and nothing else. */
function followed(facts: Facts, remedy: Remedy): Facts {
  const items = (change: (item: Item) => Item): Facts => ({
    ...facts, items: facts.items.map((item) => ("item" in remedy && item.id === remedy.item ? change(item) : item)),
  });
  const accounts = (change: Partial<Facts["accounts"][number]>): Facts => ({
    ...facts, accounts: facts.accounts.map((one) => ("account" in remedy && one.id === remedy.account ? { ...one, ...change } : one)),
  });
  switch (remedy.do) {
    case "ask": {
      const minor = facts.grantors.find(({ id }) => id === remedy.grantor)?.minor === true;
      const said = consent({
        id: uuid(7, 999), grantorId: remedy.grantor, purpose: facts.purpose, form: purposes[facts.purpose].most,
        items: remedy.item === undefined ? [] : [ItemId.parse(remedy.item)], accounts: remedy.account === undefined ? [] : [remedy.account],
        capacity: minor ? "guardian" : "self", recordedAt: minute(49),
      });
      return { ...facts, consents: [...facts.consents, said] };
    }
    case "answer":
      return items((item) => ({
        ...item,
        regions: item.regions.map((region) =>
          region.id === remedy.region ? { ...region, subject: "bystander", grantorId: null, possible: false, redact: true } : region,
        ),
      }));
    case "cover":
      return items((item) =>
        redone(
          { ...item, form: "redacted" },
          item.regions.map((region) =>
            region.id === remedy.region || region.grantorId === remedy.grantor ? { ...region, redact: true } : region,
          ),
        ),
      );
    case "confirm":
      return remedy.item === undefined ? accounts({ looked: true }) : items((item) => redone(item));
    case "check":
      return items((item) => ({ ...item, checked: true }));
    case "leave-out":
      return {
        ...facts,
        items: facts.items.filter(({ id }) => id !== remedy.item), accounts: facts.accounts.filter(({ id }) => id !== remedy.account),
      };
    case "ground":
      return { ...facts, officersGround: "7".repeat(64) };
    case "wait":
      return remedy.for === "reviewer"
        ? { ...facts, decidedBy: MEMBERS[2] }
        : { ...facts, items: facts.items.map((item) => ({ ...item, state: "ready" })) };
    default: {
      if (remedy.what === "end") return { ...facts, until: minute(59) };
      if (remedy.what === "recipient") return { ...facts, recipient: { ...facts.recipient, class: purposes[facts.purpose].to[0] } };
      if (remedy.what === "contents")
        return { ...facts, accounts: [{ id: ACCOUNTS[0], author: facts.grantors[0]!.id, form: "redacted", looked: true, mentions: [], held: [], toGo: false }] };
      if (remedy.account !== undefined) return accounts({ form: "redacted" });
      return items((item) => ({
        ...item, size: "reduced", form: remedy.what === "form" || item.form === "original" ? "redacted" : item.form,
      }));
    }
  }
}

test("whoever follows a remedy has closed that very gap, in any world and for every kind of gap", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(worlds, ({ facts }) => {
      for (const gap of against(facts, LATER)) {
        met.add(gap.why);
        for (const remedy of [remedyOf(gap), insteadOf(gap)]) {
          if (remedy === null) continue;
          const after = against(followed(facts, remedy), LATER).map(finding);
          expect([finding(gap), after]).toEqual([finding(gap), after.filter((left) => left !== finding(gap))]);
        }
      }
    }),
    { numRuns: 3000 },
  );
  expect([...met].toSorted()).toEqual(gapCodes.toSorted());
});

test("only the rule about officers has a ground that can be written instead", () => {
  expect(gapCodes.filter((why) => insteadOf({ why }) !== null)).toEqual(["officer-shown"]);
});

test("a no is left to stand, and nobody is asked for more where showing less will do", () => {
  for (const why of ["refused", "withdrawn"] as const) expect(remedyOf({ why, item: ITEMS[0], grantor: "g" }).do).toBe("leave-out");
  expect(remedyOf({ why: "form-exceeds-consent", item: ITEMS[0], grantor: "g" }).do).toBe("cover");
  expect(remedyOf({ why: "form-exceeds-consent", account: ACCOUNTS[0], grantor: "g" })).toEqual({ do: "choose", what: "form", account: ACCOUNTS[0] });
});
