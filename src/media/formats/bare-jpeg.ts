/**
 * Reads a JPEG again and lets it pass only if it is a picture and nothing else. Knows nothing of the encoder: every segment is held against a list of
 * what a bare picture needs, by structure and by value, and whatever is not on the list is a finding. No libraries, no state shared with the
 * writer, linear in the file's length. Source: ITU-T T.81 (1992), annexes B, F and K.
 *
 * Allowed, in this order and nothing besides:
 *   SOI · two DQT, the tables of annex K scaled to quality 85 · SOF0, 8 bits, three components, 4:2:0 · four DHT, the tables of annex K · one scan of
 *   everything · EOI, and the end of the file.
 * So every byte before the scan is a constant but the four that are the size.
 */
import { accountForScan } from "./bare-jpeg-scan";
import { acChrominance, acLuminance, dcChrominance, dcLuminance, definition, Residue } from "./huffman";

const SOI = 0xd8;
const EOI = 0xd9;
const SOF0 = 0xc0;
const DHT = 0xc4;
const SOS = 0xda;
const DQT = 0xdb;

/** Annex K, tables K.1 and K.2, in zigzag order. */
const LUMINANCE =
  "16 11 12 14 12 10 16 14 13 14 18 17 16 19 24 40 26 24 22 22 24 49 35 37 29 40 58 51 61 60 57 51 56 55 64 72 92 78 64 68 87 69 55 56 80 109 81 87 95 98 103 104 103 62 77 113 121 112 100 120 92 101 103 99";
const CHROMINANCE =
  "17 18 18 24 21 24 47 26 26 47 99 66 56 66 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99";

/** The Independent JPEG Group's scaling to quality 85: 30 per cent, rounded, at least 1. */
const scaled = (table: string) => table.split(" ").map((value) => Math.max(1, Math.floor((Number(value) * 30 + 50) / 100)));

const QUANTISATION = [scaled(LUMINANCE), scaled(CHROMINANCE)];

/** Y sampled 2 × 2 with table 0; Cb and Cr 1 × 1 with table 1. */
const COMPONENTS = [1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];

/** In the order in which the Independent JPEG Group's encoder writes them. */
const HUFFMAN = [dcLuminance, acLuminance, dcChrominance, acChrominance].map(definition);

/** Y with the tables of luminance, Cb and Cr with those of chrominance; all coefficients in one scan. B.2.3. */
const SCAN = [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0];

type BareJpeg = { readonly width: number; readonly height: number };
export type Reading = { readonly ok: true; readonly picture: BareJpeg } | { readonly ok: false; readonly finding: string };

/** The picture's size, or the first thing that does not belong. `finding` says where and what kind, never what it holds. */
export function readBareJpeg(bytes: Uint8Array): Reading {
  try {
    return { ok: true, picture: new Walk(bytes).picture() };
  } catch (error) {
    if (error instanceof Residue) return { ok: false, finding: error.message };
    throw error;
  }
}

class Walk {
  #at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  picture(): BareJpeg {
    this.#marker(SOI);
    this.#quantisation();
    const size = this.#frame();
    for (const table of HUFFMAN) {
      if (!same(this.#segment(DHT), table)) throw new Residue("a Huffman table that is not annex K's", this.#at);
    }
    if (!same(this.#segment(SOS), SCAN)) throw new Residue("a scan that is not the one due", this.#at);
    const scan = this.#at;
    this.#at = Math.max(scan, this.bytes.length - 2);
    this.#marker(EOI);
    accountForScan(size, this.bytes, scan, this.bytes.length - 2);
    return size;
  }

  #marker(expected: number): void {
    const found = this.bytes[this.#at + 1];
    if (this.bytes[this.#at] !== 0xff || found !== expected) {
      const met = found === undefined ? "the end" : `marker ${found.toString(16)}`;
      throw new Residue(`${met} where ${expected.toString(16)} belongs`, this.#at);
    }
    this.#at += 2;
  }

  /** A marker with a segment; gives its content. */
  #segment(marker: number): Uint8Array {
    this.#marker(marker);
    const length = this.#u16(this.bytes, this.#at);
    const end = this.#at + length;
    if (length < 2 || end > this.bytes.length) throw new Residue("a segment longer than the file", this.#at);
    const content = this.bytes.subarray(this.#at + 2, end);
    this.#at = end;
    return content;
  }

  #u16(bytes: Uint8Array, at: number): number {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) throw new Residue("a file that breaks off", this.#at);
    return high * 256 + low;
  }

  #quantisation(): void {
    for (const [id, table] of QUANTISATION.entries()) {
      if (!same(this.#segment(DQT), [id, ...table])) throw new Residue("a quantisation table that is not ours", this.#at);
    }
  }

  #frame(): BareJpeg {
    const content = this.#segment(SOF0);
    const height = this.#u16(content, 1);
    const width = this.#u16(content, 3);
    if (content[0] !== 8 || content[5] !== 3 || !same(content.subarray(6), COMPONENTS) || width === 0 || height === 0) {
      throw new Residue("a frame that is not 8 bits, three components, 4:2:0", this.#at);
    }
    return { width, height };
  }
}

const same = (found: Uint8Array, expected: readonly number[]) =>
  found.length === expected.length && expected.every((value, index) => found[index] === value);
