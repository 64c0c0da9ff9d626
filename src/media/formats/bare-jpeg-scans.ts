/**
 * Follows the entropy-coded data of a progressive 4:2:0 JPEG bit by bit, without computing a single pixel, and accounts for all of it: as many blocks
 * as the frame has, no bit left over, no code unused. Garbage between the last block and the next marker, which most decoders skip in silence,
 * has nowhere to hide. Source: ITU-T T.81 annex G; the refinement order follows figures G.7 and G.8.
 */
import { Bits, type HuffmanTable, Residue } from "./huffman";

export type Scan = {
  readonly data: Uint8Array;
  /** Where in the file, for the finding. */
  readonly at: number;
  /** Indices into Y, Cb, Cr. */
  readonly components: readonly number[];
  /** First and last coefficient in zigzag order; 0–0 is the DC. */
  readonly first: number;
  readonly last: number;
  /** Whether it adds one bit to coefficients that an earlier scan began. */
  readonly refines: boolean;
  /** In the order in which they were defined: for the first DC scan luminance then chrominance. */
  readonly tables: readonly HuffmanTable[];
};

/** Largest magnitude category of 8-bit samples: F.1.2.1 and F.1.2.2. */
const DC_CATEGORIES = 11;
const AC_CATEGORIES = 10;

/** Which AC coefficients of each block are not zero so far: 64 bits in two words. */
class Plane {
  readonly #low: Uint32Array;
  readonly #high: Uint32Array;
  constructor(
    readonly columns: number,
    readonly rows: number,
  ) {
    this.#low = new Uint32Array(columns * rows);
    this.#high = new Uint32Array(columns * rows);
  }
  has(block: number, k: number): boolean {
    return (k < 32 ? this.#low[block]! >>> k : this.#high[block]! >>> (k - 32)) % 2 === 1;
  }
  set(block: number, k: number): void {
    if (k < 32) this.#low[block]! |= 1 << k;
    else this.#high[block]! |= 1 << (k - 32);
  }
  /** How many there are from `k` to the end of the block. */
  from(block: number, k: number): number {
    if (k >= 64) return 0;
    if (k >= 32) return ones(this.#high[block]! >>> (k - 32));
    return ones(this.#low[block]! >>> k) + ones(this.#high[block]!);
  }
}

/** Bits that are set in a 32-bit word. */
function ones(word: number): number {
  if (word === 0) return 0;
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const half = (edge: number) => Math.ceil(edge / 2);
const blocks = (edge: number) => Math.ceil(edge / 8);

/** Throws Residue. */
export function accountForScans(size: { width: number; height: number }, scans: readonly Scan[]): void {
  const planes = [
    new Plane(blocks(size.width), blocks(size.height)),
    new Plane(blocks(half(size.width)), blocks(half(size.height))),
    new Plane(blocks(half(size.width)), blocks(half(size.height))),
  ];
  const units = Math.ceil(size.width / 16) * Math.ceil(size.height / 16);
  for (const scan of scans) {
    const bits = new Bits(scan.data, scan.at);
    const plane = planes[scan.components[0]!]!;
    if (scan.first === 0) followDc(bits, scan, units);
    else if (scan.refines) refineAc(bits, scan, plane);
    else followAc(bits, scan, plane);
    bits.end();
    for (const table of scan.tables) table.allUsed();
  }
}

/** Interleaved: four blocks of Y, one of Cb, one of Cr in each unit. The tables of Y and of colour are the scan's two. */
function followDc(bits: Bits, scan: Scan, units: number): void {
  const [luminance, chrominance] = scan.tables;
  for (let unit = 0; unit < units; unit += 1) {
    if (scan.refines) {
      bits.read(6);
      continue;
    }
    for (let block = 0; block < 6; block += 1) {
      const category = (block < 4 ? luminance! : chrominance!).read(bits);
      if (category > DC_CATEGORIES) throw new Residue("a coefficient out of range", bits.at);
      bits.read(category);
    }
  }
}

function followAc(bits: Bits, scan: Scan, plane: Plane): void {
  const table = scan.tables[0]!;
  const total = plane.columns * plane.rows;
  for (let block = 0; block < total; block += 1) {
    for (let k = scan.first; k <= scan.last; k += 1) {
      const symbol = table.read(bits);
      const run = symbol >> 4;
      const category = symbol & 15;
      if (category === 0 && run < 15) {
        block += 2 ** run + bits.read(run) - 1;
        break;
      }
      k += run;
      if (k > scan.last || category > AC_CATEGORIES) throw new Residue("a coefficient out of range", bits.at);
      if (category === 0) continue;
      bits.read(category);
      plane.set(block, k);
    }
    if (block >= total) throw new Residue("more blocks than the picture has", bits.at);
  }
}

function refineAc(bits: Bits, scan: Scan, plane: Plane): void {
  const table = scan.tables[0]!;
  const total = plane.columns * plane.rows;
  let ended = 0;
  for (let block = 0; block < total; block += 1) {
    let k = scan.first;
    for (; k <= scan.last && ended === 0; k += 1) {
      const symbol = table.read(bits);
      const run = symbol >> 4;
      const category = symbol & 15;
      if (category > 1) throw new Residue("a coefficient out of range", bits.at);
      if (category === 0 && run < 15) {
        ended = 2 ** run + bits.read(run);
        break;
      }
      if (category === 1) bits.read(1);
      k = passOver(bits, plane, block, k, scan.last, run);
      if (k > scan.last) {
        if (category === 1) throw new Residue("a coefficient out of range", bits.at);
      } else if (category === 1) plane.set(block, k);
    }
    if (ended > 0) {
      bits.pass(plane.from(block, k));
      ended -= 1;
    }
  }
  if (ended > 0) throw new Residue("more blocks than the picture has", bits.at);
}

/** One correction bit for each coefficient that is not zero, over `zeros` that are; stops on the next zero. */
function passOver(bits: Bits, plane: Plane, block: number, from: number, last: number, zeros: number): number {
  let left = zeros;
  let corrections = 0;
  let k = from;
  for (; k <= last; k += 1) {
    if (plane.has(block, k)) corrections += 1;
    else if (left === 0) break;
    else left -= 1;
  }
  bits.pass(corrections);
  return k;
}
