// @ts-check
/**
 * What a witness has to understand, written apart from the ledger (`src/ledger`), so that a mistake there is not made again here:
 * signed notes and checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint), consistency (RFC 9162 §2.1.4.2), cosignatures
 * (c2sp.org/tlog-cosignature). Needs nothing but Node.
 *
 * @typedef {{ readonly name: string, readonly id: Buffer, readonly key: import("node:crypto").KeyObject }} Key
 * @typedef {{ readonly text: string, readonly size: number, readonly root: Buffer }} Checkpoint
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";

/** A key's second byte says what it is for. */
const SIGNS = 1;
const COUNTERSIGNS = 4;
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

/** @param {...Uint8Array} parts */
const sha256 = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();
/** @param {string} name @param {number} use @param {Uint8Array} raw */
const idOf = (name, use, raw) => sha256(Buffer.from(`${name}\n`), Buffer.of(use), raw).subarray(0, 4);
/** @param {string} text one value has one spelling */
const base64 = (text) => {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
};
const isName = (/** @type {string} */ name) => /^[^\s+\p{Cc}]{1,200}$/u.test(name);

/** @param {string} text `<name>+<id>+<key>` of whoever signs @returns {Key | null} null for what is none */
export function logKey(text) {
  const [, name = "", id = "", encoded = ""] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const typed = base64(encoded);
  if (!isName(name) || typed?.length !== 33 || typed[0] !== SIGNS || idOf(name, SIGNS, typed.subarray(1)).toString("hex") !== id) return null;
  return { name, id: Buffer.from(id, "hex"), key: createPublicKey({ key: Buffer.concat([SPKI, typed.subarray(1)]), format: "der", type: "spki" }) };
}

/** @param {string} note @param {Key} key @returns {Checkpoint | null} what it says, when that key signed it */
export function openCheckpoint(note, key) {
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n")) return null;
  const text = note.slice(0, cut + 1);
  const signed = note.slice(cut + 2, -1).split("\n").some((line) => {
    const [dash, name, encoded = "", ...more] = line.split(" ");
    const bytes = base64(encoded);
    return dash === "—" && name === key.name && more.length === 0 && bytes?.length === 68 && bytes.subarray(0, 4).equals(key.id)
      && verify(null, Buffer.from(text), key.key, bytes.subarray(4));
  });
  const [origin, size = "", encoded = "", end, ...more] = text.split("\n");
  const root = base64(encoded);
  if (!signed || origin !== key.name || end !== "" || more.length > 0 || !/^(0|[1-9]\d{0,14})$/.test(size) || root?.length !== 32) return null;
  return { text, size: Number(size), root };
}

const node = (/** @type {Uint8Array} */ left, /** @type {Uint8Array} */ right) => sha256(Buffer.of(1), left, right);

/** Whether the tree of `first` entries is the beginning of that of `second`. @param {Checkpoint} first @param {Checkpoint} second @param {readonly Buffer[]} proof */
export function isContinued(first, second, proof) {
  if (first.size > second.size || proof.some((hash) => hash.length !== 32)) return false;
  if (first.size === second.size) return proof.length === 0 && first.root.equals(second.root);
  if (first.size === 0) return proof.length === 0 && first.root.equals(sha256());
  let [fn, sn] = [BigInt(first.size) - 1n, BigInt(second.size) - 1n];
  while (fn & 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  // Where the first tree is one whole subtree of the second, its root is what the proof starts from.
  const [start, ...rest] = fn === 0n ? [first.root, ...proof] : proof;
  if (!start) return false;
  let [fr, sr] = [start, start];
  for (const hash of rest) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      [fr, sr] = [node(hash, fr), node(hash, sr)];
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else sr = node(sr, hash);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && fr.equals(first.root) && sr.equals(second.root);
}

/** The witness's own key. @param {string} name @param {Uint8Array} seed 32 secret bytes */
export function witnessFrom(name, seed) {
  if (!isName(name) || seed.length !== 32) throw new Error("That is no name for a witness: no spaces, no plus.");
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const raw = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(SPKI.length);
  const id = idOf(name, COUNTERSIGNS, raw);
  return {
    key: `${name}+${id.toString("hex")}+${Buffer.concat([Buffer.of(COUNTERSIGNS), raw]).toString("base64")}`,
    /** The line that goes below a checkpoint. @param {Checkpoint} checkpoint @param {Date} at */
    countersign({ text }, at) {
      const seconds = BigInt(Math.floor(at.getTime() / 1000));
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(seconds);
      const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), secret);
      return `— ${name} ${Buffer.concat([id, time, signature]).toString("base64")}\n`;
    },
  };
}
