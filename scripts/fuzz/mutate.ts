/** One file made wrong in one to four ways, as somebody would who knows its format: lengths that lie, pieces moved, doubled, lost or of another format. */
import { crc32 } from "node:zlib";

import type { Chance } from "./chance";
import { type Part, isPng, partsOf } from "./parts";

type Mutated = { readonly bytes: Buffer; readonly how: readonly string[] };
type Way = (bytes: Buffer, chance: Chance, other: Buffer) => Buffer;

/** What makes arithmetic overflow, loops long and memory large. */
const EXTREMES: readonly [number, ...number[]] = [
  0, 1, 2, 3, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0xff_ffff, 0x1000_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff,
];
/** A mutation that doubles pieces again and again ends here. */
const LARGEST = 4_000_000;

const cut = (bytes: Buffer, at: number, end: number) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
const put = (bytes: Buffer, at: number, what: Buffer) => Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at)]);

/** A place anywhere, near the beginning as often as not: that is where the structure is. */
const place = (bytes: Buffer, chance: Chance) => chance.below(chance.in(0.5) ? Math.min(bytes.length, 400) : bytes.length);

function write(bytes: Buffer, at: number, size: 1 | 2 | 4, little: boolean, value: number): void {
  if (at < 0 || at + size > bytes.length) return;
  if (little) bytes.writeUIntLE(value % 256 ** size, at, size);
  else bytes.writeUIntBE(value % 256 ** size, at, size);
}

/** Does `change` with one piece of it; leaves what has no pieces as it is. */
const withPart =
  (change: (bytes: Buffer, part: Part, chance: Chance, parts: readonly Part[]) => Buffer): Way =>
  (bytes, chance) => {
    const parts = partsOf(bytes);
    const part = chance.some(parts);
    return part === undefined ? bytes : change(bytes, part, chance, parts);
  };

const ways: Readonly<Record<string, Way>> = {
  "bits turned": (bytes, chance) => {
    const out = Buffer.from(bytes);
    for (let left = 1 + chance.below(16); left > 0 && out.length > 0; left -= 1) {
      const at = place(out, chance);
      out[at] = out[at]! ^ (1 << chance.below(8));
    }
    return out;
  },
  "an extreme number": (bytes, chance) => {
    const out = Buffer.from(bytes);
    const value = chance.in(0.2) ? bytes.length + chance.below(5) - 2 : chance.one(EXTREMES);
    write(out, place(out, chance), chance.one([1, 2, 4]), chance.in(0.5), Math.max(0, value));
    return out;
  },
  "broken off": (bytes, chance) => bytes.subarray(0, place(bytes, chance)),
  "a stretch lost": (bytes, chance) => {
    const at = place(bytes, chance);
    return cut(bytes, at, at + 1 + chance.below(200));
  },
  "a stretch doubled": (bytes, chance) => {
    const at = place(bytes, chance);
    return put(bytes, at, bytes.subarray(at, at + 1 + chance.below(4000)));
  },
  "a stretch of noise": (bytes, chance) => {
    const out = Buffer.from(bytes);
    const at = place(out, chance);
    for (let offset = 0; offset < 1 + chance.below(64) && at + offset < out.length; offset += 1) out[at + offset] = chance.below(256);
    return out;
  },
  "joined to another file": (bytes, chance, other) => Buffer.concat([bytes.subarray(0, place(bytes, chance)), other.subarray(place(other, chance))]),
  "another file inside": (bytes, chance, other) => put(bytes, place(bytes, chance), other.subarray(0, 20_000)),
  "another file behind": (bytes, _, other) => Buffer.concat([bytes, other]),
  "a length that lies": withPart((bytes, { length }, chance) => {
    const out = Buffer.from(bytes);
    if (length !== undefined) write(out, length.at, length.size, length.little, chance.one(EXTREMES));
    return out;
  }),
  "a length that is almost right": withPart((bytes, { length }, chance) => {
    if (length === undefined) return bytes;
    const out = Buffer.from(bytes);
    const was = length.little ? out.readUIntLE(length.at, length.size) : out.readUIntBE(length.at, length.size);
    write(out, length.at, length.size, length.little, Math.max(0, was + chance.below(17) - 8));
    return out;
  }),
  "a piece lost": withPart((bytes, { at, end }) => cut(bytes, at, end)),
  "a piece doubled": withPart((bytes, { at, end }, chance) => {
    const piece = bytes.subarray(at, end);
    return put(bytes, end, Buffer.concat(Array.from({ length: 1 + chance.below(chance.in(0.1) ? 300 : 3) }, () => piece)));
  }),
  "a piece moved": withPart((bytes, { at, end }, chance, parts) => {
    const to = chance.some(parts)?.at ?? 0;
    const piece = bytes.subarray(at, end);
    const rest = cut(bytes, at, end);
    return put(rest, to > at ? Math.max(at, to - piece.length) : to, piece);
  }),
  "a piece emptied": withPart((bytes, { at, end, length }) => {
    if (length === undefined) return cut(bytes, at, end);
    const out = Buffer.from(bytes);
    out.fill(0, Math.max(at + 8, length.at + length.size), end);
    return out;
  }),
  "a number in a piece": withPart((bytes, { at, end }, chance) => {
    const out = Buffer.from(bytes);
    write(out, at + chance.below(Math.min(end - at, 64)), chance.one([1, 2, 4]), chance.in(0.5), chance.one(EXTREMES));
    return out;
  }),
  "a piece of another file": (bytes, chance, other) => {
    const piece = chance.some(partsOf(other));
    const to = chance.some(partsOf(bytes));
    return piece === undefined || to === undefined ? bytes : put(bytes, to.at, other.subarray(piece.at, piece.end));
  },
};

const names = Object.keys(ways);

/** Half of the broken PNGs have right checksums, or their decoder would look no further. */
function mended(bytes: Buffer): Buffer {
  const out = Buffer.from(bytes);
  for (const { at, end } of partsOf(out)) {
    if (end - at >= 12) out.writeUInt32BE(crc32(out.subarray(at + 4, end - 4)), end - 4);
  }
  return out;
}

export function mutated(seed: Buffer, other: Buffer, chance: Chance): Mutated {
  let bytes = seed;
  const how: string[] = [];
  for (let left = 1 + chance.below(4); left > 0; left -= 1) {
    const name = chance.some(names)!;
    how.push(name);
    bytes = ways[name]!(bytes, chance, other).subarray(0, LARGEST);
  }
  return { bytes: isPng(bytes) && chance.in(0.5) ? mended(bytes) : bytes, how };
}
