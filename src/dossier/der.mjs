// @ts-check
/**
 * ASN.1 as certificates and stamps are written in it (ITU-T X.690), as far as it has to be read to check them: by tags, with every length in
 * bounds. Written apart from `timestamp/`, which reads what comes from outside with libraries. Stands in `verify.html` too.
 *
 * @typedef {{ readonly tag: number, readonly whole: Uint8Array<ArrayBuffer>, readonly body: Uint8Array<ArrayBuffer> }} Block
 */

export class Unreadable extends Error {}

/** Where a block begins: its tag, where what is in it begins and ends, and where the next begins. @param {Uint8Array<ArrayBuffer>} bytes @param {number} from */
function blockAt(bytes, from) {
  const [tag = 0, first = 0] = bytes.subarray(from, from + 2);
  // A tag of more than one byte stands in nothing that is read here; nor does a length that is not said beforehand.
  if (from + 2 > bytes.length || (tag & 31) === 31 || first === 0x80 || first > 0x83) throw new Unreadable();
  const start = from + 2 + (first < 0x80 ? 0 : first - 0x80);
  const length = first < 0x80 ? first : bytes.subarray(from + 2, start).reduce((all, byte) => all * 256 + byte, 0);
  if (start + length > bytes.length) throw new Unreadable();
  return { block: { tag, whole: bytes.subarray(from, start + length), body: bytes.subarray(start, start + length) }, next: start + length };
}

/** What stands in these bytes, one after another. @param {Uint8Array<ArrayBuffer>} bytes */
function blocksIn(bytes) {
  /** @type {Block[]} */
  const found = [];
  for (let from = 0; from < bytes.length; ) {
    const { block, next } = blockAt(bytes, from);
    found.push(block);
    from = next;
  }
  return found;
}

export const SEQUENCE = 0x30;
export const SET = 0x31;
export const OCTETS = 0x04;
export const INTEGER = 0x02;

/** The one block that these bytes are. @param {Uint8Array<ArrayBuffer>} bytes */
export function oneBlock(bytes) {
  const [one, ...more] = blocksIn(bytes);
  if (!one || more.length > 0) throw new Unreadable();
  return one;
}

/** What is in a block of this kind. @param {Block | undefined} block @param {number} [tag] */
export const inside = (block, tag = SEQUENCE) => blocksIn(bodyOf(block, tag));

/** @param {Block | undefined} block @param {number} tag */
export function bodyOf(block, tag) {
  if (block?.tag !== tag) throw new Unreadable();
  return block.body;
}

/** By its numbers, with dots between. @param {Block | undefined} block */
export function oidOf(block) {
  const numbers = [0];
  for (const byte of bodyOf(block, 0x06)) {
    numbers.push(/** @type {number} */ (numbers.pop()) * 128 + (byte & 127));
    if (byte < 128) numbers.push(0);
  }
  const [first = 0, ...rest] = numbers.slice(0, -1);
  const most = Math.min(2, Math.floor(first / 40));
  return [most, first - most * 40, ...rest].join(".");
}

/** Of a whole number that is not large. @param {Block | undefined} block */
export function smallOf(block) {
  const bytes = bodyOf(block, INTEGER);
  if (bytes.length === 0 || bytes.length > 4 || /** @type {number} */ (bytes[0]) > 127) throw new Unreadable();
  return bytes.reduce((all, byte) => all * 256 + byte, 0);
}

/** Of UTC, in milliseconds: as a certificate or a stamp says it. @param {Block | undefined} block */
export function instantOf(block) {
  const said = String.fromCharCode(...(block?.body ?? []));
  // Of two digits for the year, those from 50 on are of the last century (RFC 5280 §4.1.2.5.1).
  const full = block?.tag === 0x17 ? `${Number(said.slice(0, 2)) < 50 ? "20" : "19"}${said}` : said;
  const [, year, month, day, hour, minute, second, fraction = ""] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/.exec(full) ?? [];
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const at = new Date(`${written}.${fraction.padEnd(3, "0").slice(0, 3)}Z`);
  if (![0x17, 0x18].includes(block?.tag ?? 0) || Number.isNaN(at.getTime()) || !at.toISOString().startsWith(written)) throw new Unreadable();
  return at.getTime();
}
