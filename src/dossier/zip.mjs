// @ts-check
/**
 * A zip archive in exactly one way: files stored as they are, in the order of their names, dated 1980, with nothing that may be left out.
 * So the same files are the same bytes, and whatever else is in an archive is seen by writing it anew. Stands in `verify.html` too.
 *
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {{ readonly name: string, readonly size: number, readonly crc: number }} Entry
 */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const FIRST_OF_1980 = 0x21;
/** Without the fields of larger archives, which not every reader knows. */
export const MOST_BYTES = 0xffffffff;
const MOST_FILES = 0xffff;

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = /** @type {number} */ (TABLE[(c ^ byte) & 0xff]) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Numbers of two or four bytes, the least first. @param {...readonly [value: number, bytes: 2 | 4]} fields @returns {Bytes} */
function little(...fields) {
  const bytes = new Uint8Array(fields.reduce((sum, [, size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [value, size] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

/** @param {readonly Uint8Array[]} parts @returns {Bytes} */
export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @param {string} text @returns {Bytes} */
export const utf8 = (text) => new TextEncoder().encode(text);
/** What both kinds of header say of a file. @param {Entry} entry @returns {[number, 2 | 4][]} */
const about = ({ crc, size, name }) => [
  [VERSION, 2], [0, 2], [0, 2], [0, 2], [FIRST_OF_1980, 2], [crc, 4], [size, 4], [size, 4], [utf8(name).length, 2], [0, 2],
];

/** What stands before a file. @param {Entry} entry */
export const before = (entry) => joined(little([LOCAL, 4], ...about(entry)), utf8(entry.name));

/** What stands after the last file. @param {readonly Entry[]} entries in their order @returns {Bytes} */
export function after(entries) {
  let offset = 0;
  /** @type {Bytes[]} */
  const parts = [];
  for (const entry of entries) {
    parts.push(little([CENTRAL, 4], [VERSION, 2], ...about(entry), [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), utf8(entry.name));
    offset += before(entry).length + entry.size;
  }
  const directory = joined(...parts);
  const count = entries.length;
  return joined(directory, little([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [directory.length, 4], [offset, 4], [0, 2]));
}

/** How long it all is. Throws RangeError where it is more than an archive holds. @param {readonly Entry[]} entries */
export function lengthOf(entries) {
  const all = entries.reduce((sum, entry) => sum + before(entry).length + entry.size, 0) + after(entries).length;
  if (all > MOST_BYTES || entries.length > MOST_FILES) throw new RangeError("More than an archive holds.");
  return all;
}

/**
 * The files of an archive that was written here; null for any other, by however little it differs.
 * @param {Uint8Array} bytes
 * @returns {Map<string, Uint8Array> | null}
 */
export function readZip(bytes) {
  const { files, fault } = walked(bytes);
  return fault === null ? files : null;
}

/** The path of a file within the one folder that all of it is in. @param {string} name */
export const within = (name) => name.slice(name.indexOf("/") + 1);
/** A code of the faults in the catalogue, and a file: by a name that whoever reads it is shown, and that tells a terminal nothing. @param {string} code @param {string} name */
const at = (code, name = "") => ({ code, where: within(name).replaceAll(/[^\x20-\x7e]/g, "?") });

/**
 * What a local header says that stands there, and where its file begins; null where none does. It may say anything.
 * @param {Uint8Array} bytes @param {number} from @returns {Entry & { readonly start: number } | null}
 */
export function headerAt(bytes, from) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (from + 30 > bytes.length || view.getUint32(from, true) !== LOCAL) return null;
  const start = from + 30 + view.getUint16(from + 26, true);
  return { crc: view.getUint32(from + 14, true), size: view.getUint32(from + 18, true), name: new TextDecoder().decode(bytes.subarray(from + 30, start)), start };
}

/**
 * The files of an archive by their names, and why it is none that was written here: by what is wrong first, or null.
 * @param {Uint8Array} bytes @returns {{ readonly files: Map<string, Uint8Array>, readonly fault: { readonly code: string, readonly where: string } | null }}
 */
export function walked(bytes) {
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  /** @type {Entry[]} */
  const entries = [];
  let from = 0;
  for (let head = headerAt(bytes, from); head; head = headerAt(bytes, from)) {
    const { start, ...entry } = head;
    const { name, size, crc } = entry;
    if (start + size > bytes.length) return { files, fault: at("archive-changed", name) };
    const file = bytes.subarray(start, start + size);
    const last = entries.at(-1);
    if ((last && last.name >= name) || !same(before(entry), bytes.subarray(from, start))) return { files, fault: at("archive-changed", name) };
    if (crc32(file) !== crc) return { files, fault: at("file-changed", name) };
    entries.push(entry);
    files.set(name, file);
    from = start + size;
  }
  if (entries.length === 0) return { files, fault: at("not-a-dossier") };
  return { files, fault: same(after(entries), bytes.subarray(from)) ? null : at("archive-changed") };
}

/** What the folder of a dossier is called, and what is in it: in letters that are one and the same on every disk, and never a way out of it. */
const FOLDER = /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/;
const PATH = /^[\w-]+(?:\.[\w-]+)*(?:\/[\w-]+(?:\.[\w-]+)*)*$/;

/**
 * The files of a dossier's archive by their paths within the one folder that all of them are in. What is checked is what lies on a disk where it was
 * unpacked: so there is one folder, nothing in it leads out of it, and no two files are one where capitals do not count, nor one a file and a folder.
 * @param {ReadonlyMap<string, Uint8Array>} named
 * @returns {{ readonly files: Map<string, Uint8Array>, readonly fault: { readonly code: string, readonly where: string } | null }}
 */
export function unpacked(named) {
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  const folder = [...named.keys()][0]?.split("/")[0] ?? "";
  const [taken, folders] = [new Set(), new Set()];
  for (const [name, bytes] of named) {
    const path = within(name);
    const plain = path.toLowerCase();
    const above = plain.split("/").map((_, nth, steps) => steps.slice(0, nth).join("/"));
    if (name !== `${folder}/${path}` || !FOLDER.test(folder) || !PATH.test(path)) return { files, fault: at("archive-names", `/${name}`) };
    if (taken.has(plain) || folders.has(plain) || above.some((one) => taken.has(one))) return { files, fault: at("archive-names", `/${name}`) };
    taken.add(plain);
    for (const one of above) folders.add(one);
    files.set(path, bytes);
  }
  return { files, fault: null };
}

/** @param {Uint8Array} a @param {Uint8Array} b */
const same = (a, b) => a.length === b.length && a.every((byte, index) => byte === b[index]);

const SEALED = ["age-encryption.org/", "-----BEGIN AGE ENCRYPTED FILE-----"].map(utf8);
/** Whether it is sealed in age format, as a file or as a text: only whoever has the key can open it. @param {Uint8Array} bytes */
export const isSealed = (bytes) => SEALED.some((first) => same(first, bytes.subarray(0, first.length)));
