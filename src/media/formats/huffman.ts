/** Huffman tables and entropy-coded bits of JPEG, for the reader that lets nothing pass (ITU-T T.81 annexes C and F.2.2). */

/** Something in a file that is not picture. The message says what and where, never what it holds. */
export class Residue extends Error {
  constructor(what: string, at: number) {
    super(`${what} at byte ${at}`);
  }
}

/**
 * A table as DHT writes it. Refuses what a table made for its scan cannot have: codes that do not fit, a symbol twice.
 * `allUsed` afterwards: no symbol was only there to be there.
 */
export class HuffmanTable {
  /** By the next 16 bits: length of the code × 256 + symbol; 0 where no code begins so. */
  readonly #lookup = new Uint16Array(65_536);
  readonly #used = new Uint8Array(256);
  readonly #symbols: Uint8Array;

  constructor(
    content: Uint8Array,
    private readonly at: number,
  ) {
    const counts = content.subarray(1, 17);
    this.#symbols = content.subarray(17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (counts.length !== 16 || total !== this.#symbols.length || new Set(this.#symbols).size !== total || total === 0) {
      throw new Residue("a Huffman table that does not add up", at);
    }
    let filled = 0;
    let index = 0;
    for (const [shorter, count] of counts.entries()) {
      const span = 2 ** (15 - shorter);
      for (let nth = 0; nth < count; nth += 1, index += 1, filled += span) {
        this.#lookup.fill((shorter + 1) * 256 + this.#symbols[index]!, filled, filled + span);
      }
    }
    // The code of ones only is reserved, so the tree is never full.
    if (filled >= 65_536) throw new Residue("a Huffman table with too many codes", at);
  }

  read(bits: Bits): number {
    const entry = this.#lookup[bits.peek16()]!;
    if (entry === 0) throw new Residue("bits that are no code", bits.at);
    bits.skip(entry >> 8);
    const symbol = entry & 0xff;
    this.#used[symbol] = 1;
    return symbol;
  }

  /** Call after the scan: a table made for it has no symbol that it does not need. */
  allUsed(): void {
    if (this.#symbols.some((symbol) => this.#used[symbol] === 0)) throw new Residue("a Huffman code that nothing uses", this.at);
  }
}

/** The bits of one scan, stuffed zeros taken out. */
export class Bits {
  #next = 0;
  #held = 0;
  #count = 0;
  /** Bits that were made up behind the end, so that a code can be looked up there. */
  #invented = 0;

  constructor(
    private readonly data: Uint8Array,
    private readonly start: number,
  ) {}

  get at(): number {
    return this.start + this.#next;
  }

  peek16(): number {
    if (this.#count < 16) this.#fill();
    return (this.#held >>> (this.#count - 16)) & 0xffff;
  }

  skip(length: number): void {
    this.#count -= length;
  }

  /** `length` ≤ 16. */
  read(length: number): number {
    if (length === 0) return 0;
    if (this.#count < length) this.#fill();
    this.#count -= length;
    return (this.#held >>> this.#count) & ((1 << length) - 1);
  }

  /** Any number of bits whose value does not matter. */
  pass(length: number): void {
    let left = length;
    while (left > 0) {
      if (this.#count === 0) this.#fill();
      const taken = Math.min(left, this.#count);
      this.#count -= taken;
      left -= taken;
    }
  }

  #fill(): void {
    while (this.#count <= 24) {
      let byte = 0xff;
      if (this.#next < this.data.length) {
        byte = this.data[this.#next]!;
        // The walk has checked that what follows 0xFF is the stuffed zero.
        this.#next += byte === 0xff ? 2 : 1;
      } else this.#invented += 8;
      this.#held = (this.#held << 8) | byte;
      this.#count += 8;
    }
  }

  /** The scan must end here: less than a byte is left, all of it ones. */
  end(): void {
    const left = this.#count - this.#invented;
    if (left < 0) throw new Residue("a scan that breaks off", this.at);
    const padding = left === 0 ? 0 : (this.#held >>> this.#invented) & ((1 << left) - 1);
    if (this.#next < this.data.length || left > 7 || padding !== (1 << left) - 1) {
      throw new Residue("bits after the end of a scan", this.at);
    }
  }
}
