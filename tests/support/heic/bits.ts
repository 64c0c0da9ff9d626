/** Bits to bytes, most significant first, with the codes of ITU-T H.265, 9.2. */
export class Bits {
  readonly #bytes: number[] = [];
  #left = 8;
  #byte = 0;

  bit(value: number): this {
    this.#left -= 1;
    this.#byte |= (value & 1) << this.#left;
    if (this.#left === 0) {
      this.#bytes.push(this.#byte);
      [this.#byte, this.#left] = [0, 8];
    }
    return this;
  }

  /** u(n). */
  u(count: number, value: number): this {
    for (let at = count - 1; at >= 0; at -= 1) this.bit(Math.floor(value / 2 ** at) % 2);
    return this;
  }

  /** ue(v), of each value in turn. */
  ue(...values: number[]): this {
    for (const value of values) {
      const length = Math.floor(Math.log2(value + 1));
      this.u(length, 0).u(length + 1, value + 1);
    }
    return this;
  }

  align(filler: 0 | 1 = 0): this {
    while (this.#left !== 8) this.bit(filler);
    return this;
  }

  /** rbsp_trailing_bits: a one, then zeros. */
  end(): Buffer {
    return Buffer.from(this.bit(1).align().#bytes);
  }

  /** What stands there, which has to end with a whole byte. */
  bytes(): Buffer {
    return Buffer.from(this.#bytes);
  }
}
