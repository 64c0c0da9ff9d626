import { createHash } from "node:crypto";

/** Changes to a dossier as whoever holds it could make them: by chance, by hand, and with a key of their own. */

export type Files = ReadonlyMap<string, Uint8Array>;
/** A whole number, at least 0 and less than `below`. */
export type Chance = (below: number) => number;
/** What somebody has who does not have the instance's key. */
export type Forger = {
  /** A signature of theirs under the digest of a dossier. */
  readonly sign: (digest: string) => string;
  readonly key: string;
  /** The instance's own, where somebody has that. */
  readonly inside: (digest: string) => string;
  /** A state of the ledger that the instance did sign, before what the dossier proves had happened. */
  readonly earlier: string;
};
/** `touched`: one of these, or the lists and signatures over them, is what a verifier has to name. Null: nothing was changed. */
export type Changed = { readonly files: Files; readonly touched: readonly string[] } | null;
export type Mutation = (files: Files, chance: Chance, forger: Forger) => Changed;

const LISTS = ["manifest-sha256.txt", "manifest-sha512.txt"];
const TAG_LISTS = ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"];
const SIGNATURE = "signature.txt";

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const hash = (algorithm: string, ...parts: readonly Uint8Array[]): string => createHash(algorithm).update(Buffer.concat(parts)).digest("hex");
export const pick = <T>(from: readonly T[], chance: Chance): T => from[chance(from.length)]!;

/** One byte is another. */
export function flipped(bytes: Uint8Array, chance: Chance): Uint8Array {
  const at = chance(bytes.length);
  return bytes.with(at, bytes[at]! ^ (1 + chance(255)));
}

/** Another thing at a place where there was one; null where it is the same. */
export function put(files: Files, path: string, bytes: Uint8Array): Changed {
  const before = files.get(path);
  return before && equal(before, bytes) ? null : { files: new Map(files).set(path, bytes), touched: [path] };
}

function swapped(files: Files, [one, other]: readonly [string, string]): Changed {
  const [a, b] = [files.get(one)!, files.get(other)!];
  return equal(a, b) ? null : { files: new Map(files).set(one, b).set(other, a), touched: [one, other] };
}

const listOf = (files: Files, paths: readonly string[], list: string): Uint8Array =>
  utf8(paths.toSorted().map((path) => `${hash(/sha\d+/.exec(list)![0], files.get(path)!)}  ${path}\n`).join(""));

/** The lists written anew over what there is, as whoever changed it would. */
function relisted(files: Files): Map<string, Uint8Array> {
  const anew = new Map(files);
  const payload = [...files.keys()].filter((path) => path.startsWith("data/"));
  for (const list of LISTS) anew.set(list, listOf(anew, payload, list));
  const tags = [...files.keys()].filter((path) => !path.startsWith("data/") && ![...TAG_LISTS, SIGNATURE].includes(path));
  for (const list of TAG_LISTS) anew.set(list, listOf(anew, tags, list));
  return anew;
}
const wholeOf = (files: Files): string => hash("sha256", ...TAG_LISTS.map((list) => files.get(list)!));
export const resigned = (files: Files, { sign }: Forger): Files => {
  const anew = relisted(files);
  return anew.set(SIGNATURE, utf8(sign(wholeOf(anew))));
};

/** The record says something else. */
const recordSaying = (files: Files, said: Readonly<Record<string, unknown>>): Files =>
  new Map(files).set("data/record.json", utf8(JSON.stringify({ ...(JSON.parse(text(files.get("data/record.json")!)) as object), ...said }, null, 2)));

type Custody = Readonly<Record<"where" | "why" | "authority" | "repeatable", Readonly<Record<string, string>> | string | null>>;

/** Of one exhibit the record answers something else, by somebody who has the key. */
function custodySaying(files: Files, chance: Chance, forger: Forger, say: (custody: Custody) => object): Changed {
  const record = JSON.parse(text(files.get("data/record.json")!)) as { exhibits: { file: string; custody: Custody }[] };
  const at = chance(record.exhibits.length);
  const exhibits = record.exhibits.map((one, n) => (n === at ? { ...one, custody: { ...one.custody, ...say(one.custody) } } : one));
  return { files: resigned(recordSaying(files, { exhibits }), { ...forger, sign: forger.inside }), touched: [record.exhibits[at]!.file] };
}

function linesMoved(bytes: Uint8Array, chance: Chance): Uint8Array {
  const lines = text(bytes).split("\n").slice(0, -1);
  const [line] = lines.splice(chance(lines.length), 1);
  lines.splice(chance(lines.length + 1), 0, line!);
  return utf8(lines.map((one) => `${one}\n`).join(""));
}

const exhibits = (files: Files): string[] => [...files.keys()].filter((path) => path.startsWith("data/exhibits/"));
const any = (files: Files, chance: Chance): string => pick([...files.keys()], chance);
const STRAY = ["data/exhibits/exhibit-0.jpg", "data/note.txt", "fetch.txt", "data/.hidden", "metadata/more.xml", "manifest-md5.txt"];

export const mutations: Readonly<Record<string, Mutation>> = {
  flip: (files, chance) => {
    const path = any(files, chance);
    return put(files, path, flipped(files.get(path)!, chance));
  },
  cut: (files, chance) => {
    const path = any(files, chance);
    return put(files, path, files.get(path)!.subarray(0, chance(files.get(path)!.length)));
  },
  append: (files, chance) => {
    const path = any(files, chance);
    return put(files, path, Buffer.concat([files.get(path)!, Buffer.from([chance(256)])]));
  },
  delete: (files, chance) => {
    const path = any(files, chance);
    const fewer = new Map(files);
    fewer.delete(path);
    return { files: fewer, touched: [path] };
  },
  insert: (files, chance) => put(files, pick(STRAY, chance), utf8(`put here ${chance(2 ** 31)}`)),
  swap: (files, chance) => swapped(files, [any(files, chance), any(files, chance)]),
  reorder: (files, chance) => {
    const path = pick([...LISTS, ...TAG_LISTS], chance);
    return put(files, path, linesMoved(files.get(path)!, chance));
  },
  "change, list anew": (files, chance) => {
    const path = pick([...exhibits(files), "data/record.json", "data/manifest.json"], chance);
    const changed = put(files, path, flipped(files.get(path)!, chance));
    return changed && { files: relisted(changed.files), touched: changed.touched };
  },
  "leave out, list anew": (files, chance) => {
    const fewer = new Map(files);
    const path = pick(exhibits(files), chance);
    fewer.delete(path);
    return { files: relisted(fewer), touched: [path] };
  },
  "sign with another key": (files, _chance, forger) => ({ files: resigned(files, forger), touched: [SIGNATURE] }),
  "change, sign with another key": (files, chance, forger) => {
    const path = pick(exhibits(files), chance);
    const changed = put(files, path, flipped(files.get(path)!, chance));
    return changed && { files: resigned(recordSaying(changed.files, { verifierKey: forger.key }), forger), touched: changed.touched };
  },
  "another's note under the key's name": (files, _chance, forger) => {
    const [mine, theirs] = [text(files.get(SIGNATURE)!), forger.sign(wholeOf(files))];
    const byLine = (note: string) => note.slice(note.lastIndexOf("— "));
    const name = byLine(mine).split(" ")[1]!;
    return put(files, SIGNATURE, utf8(`${mine.slice(0, mine.lastIndexOf("— "))}— ${name} ${byLine(theirs).split(" ")[2]!}`));
  },
  "older checkpoint": (files, _chance, { earlier }) => ({ files: relisted(recordSaying(files, { checkpoint: earlier })), touched: ["data/record.json"] }),
  // By somebody who has the key itself: what the ledger has said of the exhibits binds them as well.
  "with the key: other bytes": (files, chance, forger) => {
    const path = pick(exhibits(files), chance);
    const changed = put(files, path, flipped(files.get(path)!, chance));
    return changed && { files: resigned(changed.files, { ...forger, sign: forger.inside }), touched: changed.touched };
  },
  "with the key: swap": (files, chance, forger) => {
    const changed = swapped(files, [pick(exhibits(files), chance), pick(exhibits(files), chance)]);
    return changed && { files: resigned(changed.files, { ...forger, sign: forger.inside }), touched: changed.touched };
  },
  "with the key: other history": (files, chance, forger) => {
    const manifest = text(files.get("data/manifest.json")!);
    const digits = [...manifest.matchAll(/[0-9a-f]{64}/g)];
    const at = pick(digits, chance).index + chance(64);
    const other = `${manifest.slice(0, at)}${((Number.parseInt(manifest[at]!, 16) + 1 + chance(15)) % 16).toString(16)}${manifest.slice(at + 1)}`;
    const changed = put(files, "data/manifest.json", utf8(other));
    return changed && { files: resigned(changed.files, { ...forger, sign: forger.inside }), touched: changed.touched };
  },
  "with the key: another report": (files, chance, forger) => {
    const { reference, report } = JSON.parse(text(files.get("data/record.json")!)) as { reference: string; report: { place: string; forces: object[] } };
    const said = pick<object>([
      { report: { ...report, place: `${report.place}.` } }, { report: { ...report, forces: [...report.forces, { service: "another" }] } }, { reference: `${reference}0` },
    ], chance);
    return { files: resigned(recordSaying(files, { ...said }), { ...forger, sign: forger.inside }), touched: ["data/record.json"] };
  },
  "with the key: other terms": (files, chance, forger) => {
    const { purpose, until } = JSON.parse(text(files.get("data/record.json")!)) as { purpose: string; until: string };
    const said = pick<object>([{ purpose: purpose === "publication" ? "press" : "publication" }, { until: new Date(Date.parse(until) + 1).toISOString() }], chance);
    return { files: resigned(recordSaying(files, { ...said }), { ...forger, sign: forger.inside }), touched: ["data/record.json"] };
  },
  "with the key: of the kind before": (files, chance, forger) => {
    const { exhibits } = JSON.parse(text(files.get("data/record.json")!)) as { exhibits: object[] };
    const bare = pick([exhibits, exhibits.map((one) => ({ ...one, steps: undefined }))], chance);
    const older = recordSaying(files, { vouchsafe: "dossier/2", history: undefined, exhibits: bare });
    return { files: resigned(older, { ...forger, sign: forger.inside }), touched: ["data/record.json"] };
  },
  "with the key: steps that nothing holds": (files, chance, forger) => {
    const { exhibits } = JSON.parse(text(files.get("data/record.json")!)) as { exhibits: object[] };
    const steps = [{ step: "left", entry: null, who: { code: "member", member: crypto.randomUUID() } }];
    const at = chance(exhibits.length);
    const told = exhibits.map((one, n) => (n === at ? { ...one, steps } : one));
    const older = recordSaying(files, { vouchsafe: "dossier/2", history: undefined, exhibits: told });
    return { files: resigned(older, { ...forger, sign: forger.inside }), touched: ["data/record.json"] };
  },
  "with the key: another sender": (files, chance, forger) => custodySaying(files, chance, forger, () => ({ who: crypto.randomUUID() })),
  "with the key: another custody": (files, chance, forger) => custodySaying(files, chance, forger, (custody) => {
    const asked = pick(["where", "why", "authority", "repeatable"] as const, chance);
    const answer = custody[asked];
    if (answer === null) return { [asked]: { source: "0".repeat(64), recipe: "0".repeat(64) } };
    if (typeof answer === "string") return { [asked]: answer === "press" ? "court" : "press" };
    return { [asked]: pick([null, { ...answer, [pick(Object.keys(answer), chance)]: crypto.randomUUID() }], chance) };
  }),
  "with the key: another answer": (files, chance, forger) => {
    const record = JSON.parse(text(files.get("data/record.json")!)) as { exhibits: { file: string; steps: Record<string, Record<string, string>>[] }[] };
    const exhibit = pick(record.exhibits, chance);
    const step = pick(exhibit.steps, chance);
    const answer = step[pick(["who", "when", "where", "why", "authority", "altered", "repeatable"], chance)]!;
    // By which program and set how is in the recipe, which is not in the dossier.
    const name = pick(Object.keys(answer).filter((one) => one !== "program" && one !== "settings"), chance);
    answer[name] = name === "code" ? "another" : `${answer[name]!.slice(0, -1)}${answer[name]!.endsWith("0") ? "1" : "0"}`;
    return { files: resigned(recordSaying(files, { exhibits: record.exhibits }), { ...forger, sign: forger.inside }), touched: [exhibit.file] };
  },
  "with the key: a step left out": (files, chance, forger) => {
    const record = JSON.parse(text(files.get("data/record.json")!)) as { exhibits: { file: string; entries?: unknown; steps: { step: string }[] }[] };
    const exhibit = pick(record.exhibits, chance);
    const needed = exhibit.steps.filter(({ step }) => ["copied", "left"].includes(step) || (step === "received" && exhibit.file.endsWith(".txt")));
    const gone = pick(needed, chance);
    exhibit.steps = exhibit.steps.filter((step) => step !== gone && (step.step !== "redacted" || gone.step !== "received"));
    return { files: resigned(recordSaying(files, { exhibits: record.exhibits }), { ...forger, sign: forger.inside }), touched: [exhibit.file] };
  },
  "with the key: other consents": (files, chance, forger) => {
    const { consents } = JSON.parse(text(files.get("data/record.json")!)) as { consents: { clearedAt: string[]; facts: string[] } };
    const said = pick<object>([
      { rule: "nobody-was-asked" }, { clearedAt: consents.clearedAt.slice(1) }, { clearedAt: ["1999-01-01T00:00:00.000Z", ...consents.clearedAt.slice(1)] },
      { facts: [...consents.facts, "0".repeat(64)] }, { facts: consents.facts.with(0, "0".repeat(64)) }, { asked: true },
    ], chance);
    return { files: resigned(recordSaying(files, { consents: { ...consents, ...said } }), { ...forger, sign: forger.inside }), touched: ["data/record.json"] };
  },
  "with the key: an exhibit of another kind": (files, chance, forger) => {
    const { exhibits: all } = JSON.parse(text(files.get("data/record.json")!)) as { exhibits: { file: string; kind: string; size: string | null }[] };
    const [at, one] = pick([...all.entries()], chance);
    const said = pick<object>([{ kind: one.kind === "photo" ? "account" : "photo" }, { size: one.size === "full" ? "reduced" : "full" }, { language: "eo" }], chance);
    return { files: resigned(recordSaying(files, { exhibits: all.with(at, { ...one, ...said }) }), { ...forger, sign: forger.inside }), touched: [one.file] };
  },
  "with the key: steps in another order": (files, chance, forger) => {
    const { exhibits: all } = JSON.parse(text(files.get("data/record.json")!)) as { exhibits: { file: string; steps: object[] }[] };
    const [at, one] = pick([...all.entries()], chance);
    const told = one.steps.slice(0, -1);
    const nth = chance(told.length - 1);
    const others = pick([told.toReversed(), told.toSpliced(nth, 2, told[nth + 1]!, told[nth]!), told.toSpliced(nth, 0, told[nth]!)], chance);
    return { files: resigned(recordSaying(files, { exhibits: all.with(at, { ...one, steps: [...others, one.steps.at(-1)!] }) }), { ...forger, sign: forger.inside }), touched: [one.file] };
  },
  "with the key: a file more": (files, chance, forger) => {
    const path = `data/exhibits/${pick(["exhibit-0.jpg", "exhibit-99.jpg", "exhibit-1.png", "more/exhibit-1.jpg", "note.txt"], chance)}`;
    const changed = put(files, path, utf8(`put here ${chance(2 ** 31)}`));
    return changed && { files: resigned(changed.files, { ...forger, sign: forger.inside }), touched: [path] };
  },
  "with the key: a key that is another's": (files, _chance, forger) => ({ files: resigned(recordSaying(files, { verifierKey: forger.key }), { ...forger, sign: forger.inside }), touched: ["data/record.json"] }),
  "with the key: older checkpoint": (files, _chance, forger) => ({
    files: resigned(recordSaying(files, { checkpoint: forger.earlier }), { ...forger, sign: forger.inside }),
    touched: ["data/record.json", "data/manifest.json"],
  }),
};

/** Faults over all of it, for which no file is to blame. That it is no dossier names nothing: so ends whatever the checks did not foresee. */
const OVER_ALL = ["lists-changed", "lists-differ", "signature-forged", "key-unknown"];

/** Whether a verdict names what was changed, or the lists and signatures over it. */
export const names = ({ code, where }: { readonly code: string; readonly where: string }, touched: readonly string[]): boolean =>
  OVER_ALL.includes(code) || touched.includes(where);
