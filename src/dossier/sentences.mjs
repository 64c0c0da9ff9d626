// @ts-check
/** Answers in words: templates of a catalogue, filled. Stands in `verify.html` too. */

/** @typedef {{ readonly purposes: Readonly<Record<string, string>>, readonly openings: Readonly<Record<string, string>>, readonly answers: Readonly<Record<string, Readonly<Record<string, string>>>> }} AnswerWords */

/** @import { Outside } from "./outside.mjs" */
/** @typedef {Readonly<Record<"stamps" | "stampsMean" | "noStamps" | "at" | "by" | "root" | "fingerprint" | "unchecked" | "witnesses" | "witnessesMean" | "noWitnesses" | "keyless" | "witness" | "witnessKey" | "seen" | "size" | "released" | "before", string>>} OutsideWords */
/** @typedef {{ readonly question: string, readonly answer: string, readonly exact: boolean }} Line exact: a digest, a key, a name of a file, and no sentence */

/** An instant for people, in UTC whoever reads it: `2026-11-28 10:00:00 UTC`. @param {string} at ISO 8601 */
export const instant = (at) => at.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC");

/**
 * @param {string} template with gaps, `{digest}` for one
 * @param {Readonly<Record<string, string>>} values
 * @param {(value: string) => string} [around] keeps the direction of a value apart from that of the sentence, where both run on one line
 */
export const fill = (template, values, around = (value) => value) => template.replaceAll(/\{(\w+)\}/g, (_, name) => around(values[name] ?? ""));

/**
 * The answer to a custody question, as a sentence.
 * @param {AnswerWords} words of a language @param {string} question @param {{ readonly code: string } & Readonly<Record<string, string>>} answer of a step of the record
 * @param {(value: string) => string} [around] as for `fill`
 */
export function sentence(words, question, { code, ...values }, around) {
  const said = Object.entries(values).map(([name, value]) => {
    if (name === "purpose") return [name, words.purposes[value] ?? value];
    if (name === "opening") return [name, words.openings[value] ?? value];
    return [name, name === "at" ? instant(value) : value];
  });
  return fill(words.answers[question]?.[code] ?? code, Object.fromEntries(said), around);
}

/** @param {string} question @param {string} answer @returns {Line} */
const toldAs = (question, answer) => ({ question, answer, exact: false });
/** @param {string} question @param {string} answer @returns {Line} */
const exactly = (question, answer) => ({ question, answer, exact: true });

/**
 * What others than whoever made a dossier said of the ledger, and what that is worth.
 * @param {OutsideWords} words of a language @param {Outside} others
 * @returns {{ readonly title: string, readonly means: string, readonly lists: readonly (readonly Line[])[] }[]}
 */
export function outsideTold(words, { stamps, countersigned }) {
  const ofStamps = stamps.map(({ file, at, by, root, fingerprint, checked }) => [
    exactly(words.at, instant(at)), toldAs(words.by, by), toldAs(words.root, root), exactly(words.fingerprint, fingerprint),
    ...(checked ? [] : [exactly(words.unchecked, checkedBy(file))]),
  ]);
  const ofWitnesses = (countersigned ?? []).map(({ by, key, at, size, released }) => [
    toldAs(words.witness, by), exactly(words.witnessKey, key), exactly(words.seen, instant(at)),
    toldAs(words.size, fill(released ? words.released : words.before, { size: String(size) })),
  ]);
  return [
    { title: words.stamps, means: stamps.length > 0 ? words.stampsMean : words.noStamps, lists: ofStamps },
    { title: words.witnesses, means: countersigned === null ? words.keyless : ofWitnesses.length > 0 ? words.witnessesMean : words.noWitnesses, lists: ofWitnesses },
  ];
}

/** How stock OpenSSL checks a stamp that lies in a dossier. @param {string} file */
function checkedBy(file) {
  const name = file.slice(file.lastIndexOf("/") + 1, -4);
  return `openssl ts -verify -token_in -in ${name}.tst -data checkpoint.txt -CAfile ${name}.pem`;
}
