import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ACCOUNTS, DISCLOSURES, ITEMS, NOW, PEOPLE, RECIPIENTS, consent, minute, no, orders, regionId } from "../../tests/support/domain";
import { recordsFor } from "../../tests/support/domain-worlds";
import {
  ConsentRecord, answers, forms, lastWords, mostRevealing, noLarger, purposeNames, purposes, reaches, recipientClasses, sizes, sizesFor,
  within,
} from "./consent";

const asked = { grantorId: PEOPLE[0], purpose: "court", matter: { item: ITEMS[0] }, disclosureId: null } as const;
/** The narrowest of what was said last. */
const lastWord = (...about: Parameters<typeof lastWords>) => lastWords(...about)[0];
const last = (records: readonly ConsentRecord[], at = NOW) => lastWord(records, asked, at);

const admitted = (over: Partial<ConsentRecord>) => ConsentRecord.safeParse(consent(over)).success;

describe("the table of purposes", () => {
  test("is what was agreed: each purpose with its usual form, its limits, its largest size and its rule for officers", () => {
    const table = purposeNames.map((name) => {
      const row = purposes[name];
      return [name, row.usual, row.most, row.mostForMinors, row.largest, row.officers, row.to.join(" ")].join(" | ");
    });
    expect(["purpose | usual | most | for minors | largest | officers | to", ...table]).toMatchInlineSnapshot(`
      [
        "purpose | usual | most | for minors | largest | officers | to",
        "legal-advice | clean | original | original | full | shown | lawyer",
        "complaint | clean | original | original | full | shown | oversight-body lawyer",
        "court | clean | original | original | full | shown | court lawyer",
        "monitoring | redacted | redacted | redacted | reduced | redacted | human-rights-observer oversight-body",
        "press | redacted | clean | redacted | reduced | redacted | journalist",
        "publication | redacted | clean | redacted | reduced | redacted | public journalist human-rights-observer",
      ]
    `);
  });

  test("offers no more than it permits, and permits no more for minors than for others", () => {
    for (const row of Object.values(purposes)) {
      expect(within(row.usual, row.most)).toBe(true);
      expect(within(row.mostForMinors, row.most)).toBe(true);
    }
  });

  test("shows no minor and no officer to press or public", () => {
    for (const purpose of ["press", "publication"] as const)
      expect(purposes[purpose]).toMatchObject({ usual: "redacted", mostForMinors: "redacted", officers: "redacted" });
  });
});

describe("sizes", () => {
  test("are full for whoever examines a picture, and for nobody who shows it around", () => {
    for (const purpose of purposeNames)
      for (const recipient of recipientClasses) {
        const examines = ["legal-advice", "complaint", "court"].includes(purpose);
        const publishes = ["journalist", "public"].includes(recipient);
        expect(sizesFor(purpose, recipient)).toEqual(examines && !publishes ? ["reduced", "full"] : ["reduced"]);
      }
  });

  test("grow from reduced to full", () => {
    expect(sizes.map((asked) => sizes.map((limit) => noLarger(asked, limit)))).toEqual([[true, true], [false, true]]);
  });
});

describe("forms", () => {
  test("reveal more from none to redacted to clean to original", () => {
    for (const [a, less] of forms.entries())
      for (const [b, more] of forms.entries()) expect(within(less, more)).toBe(a <= b);
  });

  test("the most revealing of some is the one within which all the others are", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...forms)), (some) => {
        const most = mostRevealing(some);
        expect(some.every((form) => within(form, most))).toBe(true);
        expect(most === "none" || some.includes(most)).toBe(true);
      }),
    );
    expect(mostRevealing([])).toBe("none");
  });
});

describe("a consent record", () => {
  test("of a yes has a form, and of a no has none", () => {
    expect(admitted({})).toBe(true);
    expect(admitted({ form: "none" })).toBe(false);
    for (const answer of ["refused", "withdrawn", "ask-again"] as const) {
      expect(admitted({ answer, form: "none" })).toBe(true);
      for (const form of ["redacted", "clean", "original"] as const) expect(admitted({ answer, form })).toBe(false);
    }
  });

  test("of a yes names each thing; only a no may cover everything", () => {
    expect(admitted({ everything: true })).toBe(false);
    expect(admitted({ answer: "refused", form: "none", everything: true, items: [] })).toBe(true);
    expect(admitted({ answer: "withdrawn", form: "none", everything: true, items: [] })).toBe(true);
  });

  test("of a yes names at least one thing", () => {
    expect(admitted({ items: [], accounts: [] })).toBe(false);
    expect(admitted({ items: [], accounts: [ACCOUNTS[0]] })).toBe(true);
    expect(admitted({ items: [ITEMS[0]], accounts: [] })).toBe(true);
  });

  test("ends after it begins, if it ends", () => {
    for (const answer of answers) {
      const said = { answer, form: answer === "given" ? "clean" : "none", recordedAt: minute(5) } as const;
      expect(admitted({ ...said, until: null })).toBe(true);
      expect(admitted({ ...said, until: new Date(+minute(5) + 1) })).toBe(true);
      expect(admitted({ ...said, until: minute(5) })).toBe(false);
      expect(admitted({ ...said, until: minute(4) })).toBe(false);
    }
  });

  test("may be tied to one disclosure where it is a yes or a no", () => {
    const recipients = { kind: "disclosure", disclosureId: DISCLOSURES[0] } as const;
    expect(answers.filter((answer) => admitted({ answer, form: answer === "given" ? "clean" : "none", recipients }))).toEqual([
      "given", "refused",
    ]);
  });

  test("reaches no further than its purpose", () => {
    for (const purpose of purposeNames)
      for (const form of ["redacted", "clean", "original"] as const)
        expect(admitted({ purpose, form })).toBe(within(form, purposes[purpose].most));
  });

  test("holds nothing that its schema does not name", () => {
    for (const over of [
      { name: "Person A" },
      { recipients: { kind: "any", note: "x" } },
      { recipients: { kind: "named", recipientId: "a newspaper" } },
    ])
      expect(ConsentRecord.safeParse({ ...consent(), ...over }).success).toBe(false);
  });

  test("has instants that exist", () => {
    expect(admitted({ until: new Date(Number.NaN) })).toBe(false);
    expect(admitted({ recordedAt: new Date(Number.NaN) })).toBe(false);
  });
});

describe("the last word of a person", () => {
  test("is nothing while they were not asked", () => {
    expect(last([])).toBeUndefined();
    expect(last([consent({ grantorId: PEOPLE[1] })])).toBeUndefined();
    expect(last([consent({ purpose: "complaint" })])).toBeUndefined();
    expect(last([consent({ items: [ITEMS[1]] })])).toBeUndefined();
    expect(last([consent({ items: [], accounts: [ACCOUNTS[0]] })])).toBeUndefined();
  });

  test("is told apart for photos and accounts, even under one id", () => {
    const both = consent({ items: [], accounts: [ITEMS[0]] });
    expect(last([both])).toBeUndefined();
    expect(lastWord([both], { ...asked, matter: { account: ITEMS[0] } }, NOW)).toBe(both);
  });

  test("counts from the instant at which it was recorded, where it is a yes", () => {
    const yes = consent({ recordedAt: minute(6) });
    expect(last([yes], minute(6))).toBe(yes);
    expect(last([yes], minute(5))).toBeUndefined();
  });

  test("counts from the beginning, where it is a no: a clock that runs ahead holds none back", () => {
    for (const answer of ["refused", "withdrawn", "ask-again"] as const) {
      const never = no(answer, { recordedAt: minute(9) });
      for (const records of orders([consent({ recordedAt: minute(8) }), never, consent()]))
        for (const n of [0, 5, 8, 9, 10]) expect(last(records, minute(n))).toBe(never);
    }
  });

  test("is the latest one, in whatever order the records are read", () => {
    const first = consent({ recordedAt: minute(1) });
    const second = no("withdrawn", { recordedAt: minute(2) });
    const third = consent({ recordedAt: minute(3), form: "redacted" });
    for (const records of orders([first, second, third])) expect(last(records)).toBe(third);
  });

  test("is still an expired yes: its end revives nothing older", () => {
    const older = consent({ recordedAt: minute(1), form: "original" });
    const ended = consent({ recordedAt: minute(2), until: minute(4) });
    for (const records of orders([older, ended])) expect(last(records)).toBe(ended);
  });

  test("may be a no to everything, which covers photos and accounts that came before and after it", () => {
    const yes = consent({ recordedAt: minute(1) });
    const never = no("refused", { recordedAt: minute(2) });
    expect(last([yes, never])).toBe(never);
    expect(lastWord([never], { ...asked, matter: { account: ACCOUNTS[1] } }, NOW)).toBe(never);
  });

  test("is a yes again where they said so later, for what they named and nothing else", () => {
    const never = no("refused", { recordedAt: minute(2) });
    const again = consent({ recordedAt: minute(3), items: [ITEMS[0]] });
    expect(last([never, again])).toBe(again);
    expect(lastWord([never, again], { ...asked, matter: { item: ITEMS[1] } }, NOW)).toBe(never);
  });

  test("among words of one instant is a no before a yes", () => {
    for (const answer of ["refused", "withdrawn", "ask-again"] as const) {
      const never = no(answer, { recordedAt: minute(1) });
      for (const records of orders([consent(), never, consent({ form: "redacted" })])) expect(last(records)).toBe(never);
    }
  });

  test("among words of one instant is the narrower yes before the wider one", () => {
    const narrow = consent({ form: "redacted" });
    for (const records of orders([consent({ form: "original" }), narrow, consent()])) expect(last(records)).toBe(narrow);
  });

  test("does not depend on the order of the records, even of those of one instant", () => {
    const readTwice = fc.array(recordsFor("court"), { maxLength: 8 }).chain((records) => {
      const numbered = records.map((r, n) => ({ ...r, id: regionId(n), grantorId: PEOPLE[0] }));
      const all = { minLength: numbered.length, maxLength: numbered.length };
      return fc.tuple(fc.constant(numbered), fc.shuffledSubarray(numbered, all));
    });
    fc.assert(
      fc.property(readTwice, ([records, shuffled]) => {
        expect(last(shuffled)).toBe(last(records));
      }),
      { numRuns: 500 },
    );
  });

  test("is never one that somebody else said, or about something else, or a yes of later", () => {
    fc.assert(
      fc.property(fc.array(recordsFor("court"), { maxLength: 8 }), fc.integer({ min: 0, max: 9 }), (records, n) => {
        const word = last(records, minute(n));
        if (word === undefined) return;
        expect(word.grantorId).toBe(PEOPLE[0]);
        expect(word.purpose).toBe("court");
        expect(word.answer !== "given" || word.recordedAt <= minute(n)).toBe(true);
        expect(word.everything || word.items.includes(ITEMS[0])).toBe(true);
      }),
    );
  });
});

test("of two records that say the same at one instant it is always the same one that is shown", () => {
  const [one, other] = [consent({ id: regionId(1) }), consent({ id: regionId(2) })];
  for (const records of orders([one, other])) expect(last(records)).toBe(one);
});

describe("a tie never opens a door", () => {
  // Two yeses of one instant and one form that differ in everything else.
  const pairs = {
    recipients: [
      consent({ recipients: { kind: "any" } }),
      consent({ recipients: { kind: "named", recipientId: RECIPIENTS[1] } }),
    ],
    end: [consent({ until: null }), consent({ until: minute(4) })],
    "end, where both have one": [consent({ until: minute(9) }), consent({ until: minute(8) })],
    capacity: [consent({ capacity: "guardian" }), consent({ capacity: "self" })],
  } as const;

  for (const [what, [wide, narrow]] of Object.entries(pairs))
    test(`between two yeses that differ in their ${what}, whichever is read first`, () => {
      for (const records of orders([wide, narrow])) expect(last(records)).toBe(narrow);
    });
});

describe("recipients", () => {
  const lawyer = { id: RECIPIENTS[0], class: "lawyer", disclosureId: DISCLOSURES[0] } as const;

  test("a yes to anyone reaches everyone", () => {
    for (const kind of recipientClasses) expect(reaches({ kind: "any" }, { ...lawyer, id: RECIPIENTS[1], class: kind })).toBe(true);
  });

  test("a yes to one kind reaches that kind and no other", () => {
    for (const kind of recipientClasses)
      expect(reaches({ kind: "class", class: kind }, lawyer)).toBe(kind === "lawyer");
  });

  test("a yes to one recipient reaches that one and no other of the same kind", () => {
    expect(reaches({ kind: "named", recipientId: RECIPIENTS[0] }, lawyer)).toBe(true);
    expect(reaches({ kind: "named", recipientId: RECIPIENTS[0] }, { ...lawyer, id: RECIPIENTS[1] })).toBe(false);
  });

  test("a yes to one disclosure reaches its recipient in that one, and in no other", () => {
    for (const disclosureId of DISCLOSURES)
      expect(reaches({ kind: "disclosure", disclosureId }, lawyer)).toBe(disclosureId === DISCLOSURES[0]);
  });
});
