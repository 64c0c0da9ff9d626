import { fold } from "./folding";

/**
 * Whether two names of a unit or of a place may be one, written in two ways: another spelling or order, a word or its abbreviation, an
 * ordinal or its number, one script or another, one of three languages. What has a number or a letter of its own is only ever near to what
 * has the very same: unit 3 is not unit 8. A consonant that is another is another name: *Martin* is not *Marin*.
 */

/** Words that are each other's abbreviation or translation; the first stands for all. Folded, the Arabic ones without their article. */
const alike = [
  "unit unite وحده", "company compagnie cie coy سريه", "brigade bde brig", "squadron escadron esc", "platoon peloton فصيله", "group groupe gpe grp مجموعه",
  "section sect", "mobile متنقله متحركه", "border frontiere frontieres frontier حدود", "police شرطه", "gendarmerie درك", "customs douane douanes جمارك",
  "street rue شارع", "road route rte rd طريق", "avenue av ave", "boulevard bd bld blvd boul", "place pl ساحه", "bridge pont جسر", "beach plage شاطئ",
  "camp مخيم", "port harbour harbor ميناء", "forest foret غابه", "park parc حديقه", "canal قناه", "saint st", "sainte ste",
  "north nord شمال شماليه", "south sud جنوب جنوبيه", "east est شرق شرقيه", "west ouest غرب غربيه", "under sous تحت", "near pres قرب", "behind derriere خلف",
];
/** What stands for several words. */
const several: Readonly<Record<string, string>> = {
  crs: "compagnie republicaine securite", bac: "brigade anti criminalite", anticriminalite: "anti criminalite", paf: "police frontieres",
  egm: "escadron gendarmerie mobile", psig: "peloton surveillance intervention gendarmerie",
};
/** From one on, whether it counts or ranks. */
const counted = [
  "first premier premiere one اول اولي", "second seconde deuxieme two deux ثاني ثانيه", "third troisieme three trois ثالث ثالثه", "fourth quatrieme four quatre رابع رابعه",
  "fifth cinquieme five cinq خامس خامسه", "sixth sixieme six سادس سادسه", "seventh septieme seven sept سابع سابعه", "eighth huitieme eight huit ثامن ثامنه",
  "ninth neuvieme nine neuf تاسع تاسعه", "tenth dixieme ten dix عاشر عاشره", "eleventh onzieme eleven onze", "twelfth douzieme twelve douze",
];
const roman = ["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"] as const;
const ofRoman: Readonly<Record<(typeof roman)[number], string>> = { ii: "2", iii: "3", iv: "4", vi: "6", vii: "7", viii: "8", ix: "9", xi: "11", xii: "12" };

const meant = new Map(alike.flatMap((line) => line.split(" ").map((word, _, [first]) => [fold(word), first!] as const)));
const numbers = new Map<string, string>([
  ...counted.flatMap((line, at) => line.split(" ").map((word) => [fold(word), String(at + 1)] as const)),
  ...roman.flatMap((of) => [[of, ofRoman[of]], [`${of}e`, ofRoman[of]], [`${of}eme`, ofRoman[of]]] as const),
]);
const articles = new Set("the of and at le la les l de du des d et au aux في من".split(" ").map(fold));
const beforeNumber = new Set(["n", "no", "nr", "num", "numero", "number", fold("رقم")]);

const ORDINAL = /^(\d+)(?:e|er|re|eme|ere|nd|nde|st|rd|th)?$/;
const WORD_AND_NUMBER = /^([^\d]{2,})(\d+)$/;
const isLetter = (token: string | undefined): token is string => token !== undefined && /^[a-z]$/.test(token);
const isNumber = (token: string | undefined): token is string => token !== undefined && /^\d+$/.test(token);

/** An Arabic word without its article. */
const bare = (word: string): string => (word.startsWith("ال") && word.length >= 5 ? word.slice(2) : word);

/** What is counted as `1`, words apart from the number behind them. */
function taken(token: string): string[] {
  const [, digits] = ORDINAL.exec(token) ?? [];
  if (digits !== undefined) return [digits.replace(/^0+(?=\d)/, "")];
  const [, word, behind] = WORD_AND_NUMBER.exec(token) ?? [];
  if (word !== undefined) return [...taken(word), ...taken(behind!)];
  return [numbers.get(token) ?? numbers.get(bare(token)) ?? token];
}

/** Letters that stand by themselves: before a number its own, several the beginning letters of one name, the articles of French gone. */
function letters(tokens: readonly string[]): string[] {
  const read: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    if (beforeNumber.has(token) && isNumber(tokens[at + 1])) continue;
    if (!isLetter(token)) {
      read.push(token);
      continue;
    }
    let run = token;
    while (isLetter(tokens[at + 1])) run += tokens[(at += 1)]!;
    const next = tokens[at + 1];
    if (run.length > 1) read.push(run);
    else if (isNumber(next)) read.push(run + tokens[(at += 1)]!);
    else if (next === undefined || !["a", "d", "l"].includes(run)) read.push(run);
  }
  return read;
}

/** As it is spelled in one of the ways in which it may be: no letter twice, one sign for one sound. */
const spelled = (word: string): string =>
  word.replaceAll("ph", "f").replaceAll(/ck|qu?|c(?=[^eihy]|$)/g, "k").replaceAll("sh", "ch").replaceAll("dj", "j")
    .replaceAll("ou", "u").replaceAll("oo", "u").replaceAll("th", "t").replaceAll("y", "i").replaceAll(/(.)\1+/gu, "$1");

/** Consonants of Arabic as those of Latin that are written for them; what is not here is a vowel, or is heard as none. */
const consonants: Readonly<Record<string, string>> = {
  ب: "b", پ: "b", ت: "t", ث: "t", ط: "t", ج: "g", گ: "g", غ: "g", چ: "c", ش: "c", خ: "k", ق: "k", ك: "k", د: "d", ذ: "d", ض: "d", ر: "r", ز: "z", ظ: "z",
  س: "s", ص: "s", ف: "f", ڤ: "f", ل: "l", م: "m", ن: "n",
};
const LATIN = /^[a-z]+$/;
const ARABIC = /^[\u0600-\u06ff]+$/;

/** What two scripts agree on: its consonants, as far as both tell them apart. Of other scripts all of it. */
function bonesOf(word: string): string {
  if (ARABIC.test(word)) return Array.from(word, (letter) => consonants[letter] ?? "").join("") || word;
  if (!LATIN.test(word)) return word;
  const bones = word.replaceAll("ch", "C").replaceAll("kh", "k").replaceAll(/c/g, "s").replaceAll("C", "c").replaceAll("x", "ks")
    .replaceAll(/[aeiouhw]/g, "").replaceAll("p", "b").replaceAll("v", "f").replaceAll("j", "g");
  return bones === "" ? word : bones;
}

type Word = { readonly spelled: string; readonly bones: string };
type Name = { readonly numbers: readonly string[]; readonly words: readonly Word[] };

function read(key: string): Name {
  const tokens = letters(fold(key).split(" ").flatMap((token) => taken(token)));
  const isCode = (token: string) => /\d/.test(token) || isLetter(token);
  const last = tokens.at(-1);
  const words = tokens
    .filter((token) => !isCode(token) && !articles.has(token))
    .flatMap((token) => (several[token] ?? token).split(" "))
    // The one at the end of an English address.
    .map((token) => (token === "st" && token === last ? "street" : (meant.get(token) ?? meant.get(bare(token)) ?? bare(token))))
    .map((word): Word => ({ spelled: spelled(word), bones: bonesOf(spelled(word)) }));
  return { numbers: tokens.filter(isCode), words: words.toSorted((a, b) => (`${a.bones} ${a.spelled}` < `${b.bones} ${b.spelled}` ? -1 : 1)) };
}

const roughOf = ({ numbers: own, words }: Name): string => `${own.join(" ")}/${words.map(({ bones }) => bones).join(" ")}`;

/**
 * What two names that are near have in common; what has it in common need not be near.
 * @param key as `keyOfName` makes it
 */
export const rough = (key: string): string => roughOf(read(key));

/** A shorter word with another vowel is another word. */
const LONG = 6;
/** So many consonants are no chance. */
const HEARD = 4;

/** @param slip whether two spellings are one character apart */
export function nearNames(one: string, other: string, slip: (a: string, b: string) => boolean): boolean {
  const [a, b] = [read(one), read(other)];
  if (roughOf(a) !== roughOf(b) || roughOf(a) === "/") return false;
  const unlike = a.words.map((word, at) => [word, b.words[at]!] as const).filter(([mine, theirs]) => mine.spelled !== theirs.spelled);
  const heard = unlike.filter(([mine, theirs]) => LATIN.test(mine.spelled) !== LATIN.test(theirs.spelled));
  const written = unlike.filter((pair) => !heard.includes(pair));
  const slipped = ([{ spelled: mine }, { spelled: theirs }]: readonly [Word, Word]): boolean =>
    mine[0] === theirs[0] && Math.min(mine.length, theirs.length) >= LONG && slip(mine, theirs);
  const consonantsHeard = heard.reduce((sum, [{ bones }]) => sum + bones.length, 0);
  return (heard.length === 0 || consonantsHeard >= HEARD) && written.length <= 1 && written.every(slipped);
}
