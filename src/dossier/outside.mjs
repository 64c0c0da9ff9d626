// @ts-check
/**
 * What others than whoever made a dossier said of the ledger: authorities, by when it had the release in it, and witnesses, that they saw it. Whom
 * to believe is for the reader, who compares fingerprints and keys. Stands in `verify.html` too.
 *
 * @import { Leaf } from "./proofs.mjs"
 * @import { Stamp } from "./stamp.mjs"
 * @typedef {Stamp & { readonly file: string }} Stamped
 * @typedef {{ readonly by: string, readonly key: string, readonly at: string, readonly size: number, readonly released: boolean }} Countersigned released: whether the release was in what they saw
 * @typedef {{ readonly stamps: readonly Stamped[], readonly countersigned: readonly Countersigned[] | null }} Outside countersigned: null where the dossier does not bring along what that is checked with
 */
import { continues, countersignedAt, headOf, inTree, isSameEntry, parsed, text, Wrong } from "./proofs.mjs";
import { stampOn } from "./stamp.mjs";

const STAMPS = /^data\/timestamps\/(\d+)\/(checkpoint\.txt|released\.json|[0-9a-z-]+\.(?:tst|pem))$/;
const CHECKPOINT = "data/ledger/checkpoint.txt";
const COUNTERSIGNED = "data/ledger/countersigned.txt";
/** Keys, in the order of the lines by which they countersigned; and the proof that the dossier's ledger begins with what they did. */
const WITNESSES = "data/ledger/witnesses.txt";
const CONTINUES = "data/ledger/continues.json";

/** What dossiers were before they told the steps of an exhibit. */
export const BEFORE = "dossier/2";

/**
 * @param {readonly string[]} paths of all files @param {(path: string) => Uint8Array} one @param {Record<string, any>} record @param {string} key the ledger's
 * @returns {Promise<Outside>}
 */
export async function outside(paths, one, record, key) {
  const stamps = await stampsIn(paths, one, record, key);
  return { stamps, countersigned: await countersignedIn(paths, one, record, key) };
}

/** @param {readonly string[]} paths @param {(path: string) => Uint8Array} one @param {Record<string, any>} record @param {string} key */
async function stampsIn(paths, one, record, key) {
  /** @type {Map<string, string[]>} */
  const bySize = new Map();
  for (const path of paths.filter((name) => name.startsWith("data/timestamps/"))) {
    const [, size, name] = STAMPS.exec(path) ?? [];
    if (!size || !name) throw new Wrong("stamp-unreadable", path);
    bySize.set(size, [...(bySize.get(size) ?? []), name]);
  }
  /** @type {Stamped[]} */
  const stamps = [];
  for (const [size, names] of bySize) {
    const folder = `data/timestamps/${size}`;
    const [checkpoint, released] = [`${folder}/checkpoint.txt`, `${folder}/released.json`];
    const head = await headOf(text(one(checkpoint), checkpoint), key, checkpoint);
    if (String(head.size) !== size) throw new Wrong("stamp-other", checkpoint);
    const entry = /** @type {Leaf} */ (parsed(one(released), released));
    if (!isSameEntry(entry, record.released)) throw new Wrong("release-other", released);
    await inTree(entry, head, released);
    const authorities = new Set(names.filter((name) => /\.(tst|pem)$/.test(name)).map((name) => name.slice(0, -4)));
    if (authorities.size === 0) throw new Wrong("stamp-unreadable", checkpoint);
    for (const authority of authorities) {
      const [file, chain] = [`${folder}/${authority}.tst`, `${folder}/${authority}.pem`];
      stamps.push({ file, ...(await stampOn(one(file), text(one(chain), chain), one(checkpoint), file)) });
    }
  }
  return stamps.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** @param {readonly string[]} paths @param {(path: string) => Uint8Array} one @param {Record<string, any>} record @param {string} key */
async function countersignedIn(paths, one, record, key) {
  const told = (/** @type {string} */ path) => text(one(path), path);
  if (paths.includes(CHECKPOINT) && told(CHECKPOINT) !== record.checkpoint) throw new Wrong("checkpoint-forged", CHECKPOINT);
  if (!paths.includes(COUNTERSIGNED)) return [];
  const note = told(COUNTERSIGNED);
  const end = note.indexOf("\n", note.lastIndexOf("\n\n") + 2) + 1;
  const [own, lines] = [note.slice(0, end), note.slice(end).split("\n").slice(0, -1)];
  const head = await headOf(own, key, COUNTERSIGNED);
  const body = own.slice(0, own.lastIndexOf("\n\n") + 1);
  // One of the kind before.
  if (!paths.includes(WITNESSES)) return null;
  // Of exhibits whose entries are not shown to be in what a witness saw, a witness says nothing: no dossier of the kind before has had their keys.
  if (record.vouchsafe === BEFORE) throw new Wrong("countersigned-other", WITNESSES);
  const later = await headOf(record.checkpoint, key, "data/record.json");
  if (!(await continues(head, later, /** @type {any} */ (parsed(one(CONTINUES), CONTINUES))))) throw new Wrong("countersigned-other", COUNTERSIGNED);
  const keys = told(WITNESSES).split("\n").slice(0, -1);
  if (keys.length !== lines.length) throw new Wrong("countersignature-forged", WITNESSES);
  /** @type {Countersigned[]} */
  const found = [];
  for (const [nth, by] of keys.entries()) {
    const at = await countersignedAt(body, `${lines[nth]}\n`, by);
    if (at === null) throw new Wrong("countersignature-forged", COUNTERSIGNED);
    found.push({ by: by.split("+")[0] ?? "", key: by, at, size: head.size, released: record.released.index < head.size });
  }
  return found;
}
