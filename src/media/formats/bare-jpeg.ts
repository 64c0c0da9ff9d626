/**
 * Reads a JPEG again and lets it pass only if it is a picture and nothing else. Knows nothing of the encoder: every segment is held against a list of
 * what a bare picture needs, by structure and by value, and whatever is not on the list is a finding. No libraries, no state shared with the
 * writer, linear in the file's length. Source: ITU-T T.81 (1992), annexes B, F, G and K.
 *
 * Allowed, in this order and nothing besides:
 *   SOI · DQT, two tables, the annex K ones scaled to quality 85 · SOF2, 8 bits, three components, 4:2:0 · ten scans, each with exactly
 *   the Huffman tables that it uses · EOI, and the end of the file.
 */
import { accountForScans, type Scan } from "./bare-jpeg-scans";
import { HuffmanTable, Residue } from "./huffman";

const SOI = 0xd8;
const EOI = 0xd9;
const SOF2 = 0xc2;
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

/**
 * The one script of scans: component and Huffman table pairs, then spectral start and end, then successive approximation. Annex G.1.1.1.
 * Tables that a scan does not use are given as 0 here and must be.
 */
const SCRIPT: readonly (readonly number[])[] = [
  [3, 1, 0x00, 2, 0x10, 3, 0x10, 0, 0, 0x01],
  [1, 1, 0x00, 1, 5, 0x02],
  [1, 3, 0x01, 1, 63, 0x01],
  [1, 2, 0x01, 1, 63, 0x01],
  [1, 1, 0x00, 6, 63, 0x02],
  [1, 1, 0x00, 1, 63, 0x21],
  [3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 0, 0x10],
  [1, 3, 0x01, 1, 63, 0x10],
  [1, 2, 0x01, 1, 63, 0x10],
  [1, 1, 0x00, 1, 63, 0x10],
];

/** Which Huffman tables (class and id as DHT writes them) come right before each scan. */
const TABLES: readonly (readonly number[])[] = [[0x00, 0x01], [0x10], [0x11], [0x11], [0x10], [0x10], [], [0x11], [0x11], [0x10]];

export type BareJpeg = { readonly width: number; readonly height: number };
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
    const scans = SCRIPT.map((header, index) => this.#scan(header, TABLES[index]!));
    this.#marker(EOI);
    if (this.#at !== this.bytes.length) throw new Residue("bytes after the end of the picture", this.#at);
    accountForScans(size, scans);
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
    const content = this.#segment(SOF2);
    const height = this.#u16(content, 1);
    const width = this.#u16(content, 3);
    if (content[0] !== 8 || content[5] !== 3 || !same(content.subarray(6), COMPONENTS) || width === 0 || height === 0) {
      throw new Residue("a frame that is not 8 bits, three components, 4:2:0", this.#at);
    }
    return { width, height };
  }

  #scan(header: readonly number[], tables: readonly number[]): Scan {
    const huffman = tables.map((id) => this.#huffman(id));
    if (!same(this.#segment(SOS), header)) throw new Residue("a scan that is not the one due", this.#at);
    const start = this.#at;
    this.#at = this.#endOfEntropy();
    const components = header[0] === 3 ? [0, 1, 2] : [header[1]! - 1];
    const [first, last, approximation] = header.slice(-3);
    return {
      data: this.bytes.subarray(start, this.#at),
      at: start,
      components,
      first: first!,
      last: last!,
      refines: approximation! >> 4 !== 0,
      tables: huffman,
    };
  }

  #huffman(id: number): HuffmanTable {
    const content = this.#segment(DHT);
    if (content[0] !== id) throw new Residue("a Huffman table that no scan asks for", this.#at);
    return new HuffmanTable(content, this.#at);
  }

  /** Up to the next marker. Neither restarts nor fill bytes belong: only the stuffed zero may follow 0xFF. */
  #endOfEntropy(): number {
    let at = this.bytes.indexOf(0xff, this.#at);
    while (at !== -1) {
      if (this.bytes[at + 1] !== 0) return at;
      at = this.bytes.indexOf(0xff, at + 2);
    }
    throw new Residue("a scan without an end", this.#at);
  }
}

const same = (found: Uint8Array, expected: readonly number[]) =>
  found.length === expected.length && expected.every((value, index) => found[index] === value);
