import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { VaultError } from "./error";

export const KEY_BYTES = 32;

/**
 * A 32-byte data key that cannot leave by accident: JSON, string conversion, console and structured clone
 * never see the bytes, and only files of this folder can ask for them.
 */
export class ItemKey {
  #bytes: Uint8Array | null;

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Takes ownership: the caller neither keeps nor changes `bytes` afterwards. */
  static from(bytes: Uint8Array): ItemKey {
    if (bytes.length !== KEY_BYTES) throw new TypeError("a key has 32 bytes");
    return new ItemKey(bytes);
  }

  static reveal(key: ItemKey): Uint8Array {
    if (key.#bytes === null) throw new VaultError("wiped");
    return key.#bytes;
  }

  /** Best effort: the runtime may have copied the bytes before. */
  static wipe(key: ItemKey): void {
    key.#bytes?.fill(0);
    key.#bytes = null;
  }

  toJSON(): never {
    throw new TypeError("a key is not written down");
  }

  toString(): string {
    return "[ItemKey]";
  }

  [inspect.custom](): string {
    return "[ItemKey]";
  }
}

export function newItemKey(): ItemKey {
  return ItemKey.from(randomBytes(KEY_BYTES));
}

/** Overwrites the key in memory; whatever uses it afterwards throws `VaultError("wiped")`. Never throws itself. */
export function wipeKey(key: ItemKey): void {
  ItemKey.wipe(key);
}
