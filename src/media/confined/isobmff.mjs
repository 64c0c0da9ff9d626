// @ts-check
/** The boxes of ISO/IEC 14496-12, which AVIF, HEIC, CR3, JPEG XL and most video share. Read by the decoder and by whoever only looks at a container. */
import { latin, view } from "./bytes.mjs";

/** @typedef {{ readonly type: string, readonly start: number, readonly body: number, readonly end: number }} Box */

/**
 * Boxes side by side in [from, to). Stops at the first that does not fit; `maximum` bounds the walk.
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} to
 * @returns {Box[]}
 */
export function boxes(bytes, from, to, maximum = 2000) {
  const data = view(bytes);
  const found = [];
  let at = from;
  while (at + 8 <= to && found.length < maximum) {
    let length = data.getUint32(at);
    let header = 8;
    if (length === 1 && at + 16 <= to) {
      length = Number(data.getBigUint64(at + 8));
      header = 16;
    } else if (length === 0) length = to - at;
    if (length < header || at + length > to) break;
    found.push({ type: latin(bytes, at + 4, at + 8), start: at, body: at + header, end: at + length });
    at += length;
  }
  return found;
}

/**
 * Major brand first, then the compatible ones; nothing when the file does not begin with a file type box.
 * @param {Uint8Array} bytes
 */
export function brands(bytes) {
  if (bytes.length < 16 || latin(bytes, 4, 8) !== "ftyp") return [];
  const end = Math.min(view(bytes).getUint32(0), bytes.length, 512);
  const found = [latin(bytes, 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) found.push(latin(bytes, at, at + 4));
  return found;
}
