type Words = string | { readonly [name: string]: Words };

const [NO_BREAK, NARROW] = ["\u00a0", "\u202f"];

/** A colon that is doubled begins a format of ICU, as in `{at, date, ::yMMMd}`, and is none of French's. */
const spaced = (text: string): string =>
  text.replace(/ (?=:(?!:)|»)|(?<=«) /g, NO_BREAK).replace(/ (?=[;?!])/g, NARROW);

const inAll = (words: Words): Words =>
  typeof words === "string" ? spaced(words) : Object.fromEntries(Object.entries(words).map(([name, inner]) => [name, inAll(inner)]));

/**
 * French puts a space before `: ; ? !` and inside `« »`, at which no line may break. Translators write plain ones. What people are asked by
 * (`wordings`) is not passed through here: its digest stands in their records.
 * @returns the same messages, with spaces that hold
 */
export const inFrench = <T extends Words>(words: T): T => inAll(words) as T;
