import type { Bytes } from "./format";

/**
 * Proof that bytes are ciphertext of this folder's making. The private field makes the type nominal: no literal
 * has it, and only `index.ts`, which exports the type and not the class, constructs one.
 */
export class Sealed {
  readonly #bytes: Bytes;
  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }
  get bytes(): Bytes {
    return this.#bytes;
  }
  static is(value: unknown): value is Sealed {
    return typeof value === "object" && value !== null && #bytes in value;
  }
}

/** The same proof for ciphertext that is still being made: read once, in order, to its end. */
export class SealedStream implements AsyncIterable<Bytes> {
  readonly #chunks: AsyncGenerator<Bytes>;
  constructor(chunks: AsyncGenerator<Bytes>) {
    this.#chunks = chunks;
  }
  [Symbol.asyncIterator](): AsyncGenerator<Bytes> {
    return this.#chunks;
  }
}
