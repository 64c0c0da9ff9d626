// @ts-check
/**
 * What the checks of a dossier rest on: digests, signatures, and proofs of the ledger's tree. Stands in `verify.html` too.
 *
 * @typedef {{ readonly index: number, readonly salt: string, readonly event: object, readonly proof: readonly string[] }} Leaf an entry, and the way from it to a head
 * @typedef {{ readonly size: number, readonly root: Uint8Array }} Head
 */
import { isSigned } from "./ed25519.mjs";
import { joined, utf8 } from "./zip.mjs";

/** What is wrong first: a code of the catalogue, and where. */
export class Wrong extends Error {
  /** @param {string} code @param {string} where */
  constructor(code, where = "") {
    super(code);
    this.fault = { code, where };
  }
}

/** @param {Uint8Array} bytes @param {string} where */
export function text(bytes, where) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Wrong("file-unreadable", where);
  }
}
/** @param {Uint8Array} bytes */
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
/** What is no base64 is nothing, which fits nothing. @param {string} encoded @returns {Uint8Array<ArrayBuffer>} */
export function base64(encoded) {
  try {
    return Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
/** @param {"SHA-256" | "SHA-512"} algorithm @param {Uint8Array} bytes */
export const digest = async (algorithm, bytes) => new Uint8Array(await crypto.subtle.digest(algorithm, /** @type {Uint8Array<ArrayBuffer>} */ (bytes)));
/** @param {Uint8Array} bytes */
export const sha256 = (bytes) => digest("SHA-256", bytes);

/** @param {Uint8Array} bytes @param {string} where @returns {Record<string, any>} */
export function parsed(bytes, where) {
  const said = text(bytes, where);
  try {
    return JSON.parse(said);
  } catch {
    throw new Wrong("file-unreadable", where);
  }
}

/** What a key is for: to sign a note, or to countersign one with the time. */
const LEDGER_KEY = 1;
const WITNESS_KEY = 4;

/**
 * A key by whose name and number a line is signed, and the line's signature; null where it is another's, or no key.
 * @param {string} line `— <name> <base64>`, and its end @param {string} key `<name>+<id>+<base64>` @param {number} use
 */
async function signatureOf(line, key, use) {
  const [name, id, ...rest] = key.split("+");
  const typed = base64(rest.join("+"));
  const said = /^— ([^ \n]+) ([A-Za-z0-9+/=]+)\n$/.exec(line);
  if (!said || said[1] !== name || typed.length !== 33 || typed[0] !== use) return null;
  const signature = base64(/** @type {string} */ (said[2]));
  if (hex((await sha256(joined(utf8(`${name}\n`), typed))).subarray(0, 4)) !== id || hex(signature.subarray(0, 4)) !== id) return null;
  return { by: typed.subarray(1), signature: signature.subarray(4) };
}

/**
 * What a note says, where `key` signed it (https://c2sp.org/signed-note): its text, an empty line, the signature.
 * @param {string} note @param {string} key `<name>+<id>+<base64>` @returns {Promise<string | null>}
 */
export async function noteOf(note, key) {
  const cut = note.lastIndexOf("\n\n");
  const found = cut < 0 ? null : await signatureOf(note.slice(cut + 2), key, LEDGER_KEY);
  const body = note.slice(0, cut + 1);
  return found && (await isSigned(found.by, found.signature, utf8(body))) ? body : null;
}

/** @param {string} note @param {string} key @param {string} where @returns {Promise<Head>} */
export async function headOf(note, key, where) {
  const [origin, size, root] = ((await noteOf(note, key)) ?? "").split("\n");
  if (!root || origin !== key.split("+")[0]) throw new Wrong("checkpoint-forged", where);
  return { size: Number(size), root: base64(root) };
}

/** The last second of the year 9999: beyond it nothing can be written as a date. */
const LAST_SECOND = 253_402_300_799;

/**
 * When a witness countersigned a note's text, by their line below it (https://c2sp.org/tlog-cosignature); null where they did not.
 * @param {string} body @param {string} line @param {string} key @returns {Promise<string | null>} ISO 8601
 */
export async function countersignedAt(body, line, key) {
  const found = await signatureOf(line, key, WITNESS_KEY);
  if (!found || found.signature.length !== 72) return null;
  const { buffer, byteOffset } = found.signature;
  const seconds = Number(new DataView(buffer, byteOffset).getBigUint64(0));
  const said = utf8(`cosignature/v1\ntime ${seconds}\n${body}`);
  if (seconds > LAST_SECOND || !(await isSigned(found.by, found.signature.subarray(8), said))) return null;
  return new Date(seconds * 1000).toISOString();
}

/** RFC 9162 §2.1.3.2 over the commitment of an event under its salt. @param {Leaf} entry @param {Head} head @param {string} where */
export async function inTree({ index, salt, event, proof }, head, where) {
  const commitment = await sha256(joined(utf8("vouchsafe ledger commitment v1\n"), base64(salt), utf8(canonical(event))));
  let hash = await sha256(joined(Uint8Array.of(0), commitment));
  let [fn, sn] = [index, head.size - 1];
  if (!(index >= 0 && index < head.size)) throw new Wrong("history-unproven", where);
  for (const step of proof.map(base64)) {
    if (sn === 0) throw new Wrong("history-unproven", where);
    if (fn % 2 === 1 || fn === sn) {
      hash = await sha256(joined(Uint8Array.of(1), step, hash));
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else hash = await sha256(joined(Uint8Array.of(1), hash, step));
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  if (sn !== 0 || hex(hash) !== hex(head.root)) throw new Wrong("history-unproven", where);
}

/** Whether it is one entry, told twice: with the same proof or another. @param {Leaf | undefined} a @param {Leaf} b */
export const isSameEntry = (a, b) => canonical([a?.index, a?.salt, a?.event]) === canonical([b.index, b.salt, b.event]);

/** Whether the ledger of a later head begins with that of an earlier one: RFC 9162 §2.1.4.2. @param {Head} earlier @param {Head} later @param {readonly string[]} proof */
export async function continues(earlier, later, proof) {
  const steps = proof.map(base64);
  if (earlier.size === later.size) return steps.length === 0 && hex(earlier.root) === hex(later.root);
  if (!(earlier.size > 0 && earlier.size < later.size)) return false;
  let [fn, sn] = [earlier.size - 1, later.size - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  // Of a whole tree the head itself is where the proof begins.
  const [first, ...rest] = fn === 0 ? [earlier.root, ...steps] : steps;
  if (!first) return false;
  let [one, other] = [first, first];
  for (const step of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      one = await sha256(joined(Uint8Array.of(1), step, one));
      other = await sha256(joined(Uint8Array.of(1), step, other));
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else other = await sha256(joined(Uint8Array.of(1), other, step));
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && hex(one) === hex(earlier.root) && hex(other) === hex(later.root);
}

/** JSON in one way (RFC 8785), of what has no fractions. @param {unknown} value @returns {string} */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(",")}}`;
}
