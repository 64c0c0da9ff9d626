/** EXIF as ImageMagick and what follows it keep it in a PNG: hexadecimal in a text chunk "Raw profile type exif" (or APP1), which neither exifr nor libvips reads. */
import { inflateSync } from "node:zlib";

const SIGNATURE = "\u0089PNG\r\n\u001a\n";
const KEYWORD = /^Raw profile type (exif|APP1)$/i;
/** Bytes of text after it is inflated; EXIF in a JPEG has at most half of that in hexadecimal. */
const LONGEST = 262_144;
/** Chunks looked at. */
const MANY = 10_000;

/** The EXIF block from its TIFF header on, or undefined. Damaged text tells nothing. */
export function exifInText(file) {
  if (file.toString("latin1", 0, SIGNATURE.length) !== SIGNATURE) return undefined;
  let at = SIGNATURE.length;
  for (let seen = 0; seen < MANY && at + 12 <= file.length; seen += 1) {
    const end = at + 8 + file.readUInt32BE(at);
    const type = file.toString("latin1", at + 4, at + 8);
    if (end + 4 > file.length || type === "IEND") return undefined;
    const text = type === "zTXt" || type === "tEXt" ? textOf(type, file.subarray(at + 8, end)) : undefined;
    const block = text === undefined ? undefined : bytesOf(text);
    if (block !== undefined) return block;
    at = end + 4;
  }
  return undefined;
}

/** PNG, third edition, 11.3.3: keyword, zero, and for zTXt the method 0 before what is compressed. */
function textOf(type, body) {
  const zero = body.subarray(0, 80).indexOf(0);
  if (zero < 0 || !KEYWORD.test(body.toString("latin1", 0, zero))) return undefined;
  if (type === "tEXt") return body.toString("latin1", zero + 1, zero + 1 + LONGEST);
  try {
    return inflateSync(body.subarray(zero + 2), { maxOutputLength: LONGEST }).toString("latin1");
  } catch {
    return undefined;
  }
}

/** A line with the kind, a line with the length, then hexadecimal in lines; it may begin as in a JPEG's segment. */
function bytesOf(text) {
  const [, hexadecimal] = /^\s*\S+\s+\d+\s+([0-9a-f\s]+)/i.exec(text) ?? [];
  if (hexadecimal === undefined) return undefined;
  const bytes = Buffer.from(hexadecimal.replaceAll(/\s+/g, ""), "hex");
  return bytes.toString("latin1", 0, 6) === "Exif\0\0" ? bytes.subarray(6) : bytes;
}
