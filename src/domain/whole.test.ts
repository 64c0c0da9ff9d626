import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { account, faceOf, faceOfNobodyAsked, facts, photo, redacted } from "../../tests/support/disclosures";
import { ACCOUNTS, consent, ITEMS, NOW, PEOPLE } from "../../tests/support/domain";
import { worlds } from "../../tests/support/domain-worlds";
import { forms, GivenForm, sizes, type GivenForm as Given } from "./consent";
import { clear, gaps, type Facts } from "./disclosure";
import { countsOf, everything, type Bounds } from "./whole";
import { WordsForm } from "./words";

const ALL: Bounds = { most: "original", size: "full" };
const yes = (form: Given, person = PEOPLE[0]) => consent({ grantorId: person, form, items: [...ITEMS], accounts: [...ACCOUNTS] });
/** The same facts with what was chosen of them, as they would be proposed. */
function chosen(some: Facts, bounds: Bounds, at: Date): Facts {
  const { items, accounts } = everything(some, bounds, at);
  const [byId, formOf] = [new Map(items.map((one) => [one.id, one])), new Map(accounts.map((one) => [one.id, one.form]))];
  return {
    ...some,
    items: some.items.flatMap((item) => {
      const as = byId.get(item.id);
      return as ? [{ ...item, form: as.form, size: as.size }] : [];
    }),
    accounts: some.accounts.flatMap((one) => {
      const form = formOf.get(one.id);
      return form ? [{ ...one, form }] : [];
    }),
  };
}

describe("everything in an incident", () => {
  test("leaves in the most revealing form that its people permit", () => {
    const some = (form: Given) => facts({ items: [redacted()], consents: [yes(form)] });
    for (const form of GivenForm.options) expect(everything(some(form), ALL, NOW).items).toEqual([{ id: ITEMS[0], form, size: "full" }]);
  });

  test("goes no further than its bounds, and no further than the purpose", () => {
    const some = facts({ items: [redacted()], accounts: [account()], consents: [yes("original")] });
    expect(everything(some, { most: "clean", size: "reduced" }, NOW)).toEqual({
      items: [{ id: ITEMS[0], form: "clean", size: "reduced" }], accounts: [{ id: ACCOUNTS[0], form: "clean" }], leftOut: [],
    });
    const press = facts({ purpose: "press", items: [redacted()], consents: [consent({ purpose: "press", form: "clean" })] });
    expect(everything(press, ALL, NOW).items).toEqual([{ id: ITEMS[0], form: "clean", size: "reduced" }]);
  });

  test("covers a bystander who was never asked rather than leaving the photo out", () => {
    const some = facts({ items: [redacted({ regions: [faceOf(PEOPLE[0]), faceOfNobodyAsked] })], consents: [yes("original")] });
    expect(everything(some, ALL, NOW).items[0]?.form).toBe("redacted");
  });

  test("leaves out what somebody in it did not permit in any form, and says to a reviewer what would have to be done", () => {
    const some = facts({ items: [redacted(), redacted({ id: ITEMS[1], regions: [faceOf(PEOPLE[1])] })], consents: [yes("clean")] });
    const { items, leftOut } = everything(some, ALL, NOW);
    expect(items.map(({ id }) => id)).toEqual([ITEMS[0]]);
    expect(leftOut).toEqual([{ item: ITEMS[1], gaps: [{ why: "never-asked", item: ITEMS[1], grantor: PEOPLE[1] }] }]);
  });

  test("whoever receives the rest is told how many, and not whether somebody refused, took back, or was never asked", () => {
    const kept = (over: Partial<Parameters<typeof consent>[0]>) =>
      countsOf(everything(facts({ items: [redacted()], consents: [consent(over)] }), ALL, NOW).leftOut);
    const told = [{ kind: "photo", why: "not-permitted", count: 1 }];
    expect(kept({ answer: "refused", form: "none" })).toEqual(told);
    expect(kept({ answer: "withdrawn", form: "none" })).toEqual(told);
    expect(kept({ answer: "ask-again", form: "none" })).toEqual(told);
    expect(kept({ grantorId: PEOPLE[1] })).toEqual(told);
  });

  test("each thing counts once, for the first of its reasons", () => {
    const some = facts({
      items: [photo({ state: "received", looked: false, checked: false }), redacted({ id: ITEMS[1], looked: false })],
      accounts: [account({ author: PEOPLE[1], looked: false })], consents: [yes("clean")],
    });
    expect(countsOf(everything(some, ALL, NOW).leftOut)).toEqual([
      { kind: "photo", why: "not-ready", count: 1 }, { kind: "photo", why: "not-prepared", count: 1 },
      { kind: "account", why: "not-permitted", count: 1 },
    ]);
  });
});

describe("in any world", () => {
  const bounds = fc.record({ most: fc.constantFrom(...GivenForm.options), size: fc.constantFrom(...sizes) });

  test("nothing is proposed that would not clear, nothing that would is left out or made less of, and everything is one or the other", () => {
    let [whole, cleared, left] = [0, 0, 0];
    fc.assert(
      fc.property(worlds, bounds, ({ facts: some, at }, within) => {
        const found = everything(some, within, at);
        const as = chosen(some, within, at);
        expect(gaps(as, at).filter(({ item, account: of }) => item !== undefined || of !== undefined)).toEqual([]);
        const ids = [...found.items, ...found.accounts].map(({ id }) => id);
        const leftIds = found.leftOut.map((one) => ("item" in one ? one.item : one.account));
        expect([...ids, ...leftIds].toSorted()).toEqual([...some.items, ...some.accounts].map(({ id }) => id).toSorted());
        for (const one of found.leftOut) expect(one.gaps.length).toBeGreaterThan(0);
        // A form that is more revealing, and within the bounds, would have had a gap.
        const more = (form: string, than: string) => forms.indexOf(form as Given) > forms.indexOf(than as Given);
        for (const { id, form, size } of found.items)
          for (const other of GivenForm.options.filter((one) => more(one, form) && !more(one, within.most)))
            expect(gaps({ ...as, items: as.items.map((item) => (item.id === id ? { ...item, form: other, size } : item)) }, at).some((gap) => gap.item === id)).toBe(true);
        for (const { id, form } of found.accounts)
          for (const other of WordsForm.options.filter((one) => more(one, form) && !more(one, within.most)))
            expect(gaps({ ...as, accounts: as.accounts.map((one) => (one.id === id ? { ...one, form: other } : one)) }, at).some((gap) => gap.account === id)).toBe(true);
        // Nor does any form of what was left out clear.
        for (const one of found.leftOut)
          if ("item" in one)
            for (const form of GivenForm.options.filter((other) => !more(other, within.most)))
              expect(gaps({ ...some, items: some.items.filter(({ id }) => id === one.item).map((item) => ({ ...item, form, size: "reduced" as const })), accounts: [] }, at).some((gap) => gap.item === one.item)).toBe(true);
        expect(countsOf(found.leftOut).reduce((sum, { count }) => sum + count, 0)).toBe(found.leftOut.length);
        if (found.leftOut.length === 0 && ids.length > 0) whole += 1;
        if (clear(as, at).ok) cleared += 1;
        if (found.leftOut.length > 0) left += 1;
      }),
      { numRuns: 600 },
    );
    // The worlds have enough of each that this says something.
    for (const seen of [whole, cleared, left]) expect(seen).toBeGreaterThan(20);
  });
});
