/**
 * Words as they are compared: without what one keyboard, one hand or one school writes and another does not. What is folded is only
 * ever compared, never shown, so that folding too much finds a little more and folding too little misses.
 */

/** Accents, Hebrew points, Arabic vowel signs and marks of recitation, Ethiopic gemination. Not the vowel signs of other scripts, which are letters there. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u135d-\u135f]/gu;
/** Tatweel, joiners, marks of direction: written, not read. */
const UNREAD = /[\u0640\p{Cf}]/gu;

/** One letter in several hands: Arabic, Persian, Pashto, Sorani and Urdu keyboards; ligatures and letters of Latin alphabets. */
const letters: Readonly<Record<string, string>> = {
  ى: "ي", ی: "ي", ې: "ي", ۍ: "ي", ێ: "ي", ے: "ي", ک: "ك", ڪ: "ك", ګ: "گ", ة: "ه", ە: "ه", ہ: "ه", ھ: "ه", ۃ: "ه", ۆ: "و", ۇ: "و", ۊ: "و",
  ڕ: "ر", ڵ: "ل", ٱ: "ا", ß: "ss", œ: "oe", æ: "ae", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th", ς: "σ",
};
const LETTER = /[ىیېۍێےکڪګةەہھۃۆۇۊڕڵٱßœæøđðłıþς]/gu;

/** Rows of Ethiopic that sound alike in Amharic and are written for each other: from, to, and how many letters. */
const rows: readonly (readonly [number, number, number])[] = [
  [0x1210, 0x1200, 7], [0x1280, 0x1200, 7], [0x1220, 0x1230, 8], [0x12d0, 0x12a0, 7], [0x1340, 0x1338, 7],
];
const ETHIOPIC = /[\u1210-\u1216\u1220-\u1227\u1280-\u1286\u12d0-\u12d6\u1340-\u1346]/gu;
function sounding(letter: string): string {
  const code = letter.charCodeAt(0);
  const [from, to] = rows.find(([first, , count]) => code >= first && code < first + count) ?? [code, code];
  return String.fromCharCode(code - from + to);
}

const DIGIT = /\p{Nd}/u;
/** Digits stand in rows of ten: how many of them come before one says which it is. */
function ascii(digit: string): string {
  const code = digit.codePointAt(0)!;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

const PLAIN = /^\p{ASCII}*$/u;

/** Idempotent. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD").toLowerCase().normalize("NFKD")
    .replace(MARKS, "").replace(UNREAD, "")
    .replace(LETTER, (letter) => letters[letter]!)
    .replace(ETHIOPIC, sounding)
    .replace(/[^\P{Nd}0-9]/gu, ascii)
    .normalize("NFC");
}

const cut = (word: string, ends: readonly string[], least: number): string => {
  const end = ends.find((one) => word.endsWith(one) && word.length - one.length >= least);
  return end === undefined ? word : word.slice(0, -end.length);
};
const behead = (word: string, starts: readonly string[], least: number): string => {
  const start = starts.find((one) => word.startsWith(one) && word.length - one.length >= least);
  return start === undefined ? word : word.slice(start.length);
};

function english(word: string): string {
  if (word.length < 4) return word;
  const one = word.endsWith("ies") && word.length > 4 ? `${word.slice(0, -3)}y` : /(?:[^aeius]|[aei])s$/.test(word) ? word.slice(0, -1) : word;
  const bare = cut(one, ["ing", "ed"], 3);
  const short = bare !== one && /([bdgmnprt])\1$/.test(bare) ? bare.slice(0, -1) : bare;
  return short.length > 4 ? cut(short, ["e"], 4) : short;
}

function french(word: string): string {
  if (word.length < 4) return word;
  const one = word.endsWith("aux") && word.length > 5 ? `${word.slice(0, -2)}l` : cut(word, ["x", "s"], 3);
  return cut(cut(one, ["aient", "erent", "ait", "ant", "ent", "ees", "ee", "er", "ez"], 4), ["e"], 4);
}

/** As Larkey's light10: articles and the conjunction in front, endings behind. */
const arabic = (word: string): string => {
  const bare = behead(behead(word, ["و"], 3), ["ال", "بال", "كال", "فال", "لل"], 2);
  return cut(cut(bare, ["ها", "ان", "ات", "ون", "ين", "يه"], 2), ["ه", "ي"], 2);
};

const persian = (word: string): string => cut(cut(behead(word, ["نمي", "مي"], 3), ["هايي", "هاي", "ها", "ترين", "تر"], 3), ["ان", "ات", "ي"], 3);

const ofLatin = /^[a-z]+$/;
const ofArabic = /^[\u0600-\u06ff]+$/;
const stemmers: Readonly<Record<string, readonly [RegExp, (word: string) => string]>> = {
  en: [ofLatin, english], fr: [ofLatin, french], ar: [ofArabic, arabic], fa: [ofArabic, persian],
};

/** A folded word without its endings, in a language of which we know some; itself in any other. */
export function stem(word: string, language: string): string {
  const [script, of] = stemmers[language] ?? [];
  return script?.test(word) && of ? of(word) : word;
}

/** What a word may have been reduced to, whatever language it is of. */
export const stems = (word: string): string[] => [...new Set([word, ...Object.keys(stemmers).map((language) => stem(word, language))])];

/** Words that nearly every text has: they say nothing and would cost the most. Folded. */
const common = new Set(
  `the and of to in is was were are that this with for on at by from they them their there it he she his her we our you as had has have be been
   not but or an et le la les un une des du de au aux en dans sur pour par avec est sont ete etait que qui il elle ils elles on nous vous ce se
   ne pas plus ou في من على الى عن ان هذا هذه التي الذي و كان ما لا از به در كه را با اين ان است و بود هم تا براي`
    .split(/\s+/).map(fold),
);
export const isCommon = (word: string): boolean => common.has(word) || (word.length === 1 && ofLatin.test(word));
