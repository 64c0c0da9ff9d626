// @ts-check
/** Answers in words: templates of a catalogue, filled. Stands in `verify.html` too. */

/** @typedef {{ readonly purposes: Readonly<Record<string, string>>, readonly openings: Readonly<Record<string, string>>, readonly answers: Readonly<Record<string, Readonly<Record<string, string>>>> }} AnswerWords */

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
