/**
 * The EXIF and XMP blocks of a HEIF file (ISO/IEC 23008-12, annex A; ISO/IEC 14496-12, 8.11), found by walking its boxes: no decoder reads the file for that.
 * Whatever does not hold together tells nothing.
 */

/** Boxes and items looked at, extents of one item, bytes of one block. */
const MANY = 2000;
const EXTENTS = 64;
const LONGEST = 16_000_000;

/** `{ exif, xmp }` as bytes, each absent where the file has none. EXIF begins at its TIFF header. */
export function heifBlocks(file) {
  const meta = boxes(file, 0, file.length).find(({ type }) => type === "meta");
  if (meta === undefined) return {};
  const inside = boxes(file, meta.body + 4, meta.end);
  const part = (type) => inside.find((box) => box.type === type);
  const places = part("iloc") === undefined ? new Map() : placesOf(file, part("iloc"), part("idat"));
  const found = {};
  for (const { id, type, mime } of itemsOf(file, part("iinf"))) {
    const bytes = (places.get(id) ?? (() => undefined))();
    if (bytes === undefined) continue;
    if (type === "Exif") found.exif ??= tiffOf(bytes);
    else if (type === "mime" && mime === "application/rdf+xml") found.xmp ??= bytes;
  }
  return found;
}

/** Annex A.2.1: four bytes say how far behind them the TIFF header begins. */
function tiffOf(bytes) {
  const at = bytes.length < 4 ? Infinity : 4 + bytes.readUInt32BE(0);
  return at < bytes.length ? bytes.subarray(at) : undefined;
}

function boxes(file, from, to) {
  const found = [];
  for (let at = from; at + 8 <= to && found.length < MANY; ) {
    let length = file.readUInt32BE(at);
    let header = 8;
    if (length === 1 && at + 16 <= to) {
      length = Number(file.readBigUInt64BE(at + 8));
      header = 16;
    } else if (length === 0) length = to - at;
    if (length < header || at + length > to) break;
    found.push({ type: file.toString("latin1", at + 4, at + 8), body: at + header, end: at + length });
    at += length;
  }
  return found;
}

/** 8.11.6. Entries of version 2 and 3 have a type; older ones are not used by HEIF. */
function itemsOf(file, iinf) {
  if (iinf === undefined || iinf.body + 8 > iinf.end) return [];
  return boxes(file, iinf.body + (file[iinf.body] === 0 ? 6 : 8), iinf.end).flatMap(({ type, body, end }) => {
    const wide = file[body] === 3 ? 2 : 0;
    if (type !== "infe" || (file[body] !== 2 && file[body] !== 3) || body + 12 + wide > end) return [];
    const id = wide === 0 ? file.readUInt16BE(body + 4) : file.readUInt32BE(body + 4);
    const [, mime] = file.toString("latin1", body + 12 + wide, Math.min(end, body + 400)).split("\0");
    return [{ id, type: file.toString("latin1", body + 8 + wide, body + 12 + wide), mime }];
  });
}

/** 8.11.3: by item, how to gather its bytes, from the file itself (method 0) or from `idat` (method 1). */
function placesOf(file, iloc, idat) {
  const places = new Map();
  let at = iloc.body;
  const number = (bytes) => {
    if (at + bytes > iloc.end) throw new RangeError("beyond the box");
    const value = bytes === 0 ? 0 : bytes === 8 ? Number(file.readBigUInt64BE(at)) : file.readUIntBE(at, bytes);
    at += bytes;
    return value;
  };
  try {
    const version = number(1);
    number(3);
    const sizes = number(2);
    const [offset, length, base, index] = [12, 8, 4, 0].map((shift) => (sizes >> shift) & 15);
    for (let left = Math.min(MANY, number(version < 2 ? 2 : 4)); left > 0; left -= 1) {
      const id = number(version < 2 ? 2 : 4);
      const method = version === 0 ? 0 : number(2) & 15;
      number(2);
      const start = number(base);
      const extents = [];
      for (let more = number(2); more > 0; more -= 1) {
        if (version > 0) number(index);
        extents.push([start + number(offset), number(length)]);
      }
      places.set(id, () => gather(file, method, extents, idat));
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // What was read until it broke off is kept.
  }
  return places;
}

function gather(file, method, extents, idat) {
  const source = method === 0 ? file : method === 1 && idat !== undefined ? file.subarray(idat.body, idat.end) : undefined;
  if (source === undefined || extents.length > EXTENTS) return undefined;
  const parts = extents.map(([from, length]) => source.subarray(from, length === 0 ? source.length : from + length));
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  return total > LONGEST ? undefined : Buffer.concat(parts, total);
}
