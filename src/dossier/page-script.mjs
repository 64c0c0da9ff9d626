// @ts-check
/** The page around the checks: what the reader chooses is read here and goes nowhere. Words come with it, in every language that it has. */
import { isSealed, within } from "./zip.mjs";
import { fill, instant, outsideTold, sentence } from "./sentences.mjs";
import { verifyArchive, verifyDossier } from "./verifier.mjs";

/** @import { Outside } from "./outside.mjs" */
/** @import { Line } from "./sentences.mjs" */
/** @typedef {{ dir: string, name: string, words: any }} Language */
/** @type {Record<string, Language>} */
const languages = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
let language = navigator.languages.map((tag) => tag.split("-")[0] ?? "").find((tag) => tag in languages) ?? Object.keys(languages)[0] ?? "en";
/** @type {Awaited<ReturnType<typeof verifyDossier>> | "reading" | "sealed" | "unable" | "unread" | null} */
let verdict = null;
let key = "";

/** @param {string} path @param {Record<string, string>} [filled] */
function say(path, filled = {}) {
  const words = path.split(".").reduce((at, name) => at?.[name], languages[language]?.words);
  return fill(String(words ?? path), filled);
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Partial<HTMLElementTagNameMap[K]>} [properties] @param {...(Node | string)} children
 */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}
const code = (/** @type {string} */ words) => make("code", {}, words);

/** @param {FileList | null} list */
async function read(list) {
  const chosen = [...(list ?? [])];
  if (chosen.length === 0) return;
  verdict = "reading";
  tell();
  try {
    verdict = globalThis.crypto?.subtle ? await verdictOn(chosen) : "unable";
  } catch {
    verdict = "unread";
  }
  tell();
}

/** @param {readonly File[]} chosen @returns {Promise<typeof verdict>} */
async function verdictOn(chosen) {
  const known = key.trim() === "" ? {} : { key: key.trim() };
  const [first] = chosen;
  if (first && chosen.length === 1 && !first.webkitRelativePath) {
    const bytes = new Uint8Array(await first.arrayBuffer());
    return isSealed(bytes) ? "sealed" : verifyArchive(bytes, known);
  }
  const files = new Map();
  for (const file of chosen) files.set(within(file.webkitRelativePath || file.name), new Uint8Array(await file.arrayBuffer()));
  return verifyDossier(files, known);
}

/** @param {string} label @param {Partial<HTMLInputElement>} properties */
function chooser(label, properties) {
  const input = make("input", { type: "file", ...properties });
  // A browser says nothing of a file that is chosen a second time, and it may be another by now.
  input.addEventListener("click", () => {
    input.value = "";
  });
  input.addEventListener("change", () => void read(input.files));
  return make("label", {}, say(label), make("br"), input);
}

/** What is said of what was chosen. It is there from the beginning and only what is in it changes: so it is read aloud. */
const place = make("section", { id: "verdict", ariaLive: "polite" });
const choosing = make("div");
document.getElementById("main")?.append(choosing, place);

/** Everything in the language that was chosen. */
function show() {
  const own = /** @type {Language} */ (languages[language]);
  Object.assign(document.documentElement, { lang: language, dir: own.dir });
  document.title = say("title");
  const choices = Object.entries(languages).map(([tag, { name }]) => {
    const button = make("button", { type: "button", id: `in-${tag}`, lang: tag, ariaPressed: String(tag === language) }, name);
    button.addEventListener("click", () => {
      language = tag;
      show();
      document.getElementById(button.id)?.focus();
    });
    return button;
  });
  document.getElementById("languages")?.replaceChildren(...choices);
  const known = make("input", { type: "text", size: 60, dir: "ltr", value: key, spellcheck: false, autocomplete: "off" });
  known.addEventListener("input", () => {
    key = known.value;
  });
  choosing.replaceChildren(
    make("h1", {}, say("title")), make("p", {}, say("lead")), make("label", {}, say("key"), make("br"), known), make("p", {}, say("keyHint")),
    chooser("archive", { accept: ".zip,.age" }), chooser("folder", { webkitdirectory: true }),
  );
  tell();
}

/** The inputs stay as they are: what was chosen is in them, and the focus. */
function tell() {
  place.className = "";
  place.replaceChildren();
  if (typeof verdict === "string") place.append(say(verdict));
  else if (verdict && !verdict.ok) {
    place.className = "wrong";
    place.append(make("h2", {}, say("fail")), make("p", {}, say(`faults.${verdict.code}`)), ...(verdict.where ? [make("p", {}, code(verdict.where))] : []));
    place.append(make("h3", {}, say("means")), make("p", {}, say(`meaning.${verdict.code}`)));
  } else if (verdict) {
    place.className = "right";
    place.append(make("h2", {}, say("pass")), make("p", {}, say("passMeans")), ...answers(verdict));
  }
}

/** @param {string} question @param {Node | string} answer */
const line = (question, answer) => [make("dt", {}, say(`questions.${question}`)), make("dd", {}, answer)];

/** @param {Extract<Awaited<ReturnType<typeof verifyDossier>>, { ok: true }>} found */
function* answers({ digest, key: by, recordDigest, record, shown, outside: others }) {
  yield make("dl", {}, ...line("digest", code(digest)), ...line("recordDigest", code(recordDigest)), ...line("by", code(by)), ...line("reference", code(record.reference)),
    ...line("released", code(instant(record.released.event.at))), ...line("authority", code(`${record.decided.event.by} · ${record.released.event.by}`)),
    ...line("why", say(`purposes.${record.purpose}`)));
  yield* toldBy(others);
  for (const { file, exhibit, steps } of shown) {
    const of = (/** @type {string} */ kind) => exhibit.entries.find(({ event }) => event.kind === kind)?.event;
    yield make("h3", {}, say("exhibit", { number: String(exhibit.number) }));
    yield make("dl", {}, ...line("file", code(file)), ...line("digest", code(exhibit.digest)),
      ...line("altered", say(`forms.${exhibit.form === "original" ? "original" : (of("derivative.made")?.form ?? "text")}`)),
      ...(exhibit.original && exhibit.form !== "original" ? line("original", code(exhibit.original)) : []));
    for (const step of steps) yield stepTold(step);
  }
}

/** @param {string} title @param {string} words @param {readonly (readonly Line[])[]} lists */
const part = (title, words, lists) => [
  make("h3", {}, title), make("p", {}, words),
  ...lists.map((lines) => make("dl", {}, ...lines.flatMap(({ question, answer, exact }) => [make("dt", {}, question), make("dd", {}, exact ? code(answer) : make("bdi", {}, answer))]))),
];

/** What others said of the ledger. @param {Outside} others */
const toldBy = (others) => outsideTold(languages[language]?.words.outside, others).flatMap(({ title, means, lists }) => part(title, means, lists));

/** A value that runs another way than the sentence around it. @param {string} value */
const isolated = (value) => `\u2068${value}\u2069`;

/** The custody questions about one step, and their answers. @param {Record<string, any>} step */
function stepTold(step) {
  const words = languages[language]?.words;
  const asked = Object.keys(words.custody).flatMap((question) => [
    make("dt", {}, say(`custody.${question}`)), make("dd", {}, sentence(words, question, step[question], isolated)),
  ]);
  return make("section", {}, make("h4", {}, say(`steps.${step.step}`)), make("dl", {}, ...asked, ...(step.entry === null ? [] : line("entry", code(String(step.entry))))));
}

show();
