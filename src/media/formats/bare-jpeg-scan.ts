/**
 * Follows the one scan of a baseline 4:2:0 JPEG bit by bit, without computing a single pixel, and accounts for all of it: as many blocks as the frame has, no
 * bit left over, no second way to write the same coefficients. So there is one file for one set of coefficients, and garbage between the last
 * block and the end, which most decoders skip in silence, has nowhere to hide. Source: ITU-T T.81 annexes A.2, F.1.2 and F.2.2.
 *
 * What it cannot see: the samples of a block that lie beyond the picture's edge. The encoder repeats the edge there.
 */
import {
  acChrominance,
  acLuminance,
  acSteps,
  acStrides,
  BITS_SHIFT,
  dcChrominance,
  dcLengths,
  dcLuminance,
  END,
  PLACES,
  Residue,
  ZEROS,
} from "./huffman";

type Codes = { readonly dc: Uint8Array; readonly steps: Uint16Array; readonly strides: Uint16Array };

function lay(dc: typeof dcLuminance, ac: typeof acLuminance): Codes {
  const steps = acSteps(ac);
  return { dc: dcLengths(dc), steps, strides: acStrides(steps) };
}

let codes: { readonly luminance: Codes; readonly chrominance: Codes } | undefined;

/** Category 0 (table K.3) and the end of the block (table K.5), both of luminance. */
const EMPTY = 0b00_1010;

/** More bytes than the blocks of one unit can take: 6 × 64 codes of at most 16 bits with values of at most 11. */
const UNIT_BYTES = 2048;

/** `bytes[from..to)` is entropy-coded. Throws Residue. */
export function accountForScan(size: { width: number; height: number }, bytes: Uint8Array, from: number, to: number): void {
  codes ??= { luminance: lay(dcLuminance, acLuminance), chrominance: lay(dcChrominance, acChrominance) };
  new Scan(bytes, from, to).follow(size, codes);
}

class Scan {
  /** Without the stuffed zeros, and with zeros behind it so that a unit that runs over the end is still read from memory that is ours. */
  readonly #data: Uint8Array;
  readonly #length: number;
  /** In bits. */
  #at = 0;

  constructor(
    bytes: Uint8Array,
    private readonly from: number,
    to: number,
  ) {
    const data = new Uint8Array(to - from + UNIT_BYTES);
    data.set(bytes.subarray(from, to));
    let length = 0;
    for (let at = 0; at < to - from; ) {
      const found = data.indexOf(0xff, at);
      const end = found === -1 ? to - from : found + 1;
      if (length < at) data.copyWithin(length, at, end);
      length += end - at;
      // Neither restarts nor fill bytes nor any other marker belong: only the stuffed zero may follow.
      if (found !== -1 && (end === to - from || data[end] !== 0)) throw new Residue("a marker inside the scan", from + found);
      at = end + 1;
    }
    data.fill(0, length);
    this.#data = data;
    this.#length = length;
  }

  follow({ width, height }: { width: number; height: number }, { luminance, chrominance }: NonNullable<typeof codes>): void {
    const units = { across: Math.ceil(width / 16), down: Math.ceil(height / 16) };
    // Whether the last unit of a row, and those of the last row, have blocks of Y beyond the picture.
    const narrow = Math.ceil(width / 8) % 2 === 1;
    const low = Math.ceil(height / 8) % 2 === 1;
    for (let row = 0; row < units.down; row += 1) {
      const cut = low && row === units.down - 1;
      for (let column = 0; column < units.across; column += 1) {
        const thin = narrow && column === units.across - 1;
        this.#block(luminance);
        if (thin) this.#empty();
        else this.#block(luminance);
        if (cut) this.#empty();
        else this.#block(luminance);
        if (cut || thin) this.#empty();
        else this.#block(luminance);
        this.#block(chrominance);
        this.#block(chrominance);
        if (this.#at > this.#length * 8) throw this.#residue("a scan that breaks off");
      }
    }
    this.#end();
  }

  /** One block: the difference of its DC, then its AC coefficients. */
  #block({ dc, steps, strides }: Codes): void {
    const data = this.#data;
    let at = this.#at;
    const difference = dc[ahead(data, at)]!;
    if (difference === 0) throw this.#residue("bits that are no code");
    at += difference;
    for (let place = 1; place < 64; ) {
      const next = ahead(data, at);
      const stride = strides[next]!;
      // One that reaches the end of the block may have bits of the next block in it: then step by step.
      if (stride !== 0 && place + (stride & PLACES) <= 63) {
        at += stride >> BITS_SHIFT;
        if ((stride & END) !== 0) break;
        place += stride & PLACES;
        continue;
      }
      const step = steps[next]!;
      if (step === 0) throw this.#residue("bits that are no code");
      at += step >> BITS_SHIFT;
      if ((step & END) !== 0) break;
      place += step & PLACES;
      if (place > 64) throw this.#residue("a coefficient behind the last");
      // Zeros that no coefficient follows are a second way to write the end of the block.
      if ((step & ZEROS) !== 0 && (place > 63 || (steps[ahead(data, at)]! & END) !== 0)) throw this.#residue("zeros before the end of a block");
    }
    this.#at = at;
  }

  /** A block of Y that is no part of the picture: the same DC as before, and nothing else. */
  #empty(): void {
    if (ahead(this.#data, this.#at) >> 10 !== EMPTY) throw this.#residue("a block beyond the picture that is not empty");
    this.#at += 6;
  }

  /** Less than a byte is left, all of it ones (F.1.2.3). */
  #end(): void {
    const left = this.#length * 8 - this.#at;
    const padding = (1 << left) - 1;
    if (left > 7 || (left > 0 && (this.#data[this.#length - 1]! & padding) !== padding)) throw this.#residue("bits after the last block");
  }

  #residue(what: string): Residue {
    const read = Math.min(this.#at >> 3, this.#length);
    return new Residue(what, this.from + read + this.#stuffed(read));
  }

  /** How many zeros were taken out before that byte. */
  #stuffed(before: number): number {
    return this.#data.subarray(0, before).reduce((count, byte) => count + Number(byte === 0xff), 0);
  }
}

/** The 16 bits from bit `at` on. */
function ahead(data: Uint8Array, at: number): number {
  const byte = at >> 3;
  return (((data[byte]! << 16) | (data[byte + 1]! << 8) | data[byte + 2]!) >> (8 - (at & 7))) & 0xffff;
}
