import { lastWords, type Answer, type Form, type GivenForm, type Matter, type Size } from "./consent";
import type { Facts, Gap } from "./disclosure";
import type { WordsForm } from "./words";

/**
 * A disclosure as a table: what leaves down, people across. Whoever is in a thing has a cell there, which tells what they said of it
 * for this purpose and what is lacking for it; whoever is not has none. What lies in no person has a place of its own, and
 * what lies in no thing as well, so that each gap stands in exactly one place.
 */
export type Matrix = {
  readonly whole: readonly Gap[];
  /** Everybody who is in anything of it, in the order of the facts. */
  readonly people: readonly string[];
  readonly rows: readonly MatrixRow[];
};
export type MatrixRow = {
  readonly thing:
    | { readonly item: string; readonly form: GivenForm; readonly size: Size }
    | { readonly account: string; readonly form: WordsForm };
  /** What lies in no person. */
  readonly itself: readonly Gap[];
  readonly cells: readonly MatrixCell[];
};
export type MatrixCell = {
  readonly grantor: string;
  /** Their last words for the purpose; none where they were never asked. */
  readonly said: readonly Word[];
  /** None where what they said suffices. */
  readonly gaps: readonly Gap[];
};
export type Word = { readonly answer: Answer | "expired"; readonly form: Form; readonly until: Date | null };

type Place = { readonly thing: MatrixRow["thing"]; readonly matter: Matter; readonly people: ReadonlySet<string> };

const placesOf = ({ items, accounts }: Facts): Place[] => [
  ...items.map(({ id, form, size, regions }) => ({
    thing: { item: id, form, size: form === "original" ? ("full" as const) : size },
    matter: { item: id },
    people: new Set(regions.flatMap(({ subject, grantorId }) => (subject === "person" ? (grantorId ?? []) : []))),
  })),
  ...accounts.map(({ id, form, author, mentions }) => ({
    thing: { account: id, form }, matter: { account: id }, people: new Set([author, ...mentions]),
  })),
];

function saidOf(facts: Facts, grantorId: string, matter: Matter, at: Date): Word[] {
  const { purpose, disclosureId } = facts;
  const words = lastWords(facts.consents, { grantorId, purpose, matter, disclosureId }, at).map(({ answer, form, until }) => ({
    answer: answer === "given" && until !== null && !(until > at) ? ("expired" as const) : answer, form, until,
  }));
  // Said twice at one instant in the same words is said once.
  return words.filter((word, index) => words.findIndex((other) => alike(word, other)) === index);
}
const alike = (a: Word, b: Word): boolean => a.answer === b.answer && a.form === b.form && a.until?.getTime() === b.until?.getTime();

/** @param found the gaps of these very facts at `at` */
export function matrixOf(facts: Facts, found: readonly Gap[], at: Date): Matrix {
  const places = placesOf(facts);
  const concerned = new Set(places.flatMap(({ people }) => [...people]));
  const known = facts.grantors.map(({ id }) => id).filter((id) => concerned.has(id));
  return {
    whole: found.filter(({ item, account }) => item === undefined && account === undefined),
    people: [...new Set([...known, ...concerned])],
    rows: places.map(({ thing, matter, people }) => {
      const own = found.filter((gap) => ("item" in matter ? gap.item === matter.item : gap.account === matter.account));
      return {
        thing,
        itself: own.filter(({ grantor }) => grantor === undefined),
        cells: [...people].map((grantor) => ({
          grantor,
          said: saidOf(facts, grantor, matter, at),
          gaps: own.filter((gap) => gap.grantor === grantor),
        })),
      };
    }),
  };
}
