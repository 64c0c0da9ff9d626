import { createHash } from "node:crypto";

/** Made-up words of several scripts, as often as words of a language are: the n-th is n times rarer than the first. */
const syllables: Readonly<Record<string, readonly string[]>> = {
  en: "ba be bri co da de fro ga gri ha in ka lo ma mor na ne os pa per qui ra ro sa sta ti to tra un ve wo za".split(" "),
  fr: "ai bé bou cha cré dé eau en fi gé heu ion jou lé lou mê moi né ou pé pla qua ré ri sou té ton tra vé vou ver zé".split(" "),
  ar: "با بي تر تم جا حر خي دا رس زم سا شر صب ضر طر عم غر فا قد كت لم مر نا هد وا يس".split(" "),
  ti: "ሀለ ሐመ መረ ሰበ ሸተ ቀነ በከ ተወ ነዘ አደ ከገ ወጠ ዘፈ ደሀ ገለ ጠመ ፈረ ጸሰ ሎቡ ሚና ሩኪ".split(" "),
};
export const languages = Object.keys(syllables);
const WORDS = 50_000;

/** Chance that is the same in each run. */
export function chance(seed: string): () => number {
  let [block, at, round] = [Buffer.alloc(0), 0, 0];
  return () => {
    if (at + 4 > block.length) [block, at, round] = [createHash("sha512").update(`${seed}\0${round}`).digest(), 0, round + 1];
    const number = block.readUInt32BE(at) / 2 ** 32;
    at += 4;
    return number;
  };
}

export const vocabularies = new Map(
  languages.map((language) => {
    const parts = syllables[language]!;
    const next = chance(language);
    const words = new Set<string>();
    while (words.size < WORDS) words.add(Array.from({ length: 2 + Math.floor(next() * 3) }, () => parts[Math.floor(next() * parts.length)]!).join(""));
    return [language, [...words]] as const;
  }),
);

const sums: number[] = [];
for (let n = 1, sum = 0; n <= WORDS; n += 1) sums.push((sum += 1 / n));
/** A place in a vocabulary. */
export function rank(next: () => number): number {
  const wanted = next() * sums.at(-1)!;
  let [low, high] = [0, WORDS - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function textOf(n: number, words: number): { language: string; words: string[] } {
  const next = chance(`account ${n}`);
  const language = languages[n % languages.length]!;
  const all = vocabularies.get(language)!;
  return { language, words: Array.from({ length: words }, () => all[rank(next)]!) };
}
