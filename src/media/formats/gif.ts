/** GIF 87a and 89a. */
import { latin } from "../confined/bytes.mjs";
import { type Format, Tally, startsWith } from "./format";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

export const gif: Format<"gif"> = {
  id: "gif",
  mime: "image/gif",
  matches: (bytes) => startsWith(bytes, [0x47, 0x49, 0x46, 0x38]) && (bytes[4] === 0x37 || bytes[4] === 0x39) && bytes[5] === 0x61,
  survey(bytes) {
    const tally = new Tally();
    let frames = 0;
    let at = 13 + tableLength(bytes[10] ?? 0);
    while (at < bytes.length) {
      const block = bytes[at]!;
      if (block === TRAILER) {
        if (at + 1 < bytes.length) tally.add("trailing-data", bytes.length - at - 1);
        break;
      }
      if (block === EXTENSION) {
        const after = skipSubBlocks(bytes, at + 2);
        tallyExtension(bytes, at, after - at, tally);
        at = after;
      } else if (block === IMAGE) {
        frames += 1;
        at = skipSubBlocks(bytes, at + 11 + tableLength(bytes[at + 9] ?? 0));
      } else {
        tally.add("unknown-block", bytes.length - at);
        break;
      }
    }
    return tally.survey(frames);
  },
};

/** Bytes of a colour table, from the packed byte that announces it. */
const tableLength = (packed: number) => ((packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1));

function skipSubBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1;
  return at + 1;
}

function tallyExtension(bytes: Uint8Array, at: number, length: number, tally: Tally): void {
  const label = bytes[at + 1];
  if (label === 0xfe) tally.add("comment", length);
  else if (label === 0x01) tally.add("text", length);
  else if (label === 0xff) {
    const application = latin(bytes, at + 3, at + 14);
    if (application === "XMP DataXMP") tally.add("xmp", length);
    else if (application === "ICCRGBG1012") tally.add("colour-profile", length);
    else if (application !== "NETSCAPE2.0" && application !== "ANIMEXTS1.0") tally.add("unknown-block", length);
  } else if (label !== 0xf9) tally.add("unknown-block", length);
}
