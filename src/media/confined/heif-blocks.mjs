/**
 * The EXIF and XMP blocks of a HEIF file (ISO/IEC 23008-12, annex A), found by walking its boxes: no decoder reads the file for that.
 * Whatever does not hold together tells nothing.
 */
import { itemsOf } from "./heif-items.mjs";
import { boxes } from "./isobmff.mjs";

/** Extents of one block, and bytes of it. */
const EXTENTS = 64;
const LONGEST = 16_000_000;

/** `{ exif, xmp }` as bytes, each absent where the file has none. EXIF begins at its TIFF header. */
export function heifBlocks(file) {
  const meta = boxes(file, 0, file.length).find(({ type }) => type === "meta");
  const found = {};
  for (const { type, mime, extents } of meta === undefined ? [] : itemsOf(file, meta).items) {
    if (type === "Exif") found.exif ??= tiffOf(gathered(file, extents));
    else if (type === "mime" && mime === "application/rdf+xml") found.xmp ??= gathered(file, extents);
  }
  return found;
}

/** Annex A.2.1: four bytes say how far behind them the TIFF header begins. */
function tiffOf(bytes) {
  const at = bytes === undefined || bytes.length < 4 ? Infinity : 4 + bytes.readUInt32BE(0);
  return at < bytes?.length ? bytes.subarray(at) : undefined;
}

function gathered(file, extents) {
  const total = extents.reduce((sum, { from, to }) => sum + to - from, 0);
  if (extents.length === 0 || extents.length > EXTENTS || total > LONGEST) return undefined;
  return Buffer.concat(extents.map(({ from, to }) => file.subarray(from, to)), total);
}
