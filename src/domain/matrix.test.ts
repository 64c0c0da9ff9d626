import * as fc from "fast-check";
import { expect, test } from "vitest";
import { account, facts, finding, photo } from "../../tests/support/disclosures";
import { consent, ITEMS, minute, no, NOW, PEOPLE } from "../../tests/support/domain";
import { worlds } from "../../tests/support/domain-worlds";
import { lastWords } from "./consent";
import { clear, gaps, type Facts, type Gap } from "./disclosure";
import { matrixOf, type Matrix } from "./matrix";

const everything = ({ whole, rows }: Matrix): Gap[] => [
  ...whole,
  ...rows.flatMap(({ itself, cells }) => [...itself, ...cells.flatMap((cell) => cell.gaps)]),
];
const sorted = (some: readonly Gap[]) => some.map(finding).toSorted();
const drawn = (some: Facts, at = NOW) => matrixOf(some, gaps(some, at), at);

test("in any world each gap stands in the matrix once, and nothing else does", () => {
  let withGaps = 0;
  fc.assert(
    fc.property(worlds, ({ facts: some, at }) => {
      const open = gaps(some, at);
      expect(sorted(everything(matrixOf(some, open, at)))).toEqual(sorted(open));
      const answer = clear(some, at);
      const shut = answer.ok ? [] : answer.gaps;
      expect(sorted(everything(matrixOf(some, shut, at)))).toEqual(sorted(shut));
      if (shut.length > 0) withGaps += 1;
    }),
    { numRuns: 1000 },
  );
  expect(withGaps).toBeGreaterThan(300);
});

test("in any world a gap stands where it lies: with its thing, and with its person where it has one", () => {
  fc.assert(
    fc.property(worlds, ({ facts: some, at }) => {
      for (const { thing, itself, cells } of drawn(some, at).rows) {
        const own = (gap: Gap) => ("item" in thing ? gap.item === thing.item : gap.account === thing.account);
        expect(itself.every((gap) => own(gap) && gap.grantor === undefined)).toBe(true);
        for (const cell of cells) expect(cell.gaps.every((gap) => own(gap) && gap.grantor === cell.grantor)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("in any world exactly those who are in a thing have a cell there, with their last words for the purpose", () => {
  fc.assert(
    fc.property(worlds, ({ facts: some, at }) => {
      const { rows, people } = drawn(some, at);
      for (const { thing, cells } of rows) {
        const inIt = (id: string) =>
          "item" in thing
            ? some.items.some(({ id: item, regions }) => item === thing.item && regions.some((r) => r.subject === "person" && r.grantorId === id))
            : some.accounts.some((one) => one.id === thing.account && (one.author === id || one.mentions.includes(id)));
        expect(cells.map(({ grantor }) => grantor).toSorted()).toEqual(PEOPLE.filter(inIt).toSorted());
        for (const { grantor, said } of cells) {
          const matter = "item" in thing ? { item: thing.item } : { account: thing.account };
          const { purpose, disclosureId } = some;
          const words = lastWords(some.consents, { grantorId: grantor, purpose, matter, disclosureId }, at);
          expect(said.length === 0).toBe(words.length === 0);
          for (const word of said) expect(words.some(({ form, until }) => form === word.form && until === word.until)).toBe(true);
        }
      }
      expect([...people].toSorted()).toEqual(PEOPLE.filter((id) => rows.some(({ cells }) => cells.some((c) => c.grantor === id))).toSorted());
    }),
    { numRuns: 500 },
  );
});

test("a cell tells what its person said: yes in a form, no, taken back, put off, run out, or nothing yet", () => {
  const told = (consents: Facts["consents"], at = NOW) => drawn(facts({ consents }), at).rows[0]?.cells[0];
  expect(told([consent({ until: minute(20) })])).toEqual({
    grantor: PEOPLE[0], said: [{ answer: "given", form: "clean", until: minute(20) }], gaps: [],
  });
  expect(told([consent({ until: minute(4) })])?.said).toEqual([{ answer: "expired", form: "clean", until: minute(4) }]);
  for (const answer of ["refused", "withdrawn", "ask-again"] as const)
    expect(told([consent(), no(answer)])?.said).toEqual([{ answer, form: "none", until: null }]);
  expect(told([])).toMatchObject({ said: [], gaps: [{ why: "never-asked" }] });
});

test("two yeses of one instant are both told, since each of them has to permit, and two in the same words once", () => {
  const said = (...consents: Facts["consents"]) => drawn(facts({ consents })).rows[0]?.cells[0]?.said.map(({ form }) => form);
  expect(said(consent(), consent({ form: "redacted", id: "7" }))).toEqual(["redacted", "clean"]);
  expect(said(consent(), consent({ id: "7" }))).toEqual(["clean"]);
});

test("somebody who is in the account and not in the picture has a cell there and none here", () => {
  const { people, rows } = drawn(facts({ accounts: [account({ author: PEOPLE[1] })] }));
  expect(people).toEqual([PEOPLE[0], PEOPLE[1]]);
  expect(rows.map(({ cells }) => cells.map(({ grantor }) => grantor))).toEqual([[PEOPLE[0]], [PEOPLE[1]]]);
});

test("what nobody's word closes has a place of its own", () => {
  const { whole, rows } = drawn(facts({ until: minute(2), items: [photo({ checked: false, toGo: true })] }));
  expect(whole).toEqual([{ why: "past-its-end" }]);
  expect(rows[0]?.itself).toEqual([{ why: "checklist-open", item: ITEMS[0] }, { why: "to-go", item: ITEMS[0] }]);
});
