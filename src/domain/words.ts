import * as z from "zod";

/**
 * Somebody's own words: what is written, what of it is hidden, and what leaves.
 *
 * People stand in the text as tokens, `⟦A⟧`, by the pseudonym that they have in the incident. What is to be hidden is a mask
 * beside the text: the words stay, sealed, and what leaves in the form `redacted` has `⟦name⟧` in their place, the same
 * for one letter and for a paragraph. The two brackets mean nothing else in what leaves: one that somebody typed becomes
 * a square one. A pseudonym is in capitals and a mask's kind is not, so neither reads as the other.
 */
export const maskKinds = ["name", "place", "detail"] as const;
export const MaskKind = z.enum(maskKinds);
export type MaskKind = z.infer<typeof MaskKind>;

/** The forms that words can leave in: masked, or whole. */
const wordsForms = ["redacted", "clean"] as const;
export const WordsForm = z.enum(wordsForms);
export type WordsForm = z.infer<typeof WordsForm>;

export const MAX_WORDS = 20_000;
const position = z.number().int().min(0).max(MAX_WORDS);
/** From one position up to another, in UTF-16 units, as browsers and JavaScript count. */
export const Mask = z.strictObject({ from: position, to: position, kind: MaskKind });
export type Mask = z.infer<typeof Mask>;
export const Masks = z.array(Mask).max(500);

export type Words = { readonly text: string; readonly masks: readonly Mask[] };

/** Whether each mask covers something that is there. */
export const fits = ({ text, masks }: Words): boolean => masks.every(({ from, to }) => from < to && to <= text.length);

const PERSON = /⟦([A-Z]{1,3}|D\d{1,4})⟧/g;
export const personToken = (pseudonym: string): string => `⟦${pseudonym}⟧`;
/** The pseudonyms that stand in a text, hidden ones too: whoever is under a mask is mentioned all the same. */
export const peopleIn = (text: string): string[] => [...new Set([...text.matchAll(PERSON)].map((found) => found[1]!))];

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const words = new Intl.Segmenter("en", { granularity: "word" });

type Stretch = { readonly from: number; readonly to: number };
const tokensOf = (text: string): Stretch[] =>
  [...text.matchAll(PERSON)].map((found) => ({ from: found.index, to: found.index + found[0].length }));

/** The smallest stretch around another one that cuts no segment and no token in two. */
function outward(text: string, { from, to }: Stretch, segmenter: Intl.Segmenter, tokens = tokensOf(text)): Stretch {
  const segments = segmenter.segment(text);
  let grown: Stretch = { from: Math.max(0, from), to: Math.min(text.length, to) };
  for (;;) {
    if (grown.from >= grown.to) return grown;
    const [first, last] = [segments.containing(grown.from), segments.containing(grown.to - 1)];
    const cut = tokens.filter((token) => token.from < grown.to && grown.from < token.to);
    const next = {
      from: Math.min(first!.index, ...cut.map((token) => token.from)),
      to: Math.max(last!.index + last!.segment.length, ...cut.map((token) => token.to)),
    };
    if (next.from === grown.from && next.to === grown.to) return grown;
    grown = next;
  }
}

const onlySpace = (text: string): boolean => text.trim() === "";
const meet = (text: string, a: Mask, b: Mask): boolean =>
  b.from <= a.to || (a.kind === b.kind && onlySpace(text.slice(a.to, b.from)));

/**
 * The same masks, in order and apart: none cuts a character in two as readers see it, or a token; those that meet are
 * one, and so are two of one kind with only space between them, since how many there are would tell of a name how many words it has.
 */
export function tidy({ text, masks }: Words, segmenter = graphemes): Mask[] {
  const tokens = tokensOf(text);
  const grown = masks
    .map(({ kind, ...stretch }): Mask => ({ ...outward(text, stretch, segmenter, tokens), kind }))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from || a.to - b.to);
  const apart: Mask[] = [];
  for (const mask of grown) {
    let last = mask;
    for (let before = apart.at(-1); before && meet(text, before, last); before = apart.at(-1)) {
      apart.pop();
      last = { from: before.from, to: Math.max(before.to, last.to), kind: before.kind === last.kind ? last.kind : "detail" };
    }
    apart.push(last);
  }
  return apart;
}

/**
 * What steers how text is drawn and is not seen: embeddings, overrides and isolates, of which a mask may have taken the
 * other half; tags, fillers and controls, in which something can be written unseen. What scripts need to be spelled
 * (joiners, direction marks) stays.
 */
const UNSEEN = /(?![\n\t])\p{Cc}|[\u202A-\u202E\u2060-\u206F\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}\uFEFF\u180E\u3164\uFFA0]/gu;

/** A stretch as it may leave: its brackets are tokens of people or none, and nothing in it is unseen. */
function plain(text: string): string {
  const kept = text.split(PERSON).map((part, n) => (n % 2 === 1 ? personToken(part) : part.replaceAll("⟦", "[").replaceAll("⟧", "]")));
  return kept.join("").replaceAll("\r\n", "\n").replace(UNSEEN, "").toWellFormed();
}

/**
 * The text as it leaves in a form: one string, whose digest is in the manifest. In `redacted` no character under a mask
 * is left, nor how many there were. Without spaces at its ends.
 */
export function leaving({ text, masks }: Words, form: WordsForm): string {
  let left = "";
  let at = 0;
  for (const { from, to, kind } of form === "clean" ? [] : tidy({ text, masks })) {
    left += `${plain(text.slice(at, from))}⟦${kind}⟧`;
    at = to;
  }
  return (left + plain(text.slice(at))).trim();
}

/** Piece by piece, for whoever draws it: text, a person, or something hidden. */
export type Piece =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "person"; readonly pseudonym: string }
  | { readonly is: "hidden"; readonly kind: MaskKind };

/** The pieces of what {@link leaving} made. */
export function piecesOf(left: string): Piece[] {
  const parts = left.split(/⟦([A-Z]{1,3}|D\d{1,4}|name|place|detail)⟧/);
  return parts.flatMap((part, n): Piece[] => {
    const kind = MaskKind.safeParse(part);
    if (n % 2 === 0) return part === "" ? [] : [{ is: "text", text: part }];
    return [kind.success ? { is: "hidden", kind: kind.data } : { is: "person", pseudonym: part }];
  });
}

/** The text as members read it: all of it, in stretches that are hidden from others and stretches that are not. */
export function stretchesOf({ text, masks }: Words): { readonly hidden: Mask | null; readonly pieces: Piece[] }[] {
  const stretch = (from: number, to: number, mask: Mask | null) => ({
    hidden: mask,
    pieces: text.slice(from, to).split(PERSON).flatMap((part, n): Piece[] => {
      if (n % 2 === 1) return [{ is: "person", pseudonym: part }];
      return part === "" ? [] : [{ is: "text", text: part }];
    }),
  });
  const tidied = tidy({ text, masks });
  const all = tidied.flatMap((mask, n) => [stretch(tidied[n - 1]?.to ?? 0, mask.from, null), stretch(mask.from, mask.to, mask)]);
  return [...all, stretch(tidied.at(-1)?.to ?? 0, text.length, null)].filter(({ pieces }) => pieces.length > 0);
}

/** Hide a stretch: the whole of each word that it touches, since the rest of a name is its name. */
export function cover(own: Words, stretch: Stretch, kind: MaskKind): Words {
  const chosen = own.text.slice(stretch.from, stretch.to);
  if (onlySpace(chosen)) return own;
  const from = stretch.from + (chosen.length - chosen.trimStart().length);
  const whole = outward(own.text, { from, to: from + chosen.trim().length }, words);
  return { text: own.text, masks: tidy({ text: own.text, masks: [...own.masks, { ...whole, kind }] }) };
}

/** Take one mask away again. */
export const uncover = ({ text, masks }: Words, mask: Mask): Words => ({
  text, masks: masks.filter(({ from, to }) => from !== mask.from || to !== mask.to),
});

/**
 * The masks after somebody typed: those behind the change move, and what was typed into a hidden stretch, over one or
 * against one without a space is hidden as well. Only what is taken away altogether leaves no mask.
 */
export function typed({ text, masks }: Words, next: string): Words {
  const most = Math.min(text.length, next.length);
  let start = 0;
  while (start < most && text[start] === next[start]) start += 1;
  let rest = 0;
  while (rest < most - start && text[text.length - 1 - rest] === next[next.length - 1 - rest]) rest += 1;
  const [end, moved] = [text.length - rest, next.length - text.length];
  const shifted = masks.map((mask): Mask => {
    if (mask.to <= start) return mask;
    if (mask.from >= end) return { ...mask, from: mask.from + moved, to: mask.to + moved };
    return { ...mask, from: Math.min(mask.from, start), to: Math.max(mask.to, end) + moved };
  });
  return { text: next, masks: tidy({ text: next, masks: shifted }, words) };
}

/** Put a person's token where a stretch is, or at its place where it is empty; a mask inside of it goes with it. */
export function mention({ text, masks }: Words, { from, to }: Stretch, pseudonym: string): Words {
  const left = masks.filter((mask) => mask.from < from || mask.to > to);
  return typed({ text, masks: left }, text.slice(0, from) + personToken(pseudonym) + text.slice(to));
}

/** In small letters, each where it was: one that would become longer stays. */
const small = (text: string): string =>
  Array.from(text, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter)).join("");

function* placesOf(part: string, text: string): Generator<Stretch> {
  if (part === "") return;
  for (let from = text.indexOf(part); from !== -1; from = text.indexOf(part, from + part.length)) yield { from, to: from + part.length };
}

/** Where what is hidden stands once more in plain sight: the same words, in whatever letters. */
export function elsewhere({ text, masks }: Words): Mask[] {
  const letters = small(text);
  const found = masks.flatMap(({ from, to, kind }) =>
    [...placesOf(letters.slice(from, to), letters)].flatMap((place): Mask[] => {
      const whole = outward(text, place, words);
      const seen = masks.every((mask) => whole.to <= mask.from || whole.from >= mask.to);
      // Part of a longer word is another word.
      return seen && whole.to - whole.from === to - from ? [{ ...whole, kind }] : [];
    }),
  );
  return tidy({ text, masks: found });
}
