/** The items of a HEIF file (ISO/IEC 23008-12; ISO/IEC 14496-12, 8.11): what they are and where their bytes lie. What does not hold together is left out. */
import { latin } from "./format";
import { type Box, boxes } from "./isobmff";

/** Items, extents and references looked at. */
const MANY = 4000;

export type Extent = { readonly from: number; readonly to: number };
export type Item = {
  readonly id: number;
  /** Four letters: "hvc1", "grid", "Exif", "mime", "uri ", … */
  readonly type: string;
  readonly name: string;
  /** Of a "mime" item. */
  readonly mime: string;
  /** Inside the file; those of an item that is made of others are its recipe's. */
  readonly extents: readonly Extent[];
};
/** `type`: "thmb" thumbnail of, "auxl" auxiliary to, "dimg" made from, "cdsc" describes, "prem" premultiplied by. */
export type Reference = { readonly type: string; readonly from: number; readonly to: readonly number[] };

export type Items = {
  readonly primary: number;
  readonly items: readonly Item[];
  readonly references: readonly Reference[];
  /** Boxes of `ipco`, in order; `associations` names them from 1. */
  readonly properties: readonly Box[];
  readonly associations: ReadonlyMap<number, readonly number[]>;
};

/** Reads numbers one after the other; beyond its end it gives NaN, which compares as false with everything. */
class Reader {
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly end: number,
  ) {}
  next(size: number): number {
    if (size === 0) return 0;
    if (this.at + size > this.end) return Number.NaN;
    let value = 0;
    for (let left = size; left > 0; left -= 1, this.at += 1) value = value * 256 + this.bytes[this.at]!;
    return value;
  }
}

const full = (bytes: Uint8Array, box: Box) => {
  const reader = new Reader(bytes, box.body, box.end);
  return { version: reader.next(1), flags: reader.next(3), reader };
};

/** `meta`: the file's own meta box. */
export function itemsOf(bytes: Uint8Array, meta: Box): Items {
  const inside = boxes(bytes, meta.body + 4, meta.end);
  const part = (type: string) => inside.find((box) => box.type === type);
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

/** 8.11.4. */
function primaryOf(bytes: Uint8Array, pitm: Box | undefined): number {
  if (pitm === undefined) return Number.NaN;
  const { version, reader } = full(bytes, pitm);
  return reader.next(version === 0 ? 2 : 4);
}

/** 8.11.6. */
function entriesOf(bytes: Uint8Array, iinf: Box | undefined): Omit<Item, "extents">[] {
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

/** 8.11.3: by item. Method 0 counts from the file's beginning, method 1 from the beginning of `idat`. */
function placesOf(bytes: Uint8Array, iloc: Box | undefined, idat: Box | undefined): Map<number, Extent[]> {
  const places = new Map<number, Extent[]>();
  if (iloc === undefined) return places;
  const { version, reader } = full(bytes, iloc);
  const sizes = reader.next(2);
  const [offset, length, base, index] = [12, 8, 4, 0].map((shift) => (sizes >> shift) & 15) as [number, number, number, number];
  let budget = MANY;
  for (let left = reader.next(version < 2 ? 2 : 4); left > 0 && budget > 0; left -= 1) {
    const id = reader.next(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : reader.next(2) & 15;
    reader.next(2);
    const start = reader.next(base) + (method === 1 ? (idat?.body ?? Number.NaN) : 0);
    const extents: Extent[] = [];
    for (let more = reader.next(2); more > 0 && budget > 0; more -= 1) {
      budget -= 1;
      if (version > 0) reader.next(index);
      const from = start + reader.next(offset);
      const to = Math.min(from + reader.next(length), bytes.length);
      if (method < 2 && from < to) extents.push({ from, to });
    }
    budget -= 1;
    places.set(id, extents);
  }
  return places;
}

/** 8.11.12. */
function referencesOf(bytes: Uint8Array, iref: Box | undefined): Reference[] {
  if (iref === undefined) return [];
  const id = full(bytes, iref).version === 0 ? 2 : 4;
  return boxes(bytes, iref.body + 4, iref.end).map((box) => {
    const reader = new Reader(bytes, box.body, box.end);
    const from = reader.next(id);
    const count = Math.min(reader.next(2) || 0, MANY);
    return { type: box.type, from, to: Array.from({ length: count }, () => reader.next(id)) };
  });
}

/** ISO/IEC 23008-12, 9.3.1: by item, the places of its properties, counted from 1. */
function associationsOf(bytes: Uint8Array, parts: readonly Box[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const part of parts) {
    const { version, flags, reader } = full(bytes, part);
    const wide = (flags & 1) === 1;
    for (let left = Math.min(reader.next(4), MANY); left > 0; left -= 1) {
      const id = reader.next(version === 0 ? 2 : 4);
      const count = reader.next(1) || 0;
      const places = Array.from({ length: count }, () => (wide ? reader.next(2) & 0x7fff : reader.next(1) & 0x7f));
      found.set(id, [...(found.get(id) ?? []), ...places]);
    }
  }
  return found;
}

/** The text that a box begins with after its version and flags, as far as it is text. */
export const textIn = (bytes: Uint8Array, box: Box) => latin(bytes, box.body + 4, Math.min(box.end, box.body + 200)).split("\0")[0] ?? "";


