// @ts-check
/**
 * The fonts of a dossier's PDF, as registry packages bring them, in scripts in which accounts are given. Arabic letters are Vazirmatn's first, which
 * has each as one sign: of fonts that put them together from strokes and dots, readers that copy or search get the strokes. A text that no
 * font here has the letters of would be set as nothing at all, so it is asked before: {@link settable}.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Of each package, the files that are used; the last has signs that the others lack. @type {[folder: string, file: string, weights: string[]][]} */
const FILES = [
  ["noto-sans", "NotoSans", ["400Regular", "700Bold"]],
  ["vazirmatn", "Vazirmatn", ["400Regular", "700Bold"]],
  ["noto-naskh-arabic", "NotoNaskhArabic", ["400Regular", "700Bold"]],
  ["noto-sans-ethiopic", "NotoSansEthiopic", ["400Regular", "700Bold"]],
  ["noto-sans-bengali", "NotoSansBengali", ["400Regular", "700Bold"]],
  ["noto-sans-devanagari", "NotoSansDevanagari", ["400Regular", "700Bold"]],
  ["noto-sans-tamil", "NotoSansTamil", ["400Regular", "700Bold"]],
  ["noto-sans-mono", "NotoSansMono", ["400Regular"]],
];

/** What stands in the names of families, and in its place as many letters. @type {[from: string, to: string][]} */
const OURS = [["Noto", "Page"], ["Vazirmatn", "PageArabi"]];

const require = createRequire([process.cwd(), "package.json"].join("/"));

/**
 * Under names that no machine has: the compiler looks for the machine's own fonts as well, and one that is called the same there would be
 * taken instead, and tell of it.
 * @param {Buffer} font changed in place
 */
function renamed(font) {
  const { offset, length } = tableOf(font, "name");
  const names = font.subarray(offset, offset + length);
  // A name stands in bytes by themselves, and in pairs of them, the high one first.
  const written = [(/** @type {string} */ text) => Buffer.from(text), (/** @type {string} */ text) => Buffer.from(text, "utf16le").swap16()];
  for (const as of written)
    for (const [from, to] of OURS) for (let at = names.indexOf(as(from)); at >= 0; at = names.indexOf(as(from), at + 1)) as(to).copy(names, at);
  return font;
}

/** @param {Buffer} font @param {string} tag @returns {{ offset: number, length: number }} */
function tableOf(font, tag) {
  for (let n = 0; n < font.readUInt16BE(4); n += 1) {
    const at = 12 + 16 * n;
    if (font.toString("latin1", at, at + 4) === tag) return { offset: font.readUInt32BE(at + 8), length: font.readUInt32BE(at + 12) };
  }
  throw new Error(`A font without its table ${tag}.`);
}

/**
 * The code points that a font has, as ranges: of its table for all of Unicode (OpenType, `cmap`, format 12), or of the smaller one (format 4).
 * @param {Buffer} font @returns {[first: number, last: number][]}
 */
function covered(font) {
  const cmap = tableOf(font, "cmap").offset;
  const tables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, n) => cmap + font.readUInt32BE(cmap + 8 + 8 * n));
  const large = tables.find((at) => font.readUInt16BE(at) === 12);
  if (large !== undefined)
    return Array.from({ length: font.readUInt32BE(large + 12) }, (_, n) => [font.readUInt32BE(large + 16 + 12 * n), font.readUInt32BE(large + 20 + 12 * n)]);
  const small = tables.find((at) => font.readUInt16BE(at) === 4);
  if (small === undefined) throw new Error("A font without a table of its letters.");
  const bytes = font.readUInt16BE(small + 6);
  // The last segment is the end mark.
  return Array.from({ length: bytes / 2 - 1 }, (_, n) => [font.readUInt16BE(small + 16 + bytes + 2 * n), font.readUInt16BE(small + 14 + 2 * n)]);
}

export const blobs = FILES.flatMap(([folder, file, weights]) =>
  weights.map((weight) => renamed(readFileSync(require.resolve(`@expo-google-fonts/${folder}/${weight}/${file}_${weight}.ttf`)))),
);

/** Of each face, one bit for each code point that it has. */
const faces = blobs.map((bytes) => {
  const bits = new Uint8Array(0x110000 / 8);
  for (const [first, last] of covered(bytes)) for (let code = first; code <= last; code += 1) bits[code >> 3] = (bits[code >> 3] ?? 0) | (1 << (code & 7));
  return bits;
});

/** What is not drawn and needs no letter: joiners, marks of direction, selectors of variants. */
const UNSEEN = /^\p{Default_Ignorable_Code_Point}$/u;
/** What PDF/A allows in no text, and what a text would turn around with what stands beside it. */
const BARRED = /[\p{Cc}\p{Co}\p{Cs}\p{Cn}\u202a-\u202e\ufeff\ufffc\ufffd]/u;
const INSTEAD = "\u25a1";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * A text with a square for each letter that no one font has with all its marks.
 * @param {string} text of one line; an end of a line in it is a space @returns {{ text: string, whole: boolean }}
 */
export function settable(text) {
  let whole = true;
  const parts = Array.from(graphemes.segment(text.replaceAll(/[\t-\r\u0085\u2028\u2029]/g, " ")), ({ segment }) => {
    const codes = Array.from(segment).filter((char) => !UNSEEN.test(char)).map((char) => /** @type {number} */ (char.codePointAt(0)));
    if (!BARRED.test(segment) && (codes.length === 0 || faces.some((bits) => codes.every((code) => ((bits[code >> 3] ?? 0) >> (code & 7)) & 1)))) return segment;
    whole = false;
    return INSTEAD;
  });
  return { text: parts.join(""), whole };
}
