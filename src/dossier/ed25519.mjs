// @ts-check
/**
 * Whether an Ed25519 signature is right (RFC 8032 §5.1.7). The browser says so where it can; of those that people still have, some cannot, and
 * there it is computed here: everything in it is public, so that it may take its time. Stands in `verify.html` too.
 *
 * @typedef {readonly [x: bigint, y: bigint, z: bigint, t: bigint]} Point in extended coordinates
 */
import { joined } from "./zip.mjs";

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** @param {bigint} n */
const mod = (n) => ((n % P) + P) % P;
/** @param {bigint} base @param {bigint} exponent */
function power(base, exponent) {
  let [result, square] = [1n, mod(base)];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}
const D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

/** @param {Point} a @param {Point} b @returns {Point} */
function sum([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const [a, b, c, d] = [mod((y1 - x1) * (y2 - x2)), mod((y1 + x1) * (y2 + x2)), mod(2n * t1 * t2 * D), mod(2n * z1 * z2)];
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}
/** @param {bigint} times @param {Point} point */
function multiple(times, point) {
  /** @type {Point} */
  let result = [0n, 1n, 1n, 0n];
  let doubled = point;
  for (let left = times; left > 0n; left >>= 1n) {
    if (left & 1n) result = sum(result, doubled);
    doubled = sum(doubled, doubled);
  }
  return result;
}

/** The least byte first. @param {Uint8Array} bytes */
const numberOf = (bytes) => bytes.reduceRight((all, byte) => (all << 8n) | BigInt(byte), 0n);

/** @param {Uint8Array} bytes @returns {Point | null} */
function pointOf(bytes) {
  const said = numberOf(bytes);
  const y = said & (2n ** 255n - 1n);
  if (bytes.length !== 32 || y >= P) return null;
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x) !== square) x = mod(x * ROOT_OF_MINUS_ONE);
  const isOdd = said >> 255n;
  if (mod(x * x) !== square || (x === 0n && isOdd === 1n)) return null;
  if ((x & 1n) !== isOdd) x = P - x;
  return [x, y, 1n, mod(x * y)];
}
const BASE = /** @type {Point} */ (pointOf(Uint8Array.from({ length: 32 }, (_, n) => (n === 0 ? 0x58 : 0x66))));

/** @param {Uint8Array} key @param {Uint8Array} signature @param {Uint8Array} data */
export async function computed(key, signature, data) {
  const [by, r, s] = [pointOf(key), pointOf(signature.subarray(0, 32)), numberOf(signature.subarray(32))];
  if (!by || !r || signature.length !== 64 || s >= ORDER) return false;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-512", joined(signature.subarray(0, 32), key, data)));
  const [left, right] = [multiple(s, BASE), sum(r, multiple(numberOf(hash) % ORDER, by))];
  return mod(left[0] * right[2] - right[0] * left[2]) === 0n && mod(left[1] * right[2] - right[1] * left[2]) === 0n;
}

/** @param {Uint8Array<ArrayBuffer>} key @param {Uint8Array<ArrayBuffer>} signature @param {Uint8Array<ArrayBuffer>} data */
export async function isSigned(key, signature, data) {
  let by;
  try {
    by = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  } catch {
    return computed(key, signature, data);
  }
  return crypto.subtle.verify("Ed25519", by, signature, data);
}
