import * as z from "zod";
import { IncidentKind, IncidentState, type IncidentDetails } from "./incident";
import { fold, isCommon, stem, stems } from "./folding";

/**
 * What can be found, and by which words. A record is taken apart into *terms*, of which the index holds keyed digests and nothing
 * else; a question is taken apart by the same rules. Prefixes of a few lengths are terms, phrases are none: what terms let through
 * is opened and read once more ({@link firstMatch}) before it is shown.
 */

/** Grows with every change of these rules and of folding: what was taken apart by other rules is taken apart anew. */
export const RULES = 2;

/** Where words stand. Each has digests of its own, so that the same word in two of them looks like two words. */
export const wordFields = ["account", "report", "comment", "forces", "place"] as const;
export type WordField = (typeof wordFields)[number];
/** What is asked for beside words. */
export type Facet = "kind" | "month" | "team" | "where";
export type Term = { readonly field: WordField | Facet; readonly sort: "word" | "prefix" | "is"; readonly text: string };

/** How long the prefixes are that are terms; of a longer one that is asked for, the longest of these is looked up. */
export const PREFIXES = [5, 4, 3] as const;

/** A text with what is known of it; `language` null where nobody said. */
export type Text = { readonly field: WordField; readonly language: string | null; readonly text: string };
export type Word = { readonly word: string; readonly from: number; readonly to: number };

// Scripts that put no space between words are taken letter by letter, and what is asked for in them is a phrase. What is written and not
// read, as a soft hyphen or a mark of direction, parts no word; the space of no width does.
const WORD = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}][[\p{Mn}\p{Cf}]--\u200b]*|[[\p{L}\p{M}\p{N}\p{Cf}\u0640]--[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}\u200b]]+/gv;

/** The words of a text, folded, with where they stand in it: the same for what is indexed, asked for and read again, or one would let through what another does not know. */
export function wordsIn(text: string): Word[] {
  const words: Word[] = [];
  const raw = [...text.matchAll(WORD)];
  // All at once, which is quick, and each by itself: nothing grows together over the end of a line.
  const folded = fold(raw.map(([piece]) => piece).join("\n")).split("\n");
  for (const [nth, { 0: piece, index: from }] of raw.entries()) {
    for (const word of folded[nth]!.split(/[^\p{L}\p{M}\p{N}]+/u)) if (word !== "") words.push({ word, from, to: from + piece.length });
  }
  return words;
}

const formsOf = (word: string, language: string | null): string[] => (language === null ? stems(word) : [stem(word, language)]);
/** What a prefix may be one of: the word, and the word without an article in front. */
const beginnings = (word: string, language: string | null): string[] => [...new Set([word, ...formsOf(word, language)])];

/** The terms of a text, each once. */
export function termsOf({ field, language, text }: Text): Term[] {
  const terms = new Map<string, Term>();
  for (const word of new Set(wordsIn(text).map((one) => one.word))) {
    if (isCommon(word)) continue;
    for (const form of formsOf(word, language)) terms.set(`w${form}`, { field, sort: "word", text: form });
    for (const whole of beginnings(word, language)) {
      for (const length of PREFIXES) if (whole.length >= length) terms.set(`p${whole.slice(0, length)}`, { field, sort: "prefix", text: whole.slice(0, length) });
    }
  }
  return [...terms.values()];
}

/** What an incident says in words, as it is searched and shown. */
export const textsOfReport = ({ place, forces, people, askedOfObservers }: IncidentDetails): Text[] => [
  { field: "place", language: null, text: place },
  { field: "forces", language: null, text: forces.map((one) => [one.service, one.unit, ...one.plates, ...one.numbers].join(" ")).join(" · ") },
  { field: "report", language: null, text: [people.injuries, askedOfObservers].filter((text) => text !== "").join(" · ") },
];

/** What a record of an incident is found by beside its own words. */
export const facetsOf = (details: IncidentDetails, teamId: string): Term[] => [
  { field: "team", sort: "is", text: teamId },
  { field: "month", sort: "is", text: details.start.slice(0, 7) },
  ...details.kinds.map((kind): Term => ({ field: "kind", sort: "is", text: kind })),
  ...termsOf({ field: "place", language: null, text: details.place }).map((term): Term => ({ ...term, field: "where" })),
];

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
export const MOST_WORDS = 8;
const MOST_MONTHS = 120;
export const Question = z.strictObject({
  words: z.string().trim().min(1).max(200),
  state: IncidentState.nullable().default(null),
  kind: IncidentKind.nullable().default(null),
  place: z.string().trim().max(100).default(""),
  period: z.strictObject({ from: Month, to: Month }).refine(({ from, to }) => from <= to && monthsIn({ from, to }).length <= MOST_MONTHS).nullable().default(null),
  teamId: z.uuid().nullable().default(null),
  /** The record after which to go on. */
  after: z.uuid().nullable().default(null),
});
export type Question = z.infer<typeof Question>;

export function monthsIn({ from, to }: { readonly from: string; readonly to: string }): string[] {
  const months: string[] = [];
  let [year = 0, month = 1] = from.split("-").map(Number);
  for (;;) {
    const one = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    if (one > to || months.length > MOST_MONTHS) return months;
    months.push(one);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
}

/** One thing that has to be there: words beside each other, the last of which may be only begun. */
export type Wanted = { readonly words: readonly string[]; readonly begun: boolean };

/** `"in quotes"` beside each other, `beg*` begun, anything else anywhere. Words that every text has are left out where they stand alone. */
export function wantedIn(words: string): Wanted[] {
  const wanted: Wanted[] = [];
  for (const [, quoted, plain] of words.matchAll(/["“”«»„]([^"“”«»„]*)["“”«»„]|([^\s"“”«»„]+)/gu)) {
    const text = quoted ?? plain ?? "";
    const found = wordsIn(text).map(({ word }) => word);
    const begun = text.endsWith("*") && (found.at(-1)?.length ?? 0) >= PREFIXES.at(-1)!;
    if (found.length > 0 && (begun || !found.every(isCommon))) wanted.push({ words: found, begun });
  }
  return wanted.slice(0, MOST_WORDS);
}

/** For each that has to be there, the terms of which a record has to have one of each list. */
export function termsWanted(wanted: readonly Wanted[]): Term[][] {
  return wanted.flatMap(({ words, begun }) =>
    words.flatMap((word, at): Term[][] => {
      if (begun && at === words.length - 1) {
        const text = word.slice(0, PREFIXES.find((length) => word.length >= length));
        return [wordFields.map((field) => ({ field, sort: "prefix", text }))];
      }
      return isCommon(word) ? [] : [wordFields.flatMap((field) => stems(word).map((text): Term => ({ field, sort: "word", text })))];
    }),
  );
}

/**
 * What has to stand in a place that is asked for. Words that every text has are looked for where nothing else is asked for: on reading, since the index knows
 * none of them. Nothing where no word is asked for, which no place suits.
 */
export function wantedOfPlace(place: string): Wanted[] {
  const wanted = wantedIn(place);
  return wanted.length > 0 ? wanted : wordsIn(place).slice(0, MOST_WORDS).map(({ word }) => ({ words: [word], begun: false }));
}

/** The same for what is asked for beside words. */
export function termsAsked({ kind, place, period, teamId }: Omit<Question, "words" | "state" | "after">): Term[][] {
  const asked: Term[][] = [];
  const is = (field: Facet, texts: readonly string[]) => asked.push(texts.map((text) => ({ field, sort: "is", text })));
  if (kind !== null) is("kind", [kind]);
  if (period !== null) is("month", monthsIn(period));
  if (teamId !== null) is("team", [teamId]);
  for (const terms of termsWanted(wantedOfPlace(place))) {
    const [first] = terms;
    if (first) asked.push(terms.filter(({ field }) => field === first.field).map((term) => ({ ...term, field: "where" })));
  }
  return asked;
}

const fits = (word: string, language: string | null, wanted: string, forms: readonly string[], begun: boolean): boolean => {
  if (begun) return word.startsWith(wanted) || beginnings(word, language).some((one) => one.startsWith(wanted));
  return word === wanted || formsOf(word, language).some((form) => forms.includes(form));
};

/** At which of a text's words something wanted begins; -1 where it does not stand there. */
function foundAt(words: readonly string[], language: string | null, { words: wanted, begun }: Wanted): number {
  const forms = wanted.map(stems);
  return words.findIndex((_, start) =>
    wanted.every((word, i) => {
      const there = words[start + i];
      return there !== undefined && fits(there, language, word, forms[i]!, begun && i === wanted.length - 1);
    }),
  );
}

/**
 * Whether a report says what is asked for beside words. Of these the index knows what the report said when it was taken apart, and of a longer beginning
 * five letters.
 */
export function suits({ kinds, start, place: said }: IncidentDetails, { kind, place, period }: Pick<Question, "kind" | "place" | "period">): boolean {
  const month = start.slice(0, 7);
  if (kind !== null && !kinds.includes(kind)) return false;
  if (period !== null && (month < period.from || month > period.to)) return false;
  return place === "" || firstMatch([{ field: "place", language: null, text: said }], wantedOfPlace(place)) !== null;
}

const AROUND = 80;
export type Snippet = { readonly before: string; readonly match: string; readonly after: string };

/** Whether everything wanted stands in these texts, and where the first of it does; null where something does not. */
export function firstMatch(texts: readonly Text[], wanted: readonly Wanted[]): Snippet | null {
  const read = texts.map((text) => {
    const stand = wordsIn(text.text);
    return { ...text, stand, words: stand.map(({ word }) => word) };
  });
  const found = wanted.map((one) => read.find(({ words, language }) => foundAt(words, language, one) >= 0));
  const [text, one] = [found[0], wanted[0]];
  if (!text || !one || found.includes(undefined)) return null;
  const at = foundAt(text.words, text.language, one);
  const [from, to] = [text.stand[at]?.from ?? 0, text.stand[at + one.words.length - 1]?.to ?? 0];
  return {
    before: `${from > AROUND ? "…" : ""}${text.text.slice(Math.max(0, from - AROUND), from).toWellFormed()}`,
    match: text.text.slice(from, to),
    after: `${text.text.slice(to, to + AROUND).toWellFormed()}${to + AROUND < text.text.length ? "…" : ""}`,
  };
}
