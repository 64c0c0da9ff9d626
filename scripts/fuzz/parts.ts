/** Finds the pieces that a container is made of, roughly: enough to move them about and to lie about their lengths. Believes nothing and never throws. */

/** A piece from `at` to `end`; its length stands at `length.at` in `length.size` bytes. */
export type Part = {
  readonly at: number;
  readonly end: number;
  readonly length?: { readonly at: number; readonly size: 2 | 4; readonly little: boolean };
};

/** A PNG's chunks carry a checksum over type and body (PNG, third edition, 5.3). */
export const isPng = (bytes: Buffer) => bytes.length > 8 && bytes.readUInt32BE(0) === 0x89504e47;
const isRiff = (bytes: Buffer) => bytes.subarray(0, 4).toString("latin1") === "RIFF";
const isJpeg = (bytes: Buffer) => bytes.length > 4 && bytes[0] === 0xff && bytes[1] === 0xd8;
const isBoxed = (bytes: Buffer) => bytes.subarray(4, 8).toString("latin1") === "ftyp";
const isTiff = (bytes: Buffer) => /^(II\*\0|MM\0\*)/.test(bytes.subarray(0, 4).toString("latin1"));
const isGif = (bytes: Buffer) => bytes.subarray(0, 4).toString("latin1") === "GIF8";

const MOST = 500;

export function partsOf(bytes: Buffer): Part[] {
  if (isPng(bytes)) return chunks(bytes, 8, false, 12);
  if (isRiff(bytes)) return [{ at: 0, end: bytes.length, length: { at: 4, size: 4, little: true } }, ...riff(bytes)];
  if (isJpeg(bytes)) return segments(bytes);
  if (isBoxed(bytes)) return boxes(bytes, 0, bytes.length, 0);
  if (isTiff(bytes)) return directories(bytes);
  if (isGif(bytes)) return blocks(bytes);
  return [];
}

/** Length, type, body, checksum. */
function chunks(bytes: Buffer, from: number, little: boolean, around: number): Part[] {
  const out: Part[] = [];
  for (let at = from; at + around <= bytes.length && out.length < MOST; ) {
    const end = Math.min(bytes.length, at + around + bytes.readUInt32BE(at));
    out.push({ at, end, length: { at, size: 4, little } });
    at = end;
  }
  return out;
}

function riff(bytes: Buffer): Part[] {
  const out: Part[] = [];
  for (let at = 12; at + 8 <= bytes.length && out.length < MOST; ) {
    const size = bytes.readUInt32LE(at + 4);
    const end = Math.min(bytes.length, at + 8 + size + (size % 2));
    out.push({ at, end, length: { at: at + 4, size: 4, little: true } });
    at = end;
  }
  return out;
}

function segments(bytes: Buffer): Part[] {
  const out: Part[] = [];
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && out.length < MOST; ) {
    if (bytes[at + 1] === 0xda) {
      out.push({ at, end: bytes.length, length: { at: at + 2, size: 2, little: false } });
      break;
    }
    const end = Math.min(bytes.length, at + 2 + Math.max(2, bytes.readUInt16BE(at + 2)));
    out.push({ at, end, length: { at: at + 2, size: 2, little: false } });
    at = end;
  }
  return out;
}

/** Boxes that hold boxes, and how many bytes of their own stand before these. */
const HOLDS: Readonly<Record<string, number>> = { meta: 4, iprp: 0, ipco: 0, moov: 0, trak: 0, mdia: 0, minf: 0, stbl: 0, iref: 4, iinf: 6, dinf: 0 };

function boxes(bytes: Buffer, from: number, to: number, depth: number): Part[] {
  const out: Part[] = [];
  for (let at = from; at + 8 <= to && out.length < MOST; ) {
    const end = Math.min(to, at + Math.max(8, bytes.readUInt32BE(at)));
    out.push({ at, end, length: { at, size: 4, little: false } });
    const own = HOLDS[bytes.subarray(at + 4, at + 8).toString("latin1")];
    if (own !== undefined && depth < 6) out.push(...boxes(bytes, at + 8 + own, end, depth + 1));
    at = end;
  }
  return out;
}

/** The entries of a TIFF's directories; the count stands in for a length. */
function directories(bytes: Buffer): Part[] {
  const little = bytes[0] === 0x49;
  const u16 = (at: number) => (at + 2 > bytes.length ? 0 : little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (at + 4 > bytes.length ? 0 : little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const out: Part[] = [];
  const seen = new Set<number>();
  for (let at = u32(4); at > 0 && at + 2 < bytes.length && !seen.has(at) && out.length < MOST; ) {
    seen.add(at);
    const count = u16(at);
    for (let index = 0; index < count && at + 14 + index * 12 <= bytes.length && out.length < MOST; index += 1) {
      const entry = at + 2 + index * 12;
      out.push({ at: entry, end: entry + 12, length: { at: entry + 4, size: 4, little } });
    }
    at = u32(at + 2 + count * 12);
  }
  return out;
}

/** Pictures and extensions of a GIF, as they begin; it has no lengths but of sub-blocks. */
function blocks(bytes: Buffer): Part[] {
  const starts: number[] = [];
  for (let at = 13; at < bytes.length && starts.length < MOST; at += 1) {
    const begins = bytes[at] === 0x2c || (bytes[at] === 0x21 && [0xf9, 0xfe, 0xff].includes(bytes[at + 1] ?? 0));
    if (begins) starts.push(at);
  }
  return starts.map((at, index) => ({ at, end: starts[index + 1] ?? bytes.length }));
}
