/** Files that are known for what they are and not taken, so that the person hears more than "unknown". */
import { latin } from "../confined/bytes.mjs";
import { boxes, brands } from "../confined/isobmff.mjs";
import { startsWith } from "./format";
import { isRaw } from "./tiff";

export const refusedKinds = ["raw", "jpeg-xl", "svg", "pdf", "video", "audio", "other-image"] as const;
export type RefusedKind = (typeof refusedKinds)[number];

/** HEIF around a codec that is not taken. */
const HEIF = new Set(["mif1", "mif2", "miaf"]);

type Rule = { readonly kind: RefusedKind; readonly matches: (bytes: Uint8Array) => boolean };

const begins = (text: string, at = 0) => (bytes: Uint8Array) => latin(bytes, at, at + text.length) === text;

/** In order: the first that matches names the file. A file type box that nobody knows is taken for video, which most of them are. */
const rules: readonly Rule[] = [
  { kind: "raw", matches: isRaw },
  { kind: "raw", matches: (bytes) => ["IIRO", "IIRS", "MMOR", "IIU\0"].some((text) => begins(text)(bytes)) },
  { kind: "raw", matches: begins("FUJIFILM") },
  { kind: "raw", matches: (bytes) => begins("FOVb")(bytes) || begins("\0MRM")(bytes) || begins("HEAPCCDR", 6)(bytes) },
  { kind: "raw", matches: (bytes) => brands(bytes).includes("crx ") },
  { kind: "jpeg-xl", matches: (bytes) => startsWith(bytes, [0xff, 0x0a]) || begins("JXL ", 4)(bytes) },
  { kind: "other-image", matches: (bytes) => brands(bytes).some((brand) => HEIF.has(brand)) && !hasFilm(bytes) },
  { kind: "other-image", matches: begins("jP  ", 4) },
  { kind: "video", matches: (bytes) => brands(bytes).length > 0 || begins("moov", 4)(bytes) || begins("mdat", 4)(bytes) },
  { kind: "video", matches: (bytes) => begins("RIFF")(bytes) && begins("AVI ", 8)(bytes) },
  { kind: "video", matches: (bytes) => startsWith(bytes, [0x1a, 0x45, 0xdf, 0xa3]) || begins("OggS")(bytes) || begins("FLV")(bytes) },
  { kind: "video", matches: (bytes) => startsWith(bytes, [0, 0, 1, 0xba]) || startsWith(bytes, [0, 0, 1, 0xb3]) },
  { kind: "audio", matches: (bytes) => (begins("RIFF")(bytes) && begins("WAVE", 8)(bytes)) || ["ID3", "fLaC", "#!AMR"].some((text) => begins(text)(bytes)) },
  // MPEG audio without a tag, and AAC: eleven or twelve bits that are set, and a layer that exists.
  { kind: "audio", matches: (bytes) => bytes[0] === 0xff && [0xfb, 0xf3, 0xf2, 0xfa, 0xf1, 0xf9].includes(bytes[1] ?? 0) },
  { kind: "pdf", matches: (bytes) => latin(bytes, 0, 1024).includes("%PDF-") },
  { kind: "svg", matches: (bytes) => /^[\s\u00ef\u00bb\u00bf]*<(\?xml[^]*?<svg|!--[^]*?<svg|!DOCTYPE svg|svg)[\s>:]/i.test(latin(bytes, 0, 4096)) },
  { kind: "other-image", matches: (bytes) => begins("BM")(bytes) && bytes[6] === 0 && bytes[7] === 0 },
  { kind: "other-image", matches: (bytes) => begins("8BPS")(bytes) || startsWith(bytes, [0, 0, 1, 0]) || startsWith(bytes, [0xff, 0x4f, 0xff, 0x51]) },
  { kind: "other-image", matches: (bytes) => startsWith(bytes, [0x76, 0x2f, 0x31, 0x01]) || isBigTiff(bytes) || begins("qoif")(bytes) },
];

const hasFilm = (bytes: Uint8Array) => boxes(bytes, 0, bytes.length).some(({ type }) => type === "moov");

const isBigTiff = (bytes: Uint8Array) => startsWith(bytes, [0x49, 0x49, 0x2b, 0]) || startsWith(bytes, [0x4d, 0x4d, 0, 0x2b]);

export function refusedKind(bytes: Uint8Array): RefusedKind | undefined {
  return rules.find((rule) => rule.matches(bytes))?.kind;
}
