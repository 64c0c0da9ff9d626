// @ts-check
/**
 * Checks a dossier without whoever made it: no network, and nothing but the digests and signatures that every browser and Node bring.
 * Written apart from the ledger and from what makes the dossier, so that a mistake there is not made again here. `verify.html` is this
 * text with a page around it; `npm run dossier:verify` is this file.
 *
 * @import { Outside } from "./outside.mjs"
 * @typedef {ReadonlyMap<string, Uint8Array>} Files
 * @typedef {{ readonly code: string, readonly where: string }} Fault code: a key of `faults` in the catalogue; where: a file or an exhibit, or nothing
 * @typedef {{ readonly index: number, readonly salt: string, readonly event: Event, readonly proof: readonly string[] }} Entry
 * @typedef {{ readonly kind: string, readonly at: string, readonly by: string | null, readonly item?: string, readonly account?: string, readonly digest?: string, readonly form?: string, readonly source?: string, readonly recipe?: string }} Event
 * @typedef {{ readonly number: number, readonly kind: "photo" | "account", readonly form?: string, readonly size?: string | null, readonly digest: string, readonly original: string | null, readonly entries: readonly Entry[] }} Exhibit
 * @typedef {{ readonly file: string, readonly exhibit: Exhibit, readonly steps: readonly Record<string, any>[] }} Shown steps: those that were checked for it, none where the dossier is of the kind before
 * @typedef {{ readonly ok: true, readonly digest: string, readonly key: string, readonly recordDigest: string, readonly record: Record<string, any>, readonly shown: readonly Shown[], readonly outside: Outside } | ({ readonly ok: false } & Fault)} Verdict
 */

import { stepsFit } from "./custody.mjs";
import { BEFORE, outside } from "./outside.mjs";
import { canonical, digest, headOf, hex, inTree, isSameEntry, noteOf, parsed, sha256, text, Wrong } from "./proofs.mjs";
import { joined, unpacked, utf8, walked } from "./zip.mjs";

const BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
/** What lists everything else, and what vouches for the lists. */
const LISTS = ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"];
const SIGNATURE = "signature.txt";
/** What was made before dossiers said of what they are was made of things that somebody chose. */
const THINGS = { of: "things" };
/** What was released before the report was bound by the manifest says nothing of it there. */
const UNBOUND = "manifest/1";

/**
 * @param {Files} files by their paths within the dossier's folder
 * @param {{ readonly key?: string | undefined }} [known] the instance's key, where it is known from elsewhere
 * @returns {Promise<Verdict>} the first thing that is wrong, or what was found to be right
 */
export async function verifyDossier(files, { key } = {}) {
  try {
    return await everything(files, key);
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, ...error.fault };
    // Whoever made this did not make it as dossiers are made: something is not where it belongs, or no text, or no number.
    return { ok: false, code: "not-a-dossier", where: "" };
  }
}

/**
 * The same of a dossier as one file.
 * @param {Uint8Array} archive @param {{ readonly key?: string | undefined }} [known] @returns {Promise<Verdict>}
 */
export async function verifyArchive(archive, known) {
  const whole = walked(archive);
  if (whole.fault) return { ok: false, ...whole.fault };
  const { files, fault } = unpacked(whole.files);
  return fault ? { ok: false, ...fault } : verifyDossier(files, known);
}

/** @param {Files} files @param {string | undefined} known @returns {Promise<Verdict>} */
async function everything(files, known) {
  const one = (/** @type {string} */ path) => {
    const bytes = files.get(path);
    if (!bytes) throw new Wrong("file-missing", path);
    return bytes;
  };
  const listed = await signed(one, known);
  const expected = [...LISTS, SIGNATURE, ...listed.tags, ...listed.payload];
  for (const path of files.keys()) if (!expected.includes(path)) throw new Wrong("file-unlisted", path);
  if (text(one("bagit.txt"), "bagit.txt") !== BAGIT) throw new Wrong("file-changed", "bagit.txt");
  const record = parsed(one("data/record.json"), "data/record.json");
  const manifest = parsed(one("data/manifest.json"), "data/manifest.json");
  // What stands at the foot of each page of the PDF, which is a file as any other.
  const recordDigest = hex(await sha256(one("data/record.json")));
  // Known from elsewhere, and another than the one that it says it was signed with.
  if (record.verifierKey !== listed.key) throw new Wrong("key-unknown", "data/record.json");
  const shown = await proven(one, record, manifest, listed.key);
  const stray = strayIn(listed.payload, record.files);
  if (stray !== undefined) throw new Wrong("release-other", stray);
  return { ok: true, digest: listed.digest, key: listed.key, recordDigest, record, shown, outside: await outside(listed.payload, one, record, listed.key) };
}

/** The lists are signed, and every file is as listed, by both digests. @param {(path: string) => Uint8Array} one @param {string | undefined} known */
async function signed(one, known) {
  const whole = hex(await sha256(joined(...LISTS.map(one))));
  const note = text(one(SIGNATURE), SIGNATURE);
  const name = /\n— (\S+) \S+\n$/.exec(note)?.[1];
  const key = known ?? parsed(one("data/record.json"), "data/record.json").verifierKey;
  if (typeof key !== "string" || !key.startsWith(`${name}+`)) throw new Wrong("key-unknown");
  const said = await noteOf(note, key);
  if (said === null) throw new Wrong("signature-forged");
  if (said !== `${name}/dossier\n${whole}\n`) throw new Wrong("lists-changed");
  const tags = await asListed(one, "tagmanifest");
  const payload = await asListed(one, "manifest");
  return { tags, payload, key, digest: whole };
}

/** @param {(path: string) => Uint8Array} one @param {string} list @returns {Promise<string[]>} the paths that it lists */
async function asListed(one, list) {
  /** @type {string[][]} */
  const paths = [];
  for (const [algorithm, name] of /** @type {const} */ ([["SHA-256", "sha256"], ["SHA-512", "sha512"]])) {
    const lines = text(one(`${list}-${name}.txt`), `${list}-${name}.txt`).split("\n").slice(0, -1).map((line) => line.split("  "));
    for (const [expected, path] of lines)
      if (path === undefined || hex(await digest(algorithm, one(path))) !== expected) throw new Wrong("file-changed", path ?? "");
    paths.push(lines.map(([, path]) => /** @type {string} */ (path)));
  }
  if (JSON.stringify(paths[0]) !== JSON.stringify(paths[1])) throw new Wrong("lists-differ");
  return /** @type {string[]} */ (paths[0]);
}

/**
 * The exhibits are those that were released, and each is what its entries of the ledger speak of.
 * @param {(path: string) => Uint8Array} one @param {Record<string, any>} record @param {Record<string, any>} manifest @param {string} key @returns {Promise<Shown[]>}
 */
async function proven(one, record, manifest, key) {
  const later = await headOf(record.checkpoint, key, "data/record.json");
  await inTree(record.released, later, "data/manifest.json");
  const { event } = record.released;
  const is = hex(await sha256(one("data/manifest.json")));
  if (event.kind !== "disclosure.released" || event.disclosure !== record.disclosure || event.manifest !== is) throw new Wrong("release-other", "data/manifest.json");
  await inTree(record.decided, later, "data/record.json");
  if (record.decided.event.kind !== "disclosure.approved" || record.decided.event.disclosure !== record.disclosure) throw new Wrong("decision-other");
  // Whether it is the whole, and how much of it was left out, is what was released, and no more.
  if (canonical(record.scope ?? THINGS) !== canonical(manifest.scope ?? THINGS)) throw new Wrong("scope-other", "data/record.json");
  if (record.purpose !== manifest.purpose || record.until !== manifest.until) throw new Wrong("terms-other", "data/record.json");
  if (manifest.vouchsafe !== UNBOUND && canonical([record.reference, record.report]) !== canonical([manifest.reference, manifest.report])) throw new Wrong("report-other", "data/record.json");
  if (canonical(record.consents) !== canonical(consentsOf(record))) throw new Wrong("decision-other", "data/record.json");
  const history = await historyOf(record, manifest, later);
  const events = history && new Map([...history].map(([index, { event: said }]) => [index, said]));
  const earlier = await headOf(manifest.checkpoint, key, "data/manifest.json");
  /** @type {Shown[]} */
  const shown = [];
  for (const [at, exhibit] of /** @type {Exhibit[]} */ (manifest.exhibits).entries()) {
    const [file, said] = [record.files[at], record.exhibits[at]];
    // By their numbers they are named, by their places they are checked: it is the same.
    if (typeof file !== "string" || exhibit.number !== at + 1) throw new Wrong("exhibit-missing", String(at + 1));
    const bytes = exhibit.kind === "photo" ? one(file) : utf8(JSON.stringify([record.languages[exhibit.number], text(one(file), file)]));
    if (hex(await sha256(bytes)) !== exhibit.digest) throw new Wrong("exhibit-other", file);
    for (const entry of exhibit.entries) {
      await inTree(entry, earlier, file);
      // What was signed for the manifest is one ledger with what was signed for the dossier, as far as anything rests on it.
      if (history && !isSameEntry(history.get(entry.index), entry)) throw new Wrong("history-unproven", file);
    }
    if (exhibit.form === "original" && !isReceived(exhibit)) throw new Wrong("original-other", file);
    if (!speaksOf(exhibit, events)) throw new Wrong("history-other", file);
    if (!recorded(said, exhibit, file, record)) throw new Wrong("exhibit-misrecorded", file);
    if (events && !stepsFit(said.steps, exhibit, record, events)) throw new Wrong("custody-misrecorded", file);
    shown.push({ file, exhibit, steps: said.steps ?? [] });
  }
  if (shown.length !== record.files.length || shown.length !== record.exhibits.length) throw new Wrong("exhibit-missing", String(shown.length + 1));
  return shown;
}

/** Who said yes is told to nobody; when they were last asked, and by which digests of what they had said, is told by those who decided and released. @param {Record<string, any>} record */
const consentsOf = ({ decided: { event: decided }, released: { event: released }, madeAt }) =>
  ({ rule: "everybody-said-yes", clearedAt: [decided.at, released.at, madeAt], facts: [decided.facts, released.facts] });

/** What lies among the exhibits and is none, or the other way round. @param {readonly string[]} payload @param {readonly string[]} files */
function strayIn(payload, files) {
  const lying = payload.filter((path) => path.startsWith("data/exhibits/"));
  return lying.find((path) => !files.includes(path)) ?? files.find((path, nth) => !lying.includes(path) || files.indexOf(path) !== nth);
}

/**
 * What the ledger says of the exhibits' steps, by the numbers of its entries; null where the dossier is of the kind before, which does not tell
 * them. One that tells some all the same, or is of something that was released since, only calls itself that.
 * @param {Record<string, any>} record @param {Record<string, any>} manifest @param {{ size: number, root: Uint8Array }} head
 */
async function historyOf(record, manifest, head) {
  if (record.vouchsafe === BEFORE) {
    const tells = record.history !== undefined || record.exhibits.some((/** @type {Record<string, any>} */ { steps }) => steps !== undefined);
    if (tells || manifest.vouchsafe !== UNBOUND) throw new Wrong("custody-misrecorded", "data/record.json");
    return null;
  }
  for (const entry of /** @type {Entry[]} */ (record.history)) await inTree(entry, head, "data/record.json");
  return new Map(/** @type {Entry[]} */ (record.history).map((entry) => [entry.index, entry]));
}

/** An original is, by its digest, the very file of which the ledger has had the entry since it came in. @param {Exhibit} exhibit */
const isReceived = ({ digest: own, original, entries }) =>
  own === original && entries.some(({ event }) => event.kind === "evidence.received" && event.digest === own);

/**
 * The entries are all of one photo or account, and say of this very file that it was made, in this form, from the very original that was received.
 * Of the copy between the two speaks an entry in `events`; where there are none, that is not asked.
 * @param {Exhibit} exhibit @param {ReadonlyMap<number, Event> | null} events
 */
function speaksOf({ kind, form, digest: own, original, entries }, events) {
  const all = entries.map((entry) => entry.event);
  const of = (/** @type {string} */ name) => all.find((event) => event.kind === name);
  if (all.some(({ item, account }) => item !== all[0]?.item || account !== all[0]?.account)) return false;
  if (kind === "account") return all.some((event) => event.kind === "account.worded");
  if (form === "original") return true;
  const made = of("derivative.made");
  return made?.digest === own && made.form === form && of("evidence.received")?.digest === original && (events === null || comesFrom(made, original, [...events.values()]));
}

/** Whether what was made leads, copy by copy of the same photo, to the original. @param {Event} made @param {string | null} original @param {readonly Event[]} events */
function comesFrom(made, original, events) {
  const seen = new Set([made.digest]);
  for (let source = made.source; source !== original; ) {
    const before = events.find(({ kind, item, digest: is }) => kind === "derivative.made" && item === made.item && is === source);
    if (!before || seen.has(source)) return false;
    seen.add(source);
    source = before.source;
  }
  return true;
}

/**
 * What the record says of an exhibit is what its entries say, and those of who decided and who released it.
 * @param {Record<string, any>} said @param {Exhibit} exhibit @param {string} file @param {Record<string, any>} record
 */
function recorded(said, { number, kind, form, size, digest: own, original, entries }, file, { report, checkpoint, purpose, decided, released, languages }) {
  const of = (/** @type {string} */ name) => entries.find(({ event }) => event.kind === name)?.event;
  const [received, made] = [of("evidence.received") ?? of("account.worded"), of("derivative.made")];
  const custody = {
    who: received?.by ?? null, when: received?.at ?? null, where: { place: report.place, kept: checkpoint.split("\n")[0] }, why: purpose,
    authority: { decidedBy: decided.event.by, decidedAt: decided.event.at, releasedBy: released.event.by, releasedAt: released.event.at },
    altered: { as: form, at: made?.at ?? null }, repeatable: made?.source && made.recipe ? { source: made.source, recipe: made.recipe } : null,
  };
  const language = kind === "account" ? languages[number] : null;
  const told = [said?.number, said?.kind, said?.size, said?.language, said?.file, said?.digest, said?.original, said?.custody];
  return canonical([number, kind, size, language, file, own, original, custody]) === canonical(told);
}
