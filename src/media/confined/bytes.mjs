// @ts-check
/** How bytes are looked at, by the decoder and by whoever only looks at a container. */

/** @param {Uint8Array} bytes */
export const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Latin-1, which gives each byte its character: for signatures and four-letter codes.
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} to
 */
export function latin(bytes, from, to) {
  let out = "";
  for (const byte of bytes.subarray(from, to)) out += String.fromCharCode(byte);
  return out;
}
