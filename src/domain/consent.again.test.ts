import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ACCOUNTS, DISCLOSURES, ITEMS, NOW, PEOPLE, consent, minute, no, orders, regionId } from "../../tests/support/domain";
import { recordsFor } from "../../tests/support/domain-worlds";
import { lastWords, runningOut, takeable, type ConsentRecord } from "./consent";

const asked = { grantorId: PEOPLE[0], purpose: "court", matter: { item: ITEMS[0] }, disclosureId: null } as const;
/** The narrowest of what was said last. */
const lastWord = (...about: Parameters<typeof lastWords>) => lastWords(...about)[0];
const last = (records: readonly ConsentRecord[], at = NOW) => lastWord(records, asked, at);

const isTiedTo = ({ recipients }: ConsentRecord, disclosureId: string) =>
  recipients.kind === "disclosure" && recipients.disclosureId === disclosureId;

describe("who wants to be asked again each time", () => {
  const [this_, another] = DISCLOSURES;
  const of = (disclosureId: string | null) => ({ ...asked, disclosureId });
  const again = no("ask-again", { recordedAt: minute(2) });
  const tied = (disclosureId: string, over: Partial<ConsentRecord> = {}) =>
    consent({ recordedAt: minute(3), recipients: { kind: "disclosure", disclosureId }, ...over });

  test("has said nothing that permits", () => {
    for (const disclosureId of [null, ...DISCLOSURES])
      for (const records of orders([consent(), again])) expect(lastWord(records, of(disclosureId), NOW)).toBe(again);
  });

  test("is heard to one disclosure there, and nowhere else", () => {
    for (const answer of [tied(this_), tied(this_, { answer: "refused", form: "none" })])
      for (const records of orders([consent(), again, answer])) {
        expect(lastWord(records, of(this_), NOW)).toBe(answer);
        for (const elsewhere of [null, another]) expect(lastWord(records, of(elsewhere), NOW)).toBe(again);
      }
  });

  test("is not overheard where they said the same again, took it back or said no afterwards", () => {
    for (const answer of ["ask-again", "refused", "withdrawn"] as const) {
      const later = no(answer, { recordedAt: minute(4) });
      for (const records of orders([again, tied(this_), later])) expect(lastWord(records, of(this_), NOW)).toBe(later);
    }
  });

  test("is heard as such where they also said yes at the same instant, even to this disclosure", () => {
    const at = { recordedAt: minute(3) };
    for (const records of orders([consent(at), tied(this_, at), no("ask-again", at)]))
      expect(lastWord(records, of(this_), NOW)?.answer).toBe("ask-again");
  });

  test("is heard after a plain no of the same instant", () => {
    const never = no("refused", { recordedAt: minute(2), id: regionId(999) });
    for (const records of orders([again, never])) expect(last(records)).toBe(never);
  });

  test("has changed their mind where they later say yes in general", () => {
    const always = consent({ recordedAt: minute(4) });
    for (const records of orders([again, always])) expect(last(records)).toBe(always);
  });

  test("what was said to other disclosures changes no answer to this one, whatever it was and whenever", () => {
    const elsewhere = fc.array(
      recordsFor("court").map((r) => ({
        ...r, grantorId: PEOPLE[0], recipients: { kind: "disclosure", disclosureId: another } as const,
      })),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.array(recordsFor("court"), { maxLength: 6 }), elsewhere, fc.integer({ min: 0, max: 9 }), (records, more, n) => {
        const numbered = records.map((r, k) => ({ ...r, id: regionId(k) })).filter((r) => !isTiedTo(r, another));
        for (const disclosureId of [null, this_])
          expect(lastWords([...more, ...numbered], of(disclosureId), minute(n))).toEqual(
            lastWords(numbered, of(disclosureId), minute(n)),
          );
      }),
      { numRuns: 500 },
    );
  });
});

describe("what runs out", () => {
  const day = (n: number) => new Date(+NOW + n * 86_400_000);
  const until = (n: number, over: Partial<ConsentRecord> = {}) => consent({ until: day(n), ...over });

  test("is a yes that ends within thirty days, not one that has ended, ends later or never", () => {
    for (const [n, told] of [[-1, false], [0, false], [1, true], [30, true], [31, false]] as const)
      expect(runningOut([until(n)], NOW)).toEqual(told ? [until(n)] : []);
    const about = { everything: false, items: [ITEMS[0]], until: day(2) };
    for (const answer of ["refused", "withdrawn", "ask-again"] as const) expect(runningOut([consent(), no(answer, about)], NOW)).toEqual([]);
  });

  test("is a yes to an account as well, and none that was renewed for it", () => {
    const old = until(3, { items: [], accounts: [ACCOUNTS[0]] });
    expect(runningOut([old], NOW)).toEqual([old]);
    expect(runningOut([old, consent({ items: [], accounts: [ACCOUNTS[0]], recordedAt: minute(2) })], NOW)).toEqual([]);
    expect(runningOut([old, consent({ items: [], accounts: [ACCOUNTS[1]], recordedAt: minute(2) })], NOW)).toEqual([old]);
  });

  test("is no yes that was renewed, narrowed or taken back for everything that it was about", () => {
    const old = until(3, { items: [ITEMS[0], ITEMS[1]] });
    const renewed = consent({ items: [ITEMS[0]], recordedAt: minute(2) });
    expect(runningOut([old, renewed], NOW)).toEqual([old]);
    for (const later of [consent({ items: [ITEMS[0], ITEMS[1]], recordedAt: minute(2) }), no("withdrawn"), no("ask-again")])
      expect(runningOut([old, later], NOW)).toEqual([]);
  });

  test("is a yes to one disclosure as well", () => {
    const tied = until(3, { recipients: { kind: "disclosure", disclosureId: DISCLOSURES[0] } });
    expect(runningOut([no("ask-again", { recordedAt: minute(0) }), tied], NOW)).toEqual([tied]);
  });
});

test("a yes can be taken back while it counts for something, whether it ends or not, and whatever was said since of anything else", () => {
  const yes = consent();
  const purposes = (...records: ConsentRecord[]) => takeable(records, NOW);
  expect([purposes(), purposes(yes), purposes(consent({ until: minute(1) }))]).toEqual([[], ["court"], []]);
  const press = consent({ purpose: "press", form: "redacted", until: new Date(+NOW + 1000), recordedAt: minute(2) });
  expect(new Set(purposes(yes, press))).toEqual(new Set(["court", "press"]));
  const of = { everything: false, recordedAt: minute(2) };
  expect(purposes(yes, no("refused", { ...of, items: [], accounts: [ACCOUNTS[0]] }))).toEqual(["court"]);
  expect(purposes(yes, no("refused", { ...of, items: yes.items, accounts: yes.accounts }))).toEqual([]);
  expect(purposes(yes, no("withdrawn", { recordedAt: minute(2) }))).toEqual([]);
});
