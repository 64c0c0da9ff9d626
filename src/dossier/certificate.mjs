// @ts-check
/**
 * Certificates, as far as the way from a stamp to its root is made of them, and signatures by the keys in them. Stands in `verify.html` too.
 *
 * @import { Block } from "./der.mjs"
 * @typedef {Uint8Array<ArrayBuffer>} Octets
 * @typedef {{ readonly critical: boolean, readonly value: Octets }} Extension
 * @typedef {{ readonly whole: Octets, readonly told: Octets, readonly method: Block, readonly signature: Octets, readonly key: Octets, readonly serial: Octets, readonly issuer: Octets, readonly name: string, readonly from: number, readonly until: number, readonly extensions: ReadonlyMap<string, Extension> }} Certificate
 */
import { bodyOf, INTEGER, inside, instantOf, OCTETS, oidOf, oneBlock, SEQUENCE, SET, smallOf, Unreadable } from "./der.mjs";
import { base64 } from "./proofs.mjs";
import { joined } from "./zip.mjs";

/** Of what is relied on nowhere: short keys, old digests. */
export class Weak extends Error {}
/** Of what is relied on, and no browser computes. */
export class Unable extends Error {}

const EXTENSIONS = 0xa3;
const COMMON_NAME = "2.5.4.3";

/** @param {Octets} bytes @returns {Certificate} */
function certificateOf(bytes) {
  const [told, method, signature] = inside(oneBlock(bytes));
  const fields = inside(told);
  // Its version stands before everything else, and not in those of the first.
  const [serial, , issuer, validity, subject, key] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const [from, until] = inside(validity);
  const [listed] = fields.filter(({ tag }) => tag === EXTENSIONS).map(({ body }) => inside(oneBlock(body)));
  const extensions = (listed ?? []).map((one) => {
    const [name, ...rest] = inside(one);
    return /** @type {const} */ ([oidOf(name), { critical: rest.length > 1 && rest[0]?.body[0] !== 0, value: bodyOf(rest.at(-1), OCTETS) }]);
  });
  if (!told || !method || !issuer || !key) throw new Unreadable();
  return {
    whole: bytes, told: told.whole, method, signature: bitsOf(signature), key: key.whole, serial: bodyOf(serial, INTEGER), issuer: issuer.whole,
    name: nameOf(subject), from: instantOf(from), until: instantOf(until), extensions: new Map(extensions),
  };
}

/** Those of a text, in their order. @param {string} pem */
export function certificatesIn(pem) {
  const texts = pem.match(/-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----/g) ?? [];
  return texts.map((one) => certificateOf(base64(one.replaceAll(/-----[A-Z ]+-----|\s/g, ""))));
}

/** Of whole bytes. @param {Block | undefined} block */
function bitsOf(block) {
  const [unused, ...rest] = bodyOf(block, 0x03);
  if (unused !== 0) throw new Unreadable();
  return Uint8Array.from(rest);
}

/** What somebody is called, or else all that is said of them. Whatever would not be seen is shown as that. @param {Block | undefined} subject */
function nameOf(subject) {
  const said = inside(subject).flatMap((one) => inside(one, SET)).map((one) => {
    const [kind, value] = inside(one);
    const label = value?.tag === 0x1e ? "utf-16be" : "utf-8";
    return { kind: oidOf(kind), value: new TextDecoder(label).decode(value?.body).replaceAll(/\p{C}/gu, "\ufffd") };
  });
  const called = said.findLast(({ kind }) => kind === COMMON_NAME);
  return called ? called.value : said.map(({ value }) => value).join(", ");
}

const MAY_CERTIFY = 0b100;

/** Whether it may issue others. @param {Certificate} certificate */
export function isAuthority({ extensions }) {
  const [found, use] = [extensions.get("2.5.29.19"), extensions.get("2.5.29.15")];
  if (!found || inside(oneBlock(found.value))[0]?.body[0] !== 0xff) return false;
  return !use || ((bodyOf(oneBlock(use.value), 0x03)[1] ?? 0) & MAY_CERTIFY) !== 0;
}

/** How many issuers may stand below it. @param {Certificate} certificate */
export function depthOf({ extensions }) {
  const limit = inside(oneBlock(/** @type {Extension} */ (extensions.get("2.5.29.19")).value))[1];
  return limit ? smallOf(limit) : Number.POSITIVE_INFINITY;
}

const SHA = /** @type {const} */ (["SHA-256", "SHA-384", "SHA-512"]);
/** @typedef {(typeof SHA)[number]} Digest */

/** Which digest is meant. @param {Block | undefined} algorithm @returns {Digest} */
export function digestBy(algorithm) {
  const oid = oidOf(inside(algorithm)[0]);
  const found = SHA.find((_, n) => oid === `2.16.840.1.101.3.4.2.${n + 1}`);
  if (!found) throw new Weak();
  return found;
}

const RSA = "1.2.840.113549.1.1";
const EC = "1.2.840.10045";
/** Ways of signing: with which kind of key, and by which digest; by the one that is named beside it where null. @type {Record<string, readonly [kind: "RSA" | "EC", by: Digest | null]>} */
const METHODS = {
  [`${RSA}.1`]: ["RSA", null], [`${RSA}.11`]: ["RSA", "SHA-256"], [`${RSA}.12`]: ["RSA", "SHA-384"], [`${RSA}.13`]: ["RSA", "SHA-512"],
  [`${EC}.2.1`]: ["EC", null], [`${EC}.4.3.2`]: ["EC", "SHA-256"], [`${EC}.4.3.3`]: ["EC", "SHA-384"], [`${EC}.4.3.4`]: ["EC", "SHA-512"],
};
const PSS = `${RSA}.10`;
/** @type {Record<string, readonly [name: string, bytes: number]>} */
const CURVES = { [`${EC}.3.1.7`]: ["P-256", 32], "1.3.132.0.34": ["P-384", 48], "1.3.132.0.35": ["P-521", 66] };
/** Brainpool's, of 256 bits and more, are relied on as well. */
const UNUSUAL = /^1\.3\.36\.3\.3\.2\.8\.1\.1\.([7-9]|1[0-4])$/;

/**
 * Whether a key signed this. Throws Weak, Unable, Unreadable.
 * @param {Octets} key as a certificate has it @param {Block} method @param {Digest | null} beside the digest that is named beside it @param {Octets} data @param {Octets} signature
 */
export async function signedWith(key, method, beside, data, signature) {
  const [oid, parameters] = inside(method);
  const name = oidOf(oid);
  if (name === PSS) {
    const { by, saltLength } = pss(parameters);
    if (beside !== null && by !== beside) throw new Weak();
    return rsa(key, { name: "RSA-PSS", saltLength }, by, data, signature);
  }
  const [kind, own] = METHODS[name] ?? [];
  const by = own ?? beside;
  if (!kind || !by || (beside !== null && by !== beside)) throw new Weak();
  return kind === "RSA" ? rsa(key, { name: "RSASSA-PKCS1-v1_5" }, by, data, signature) : ec(key, by, data, signature);
}

/** The digest, which is named once more for the mask. @param {Block | undefined} parameters */
function pss(parameters) {
  const fields = new Map(inside(parameters).map(({ tag, body }) => [tag, oneBlock(body)]));
  const by = digestBy(fields.get(0xa0));
  if (digestBy(inside(fields.get(0xa1))[1]) !== by) throw new Weak();
  const salt = fields.get(0xa2);
  return { by, saltLength: salt ? smallOf(salt) : 20 };
}

/** @param {Octets} key @param {{ name: string, saltLength?: number }} how @param {Digest} hash @param {Octets} data @param {Octets} signature */
async function rsa(key, how, hash, data, signature) {
  const by = await imported(key, { name: how.name, hash });
  if (/** @type {RsaHashedKeyAlgorithm} */ (by.algorithm).modulusLength < 2048) throw new Weak();
  return crypto.subtle.verify(how, by, signature, data);
}

/** @param {Octets} key @param {Digest} hash @param {Octets} data @param {Octets} signature */
async function ec(key, hash, data, signature) {
  const curve = oidOf(inside(inside(oneBlock(key))[0])[1]);
  if (UNUSUAL.test(curve)) throw new Unable();
  const [namedCurve, bytes] = CURVES[curve] ?? [];
  if (!namedCurve || !bytes) throw new Weak();
  const by = await imported(key, { name: "ECDSA", namedCurve });
  // Two numbers, which the browser wants in as many bytes as the curve has.
  const numbers = inside(oneBlock(signature), SEQUENCE).map((one) => {
    const number = bodyOf(one, INTEGER);
    const short = number.subarray(number.findIndex((byte) => byte !== 0));
    if (short.length > bytes) throw new Unreadable();
    return joined(new Uint8Array(bytes - short.length), short);
  });
  return crypto.subtle.verify({ name: "ECDSA", hash }, by, joined(...numbers), data);
}

/** @param {Octets} key @param {any} how */
async function imported(key, how) {
  try {
    return await crypto.subtle.importKey("spki", key, how, false, ["verify"]);
  } catch (error) {
    throw error instanceof DOMException && error.name === "NotSupportedError" ? new Unable() : new Unreadable();
  }
}
