/** Hiding places of a TIFF (TIFF 6.0): tags of every kind, directories below and behind the first, and bytes that no tag leads to. */
import { CANARY, type DirtyFiles, SIZE, cat, latin, marker, named, pixels, profiles, xmp } from "./parts";

/** Tag, type (2 text, 4 number, 7 bytes), and what it holds: bytes, or another directory. */
type Entry = readonly [tag: number, type: 2 | 4 | 7, holds: Buffer | Directory];
type Directory = { readonly entries: readonly Entry[]; readonly next?: Directory };

const u16 = (value: number) => Buffer.from([value & 255, value >> 8]);
const u32 = (value: number) => cat(u16(value & 0xffff), u16(value >>> 16));

/** What a baseline RGB picture needs (section 6), with its pixels in one strip. */
const described = (data: Buffer): Entry[] => [
  [256, 4, u32(SIZE.width)],
  [257, 4, u32(SIZE.height)],
  [258, 7, cat(u16(8), u16(8), u16(8))],
  [259, 4, u32(1)],
  [262, 4, u32(2)],
  [273, 4, data],
  [277, 4, u32(3)],
  [278, 4, u32(SIZE.height)],
  [279, 4, u32(data.length)],
];
const TYPES: Readonly<Record<number, number>> = { 258: 3, 259: 3, 262: 3, 277: 3 };
/** Tags whose number is where something lies. */
const OFFSETS = new Set([273, 330, 34_665, 34_853]);
const WIDTH: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 4, 7: 1 };

/** Appends a directory and whatever it holds; gives back where it begins. */
function place(parts: { bytes: Buffer }, directory: Directory, gap: Buffer): number {
  const entries = directory.entries.toSorted(([a], [b]) => a - b);
  const fields = entries.map(([tag, given, holds]) => {
    const type = TYPES[tag] ?? given;
    let value: Buffer;
    let count = 1;
    if (!Buffer.isBuffer(holds)) value = u32(place(parts, holds, gap));
    else if (OFFSETS.has(tag)) value = u32(append(parts, holds, gap));
    else {
      const trimmed = type === 3 && holds.length === 4 ? holds.subarray(0, 2) : holds;
      count = trimmed.length / WIDTH[type]!;
      value = trimmed.length > 4 ? u32(append(parts, trimmed, gap)) : cat(trimmed, Buffer.alloc(4 - trimmed.length));
    }
    return cat(u16(tag), u16(type), u32(count), value);
  });
  const next = directory.next === undefined ? 0 : place(parts, directory.next, gap);
  return append(parts, cat(u16(fields.length), ...fields, u32(next)), gap);
}

function append(parts: { bytes: Buffer }, what: Buffer, gap: Buffer): number {
  parts.bytes = cat(parts.bytes, gap, Buffer.alloc((parts.bytes.length + gap.length) % 2));
  const at = parts.bytes.length;
  parts.bytes = cat(parts.bytes, what);
  return at;
}

function tiff(further: readonly Entry[] = [], { next, gap = Buffer.alloc(0) }: { next?: Directory; gap?: Buffer } = {}): Buffer {
  const parts = { bytes: cat("II*\0", u32(0)) };
  const first = place(parts, { entries: [...described(pixels), ...further], ...(next !== undefined && { next }) }, gap);
  parts.bytes.writeUInt32LE(first, 4);
  return parts.bytes;
}

const text = latin(`${CANARY}\0`);
const TEXTS = { 269: "document's name", 270: "description", 271: "maker", 272: "model", 285: "page's name", 305: "software", 306: "time", 315: "artist", 316: "computer", 33_432: "copyright" };

export async function dirtyTiffs(): Promise<DirtyFiles> {
  const { plain: icc, marked } = await profiles();
  const texts = Object.entries(TEXTS).map(([tag, name]) => [`TIFF: the ${name}`, tiff([[Number(tag), 2, text]])] as const);
  const page: Directory = { entries: [...described(Buffer.alloc(pixels.length, 77)), [270, 2, text]] };
  return {
    ...named(tiff(), {
      ...Object.fromEntries(texts),
      "TIFF: XMP": tiff([[700, 7, latin(xmp)]]),
      "TIFF: IPTC": tiff([[33_723, 7, cat(Buffer.from([0x1c, 2, 80, 0, marker.length]), marker)]]),
      "TIFF: Photoshop's block": tiff([[34_377, 7, cat("8BIM\u0004\u0004\0\0", u32(marker.length), marker)]]),
      "TIFF: an EXIF directory": tiff([[34_665, 4, { entries: [[36_867, 2, text], [42_033, 2, text]] }]]),
      "TIFF: a GPS directory": tiff([[34_853, 4, { entries: [[29, 2, text]] }]]),
      "TIFF: a directory below, with a picture": tiff([[330, 4, page]]),
      "TIFF: a private tag": tiff([[65_000, 7, marker]]),
      "TIFF: a second page": tiff([], { next: page }),
      "TIFF: bytes that no tag leads to": tiff([], { gap: marker }),
      "TIFF: behind its end": cat(tiff(), marker),
    }),
    ...named(tiff([[34_675, 7, icc]]), { "TIFF: a colour profile with a description": tiff([[34_675, 7, marked]]) }),
  };
}
