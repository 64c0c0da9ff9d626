// @ts-check
/**
 * The items of a HEIF file (ISO/IEC 23008-12; ISO/IEC 14496-12, 8.11): what they are and where their bytes lie. What does not hold together is left out,
 * and so is what comes after more than MANY of a kind: the time is bounded, whatever a file counts up to.
 */
import { latin } from "./bytes.mjs";
import { boxes } from "./isobmff.mjs";

/** Items, extents, references and associations looked at, of each over the whole file. */
const MANY = 4000;

/** @typedef {import("./isobmff.mjs").Box} Box */
/** @typedef {{ readonly from: number, readonly to: number }} Extent */
/**
 * `type`: four letters ("hvc1", "grid", "Exif", "mime", "uri ", …). `mime`: of a "mime" item. `extents`: inside the file; those of an item that is made of
 * others are its recipe's.
 * @typedef {{ readonly id: number, readonly type: string, readonly name: string, readonly mime: string, readonly extents: readonly Extent[] }} Item
 */
/**
 * `type`: "thmb" thumbnail of, "auxl" auxiliary to, "dimg" made from, "cdsc" describes, "prem" premultiplied by.
 * @typedef {{ readonly type: string, readonly from: number, readonly to: readonly number[] }} Reference
 */
/**
 * `properties`: boxes of `ipco`, in order; `associations` names them from 1, by item.
 * @typedef {{
 *   readonly primary: number, readonly items: readonly Item[], readonly references: readonly Reference[],
 *   readonly properties: readonly Box[], readonly associations: ReadonlyMap<number, readonly number[]>,
 * }} Items
 */

/** Reads numbers one after the other; beyond its end it gives NaN, which compares as false with everything. */
class Reader {
  #bytes;
  #at;
  #end;

  /**
   * @param {Uint8Array} bytes
   * @param {number} at
   * @param {number} end
   */
  constructor(bytes, at, end) {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
  }

  get ended() {
    return this.#at >= this.#end;
  }

  /** @param {number} size in bytes; of no bytes the number is 0 */
  next(size) {
    if (size === 0) return 0;
    if (this.#at + size > this.#end) return Number.NaN;
    let value = 0;
    for (let left = size; left > 0; left -= 1, this.#at += 1) value = value * 256 + (this.#bytes[this.#at] ?? 0);
    return value;
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {Box} box
 */
function full(bytes, box) {
  const reader = new Reader(bytes, box.body, box.end);
  return { version: reader.next(1), flags: reader.next(3), reader };
}

/**
 * @param {Uint8Array} bytes
 * @param {Box} meta the file's own meta box
 * @returns {Items}
 */
export function itemsOf(bytes, meta) {
  const inside = boxes(bytes, meta.body + 4, meta.end);
  /** @param {string} type */
  const part = (type) => inside.find((box) => box.type === type);
  const places = placesOf(bytes, part("iloc"), part("idat"));
  const iprp = part("iprp");
  const described = iprp === undefined ? [] : boxes(bytes, iprp.body, iprp.end);
  const ipco = described.find((box) => box.type === "ipco");
  return {
    primary: primaryOf(bytes, part("pitm")),
    items: entriesOf(bytes, part("iinf")).map((entry) => ({ ...entry, extents: places.get(entry.id) ?? [] })),
    references: referencesOf(bytes, part("iref")),
    properties: ipco === undefined ? [] : boxes(bytes, ipco.body, ipco.end),
    associations: associationsOf(bytes, described.filter((box) => box.type === "ipma")),
  };
}

/**
 * 8.11.4.
 * @param {Uint8Array} bytes
 * @param {Box | undefined} pitm
 */
function primaryOf(bytes, pitm) {
  if (pitm === undefined) return Number.NaN;
  const { version, reader } = full(bytes, pitm);
  return reader.next(version === 0 ? 2 : 4);
}

/**
 * 8.11.6. Entries of version 2 and 3 have a type; older ones are not used by HEIF.
 * @param {Uint8Array} bytes
 * @param {Box | undefined} iinf
 */
function entriesOf(bytes, iinf) {
  if (iinf === undefined || iinf.body >= iinf.end) return [];
  return boxes(bytes, iinf.body + (bytes[iinf.body] === 0 ? 6 : 8), iinf.end, MANY).flatMap((box) => {
    const { version, reader } = full(bytes, box);
    if (box.type !== "infe" || (version !== 2 && version !== 3)) return [];
    const id = reader.next(version === 2 ? 2 : 4);
    const at = box.body + (version === 2 ? 8 : 10);
    const [name = "", mime = ""] = latin(bytes, at + 4, Math.min(box.end, at + 500)).split("\0");
    return [{ id, type: latin(bytes, at, Math.min(at + 4, box.end)), name, mime }];
  });
}

/**
 * 8.11.3: by item. Method 0 counts from the file's beginning, method 1 from the beginning of `idat`; an extent of length 0 goes on to its end.
 * @param {Uint8Array} bytes
 * @param {Box | undefined} iloc
 * @param {Box | undefined} idat
 */
function placesOf(bytes, iloc, idat) {
  /** @type {Map<number, Extent[]>} */
  const places = new Map();
  if (iloc === undefined) return places;
  const { version, reader } = full(bytes, iloc);
  const sizes = reader.next(2);
  const [offset, length, base, index] = [(sizes >> 12) & 15, (sizes >> 8) & 15, (sizes >> 4) & 15, sizes & 15];
  let budget = MANY;
  for (let left = reader.next(version < 2 ? 2 : 4); left > 0 && budget > 0 && !reader.ended; left -= 1) {
    const id = reader.next(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : reader.next(2) & 15;
    reader.next(2);
    const source = method === 0 ? { body: 0, end: bytes.length } : method === 1 ? idat : undefined;
    const start = reader.next(base) + (source?.body ?? Number.NaN);
    const extents = [];
    for (let more = reader.next(2); more > 0 && budget > 0; more -= 1) {
      budget -= 1;
      if (version > 0) reader.next(index);
      const from = start + reader.next(offset);
      const to = Math.min(from + (reader.next(length) || Number.POSITIVE_INFINITY), source?.end ?? 0);
      if (from < to) extents.push({ from, to });
    }
    budget -= 1;
    places.set(id, extents);
  }
  return places;
}

/**
 * 8.11.12.
 * @param {Uint8Array} bytes
 * @param {Box | undefined} iref
 */
function referencesOf(bytes, iref) {
  if (iref === undefined) return [];
  const id = full(bytes, iref).version === 0 ? 2 : 4;
  let budget = MANY;
  return boxes(bytes, iref.body + 4, iref.end).map((box) => {
    const reader = new Reader(bytes, box.body, box.end);
    const from = reader.next(id);
    const count = Math.min(reader.next(2) || 0, budget);
    budget -= count;
    return { type: box.type, from, to: Array.from({ length: count }, () => reader.next(id)) };
  });
}

/**
 * ISO/IEC 23008-12, 9.3.1: by item, the places of its properties, counted from 1.
 * @param {Uint8Array} bytes
 * @param {readonly Box[]} parts
 */
function associationsOf(bytes, parts) {
  /** @type {Map<number, number[]>} */
  const found = new Map();
  let budget = MANY;
  for (const part of parts) {
    const { version, flags, reader } = full(bytes, part);
    const width = (flags & 1) === 1 ? 2 : 1;
    for (let left = reader.next(4); left > 0 && budget > 0 && !reader.ended; left -= 1) {
      const id = reader.next(version === 0 ? 2 : 4);
      const places = found.get(id) ?? [];
      for (let more = reader.next(1); more > 0 && budget > 0; more -= 1, budget -= 1) places.push(reader.next(width) & (width === 2 ? 0x7fff : 0x7f));
      budget -= 1;
      found.set(id, places);
    }
  }
  return found;
}

/**
 * The text that a box begins with after its version and flags, as far as it is text.
 * @param {Uint8Array} bytes
 * @param {Box} box
 */
export const textIn = (bytes, box) => latin(bytes, box.body + 4, Math.min(box.end, box.body + 200)).split("\0")[0] ?? "";
