// @ts-check
/**
 * Sets one PDF, in a thread of its own: the compiler is native and keeps its thread for as long as it takes. What it is given is text and
 * pictures; the template is ours. No text reaches it as source, only as data that is set as it is, and nothing here names a file.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { blobs, settable } from "./fonts.mjs";

/** @typedef {import("./index").Started} Started */

const require = createRequire([process.cwd(), "package.json"].join("/"));
/** @type {typeof import("@myriaddreamin/typst-ts-node-compiler")} */
const { NodeCompiler } = require("@myriaddreamin/typst-ts-node-compiler");

/** Where nothing is: what a template could name is what was handed in. */
const NOWHERE = process.platform === "win32" ? "C:\\nowhere" : "/nowhere";
/** Where a word is broken that would run out of the page, by the letters that a line holds. A digest, of 64 in narrow letters, stays whole. */
const LONG = { words: /[^\s\u200b]{40}(?=[^\s\u200b])/gu, code: /\S{64}(?=\S)/gu };

/** Each text of it as it can be set; a passage that was not set whole says so. @param {unknown} value @returns {unknown} */
function settled(value) {
  if (typeof value === "string") return settable(value).text;
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, one]) => [name, settled(one)]);
  const own = Object.fromEntries(members);
  if (own.kind === "said") own.whole = passages(value).every((text) => settable(text).whole);
  if (typeof own.text === "string") own.text = own.text.replaceAll(own.as === "code" || own.kind === "code" ? LONG.code : LONG.words, "$&\u200b");
  return own;
}

/** @param {object} said @returns {string[]} */
const passages = (said) => Object.values(said).flatMap((one) => (typeof one === "string" ? [one] : typeof one === "object" && one !== null ? passages(one) : []));

/** @param {Started} started @returns {Uint8Array} */
function made({ paper, pictures, at }) {
  const compiler = NodeCompiler.create({ workspace: NOWHERE, fontArgs: [{ fontBlobs: blobs }] });
  try {
    for (const [name, bytes] of pictures) compiler.mapShadow(`${NOWHERE}/${name}.jpg`, Buffer.from(bytes));
    const mainFileContent = readFileSync([process.cwd(), "src", "dossier", "pdf", "paper.typ"].join("/"), "utf8");
    const result = compiler.compile({ mainFileContent, inputs: { paper: JSON.stringify(settled(paper)) } });
    const document = result.result;
    if (!document) throw new Error(`The PDF could not be set: ${told(result.takeError())}`);
    const warnings = result.takeWarnings();
    if (warnings) throw new Error(`The PDF was not set as it should be: ${told(warnings)}`);
    return written(() => compiler.pdf(document, { pdfStandard: "a-2a", creationTimestamp: at }));
  } finally {
    // What was set is remembered for the whole process, were it not said otherwise.
    compiler.resetShadow();
    compiler.evictCache(0);
  }
}

/** @template T @param {() => T} write @returns {T} */
function written(write) {
  try {
    return write();
  } catch {
    // What the compiler says of it has the words in it that it could not set.
    throw new Error("The PDF could not be written as PDF/A.");
  }
}

/** What a template does wrong, without a word of what it was given. @param {import("@myriaddreamin/typst-ts-node-compiler").NodeError | null} error */
const told = (error) => (error?.shortDiagnostics ?? []).map(({ range }) => JSON.stringify(range)).join(", ");

parentPort?.postMessage(made(/** @type {Started} */ (workerData)), []);
