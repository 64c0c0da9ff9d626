/** JPEG as received (ITU-T T.81). The one we write is read by `bare-jpeg.ts`. */
import { latin, view } from "../confined/bytes.mjs";
import { type Format, type ResidueKind, Tally, startsWith } from "./format";

const SOS = 0xda;
const EOI = 0xd9;

export const jpeg: Format<"jpeg"> = {
  id: "jpeg",
  mime: "image/jpeg",
  matches: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]),
  survey(bytes) {
    const tally = new Tally();
    const data = view(bytes);
    let at = 2;
    while (at + 4 <= bytes.length && bytes[at] === 0xff) {
      const marker = bytes[at + 1]!;
      if (marker === 0xff) {
        at += 1;
        continue;
      }
      if (marker === EOI) {
        tallyTrailer(bytes, at + 2, tally);
        return tally.survey(1);
      }
      if (marker >= 0xd0 && marker <= 0xd7) {
        at += 2;
        continue;
      }
      const length = data.getUint16(at + 2);
      const kind = kindOf(marker, latin(bytes, at + 4, at + 4 + 32));
      if (kind !== undefined) tally.add(kind, length - 2);
      at += 2 + length;
      if (marker === SOS) at = endOfScan(bytes, at);
    }
    if (bytes[at] === 0xff && bytes[at + 1] === EOI) tallyTrailer(bytes, at + 2, tally);
    return tally.survey(1);
  },
};

function kindOf(marker: number, head: string): ResidueKind | undefined {
  if (marker === 0xfe) return "comment";
  if (marker < 0xe0 || marker > 0xef) return undefined;
  if (marker === 0xe1 && head.startsWith("Exif\0")) return "exif";
  if (marker === 0xe1 && head.startsWith("http://ns.adobe.com/")) return "xmp";
  if (marker === 0xed) return "iptc";
  if (marker === 0xe2 && head.startsWith("ICC_PROFILE")) return "colour-profile";
  if (marker === 0xe2 && head.startsWith("MPF\0")) return "further-picture";
  if (marker === 0xeb) return "provenance";
  // JFIF and Adobe's colour transform: how to read the picture, nothing about who took it.
  if ((marker === 0xe0 && head.startsWith("JFIF\0")) || (marker === 0xee && head.startsWith("Adobe"))) return undefined;
  return marker === 0xe0 && head.startsWith("JFXX") ? "further-picture" : "maker-data";
}

/** Entropy-coded data ends at the first marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1) {
    const next = bytes[at + 1];
    if (next !== undefined && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
    at = bytes.indexOf(0xff, at + 1);
  }
  return bytes.length;
}

function tallyTrailer(bytes: Uint8Array, from: number, tally: Tally): void {
  if (from >= bytes.length) return;
  tally.add(startsWith(bytes, [0xff, 0xd8, 0xff], from) ? "further-picture" : "trailing-data", bytes.length - from);
}
