import { witnessFrom } from "../../witness/checks.mjs";
import { flipped, pick, put, resigned, text, utf8, type Chance, type Changed, type Files, type Forger, type Mutation } from "./bag";

/** Changes to what authorities of time and witnesses say in a dossier, by somebody who has the key: nothing but what they signed tells. */

const COUNTERSIGNED = "data/ledger/countersigned.txt";
const WITNESSES = "data/ledger/witnesses.txt";
const CONTINUES = "data/ledger/continues.json";
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g;

const ending = (files: Files, end: string, chance: Chance): string => pick([...files.keys()].filter((path) => path.startsWith("data/timestamps/") && path.endsWith(end)), chance);
/** Signed anew, with what else may be blamed for it. */
const inside = (changed: Changed, forger: Forger, ...also: readonly string[]): Changed =>
  changed && { files: resigned(changed.files, { ...forger, sign: forger.inside }), touched: [...changed.touched, ...also] };
const other = (char: string, chance: Chance): string => pick(["A", "B", "C", "D"].filter((one) => one !== char), chance);

export const outsideMutations: Readonly<Record<string, Mutation>> = {
  "with the key: another time in a stamp": (files, chance, forger) => {
    const path = ending(files, ".tst", chance);
    const token = files.get(path)!;
    // Of the statement, which is the first that tells a time in four digits of a year.
    const digit = Buffer.from(token).toString("latin1").search(/(?<!\d)\d{14}Z/) + chance(14);
    return inside(put(files, path, token.with(digit, 0x30 + ((token[digit]! - 0x30 + 1 + chance(9)) % 10))), forger);
  },
  "with the key: another stamp": (files, chance, forger) => {
    const path = ending(files, ".tst", chance);
    const token = files.get(path)!;
    const end = token.length - 20;
    return inside(put(files, path, Buffer.concat([token.subarray(0, end), flipped(token.subarray(end), chance)])), forger);
  },
  "with the key: a stamp of something else": (files, chance, forger) => {
    const path = ending(files, "/checkpoint.txt", chance);
    return inside(put(files, path, utf8(forger.earlier)), forger);
  },
  "with the key: other certificates": (files, chance, forger) => {
    const path = ending(files, ".pem", chance);
    const chain = text(files.get(path)!).match(CERTIFICATE) ?? [];
    const others = pick([chain.slice(0, -1), chain.slice(1), chain.toReversed(), chain.slice(0, 1), []], chance);
    return inside(put(files, path, utf8(others.join(""))), forger, path.replace(/pem$/, "tst"));
  },
  "with the key: half a stamp": (files, chance, forger) => {
    const path = ending(files, pick([".pem", ".tst"], chance), chance);
    const fewer = new Map(files);
    fewer.delete(path);
    return inside({ files: fewer, touched: [path] }, forger);
  },
  "with the key: another stamped release": (files, chance, forger) => {
    const path = ending(files, "/released.json", chance);
    const entry = JSON.parse(text(files.get(path)!)) as { index: number; proof: string[] };
    const said = pick<object>([{ index: entry.index - 1 }, { salt: "AAAA" }, { event: {} }, { proof: entry.proof.slice(1) }, { proof: [...entry.proof, entry.proof[0]] }], chance);
    return inside(put(files, path, utf8(JSON.stringify({ ...entry, ...said }))), forger);
  },
  "with the key: another countersignature": (files, chance, forger) => {
    const note = text(files.get(COUNTERSIGNED)!);
    const at = note.lastIndexOf(" ") + 1 + chance(96);
    return inside(put(files, COUNTERSIGNED, utf8(`${note.slice(0, at)}${other(note[at]!, chance)}${note.slice(at + 1)}`)), forger);
  },
  "with the key: another witness's key": (files, chance, forger) => {
    const keys = text(files.get(WITNESSES)!).split("\n").slice(0, -1);
    const at = chance(keys.length);
    const theirs = witnessFrom(keys[at]!.split("+")[0]!, Buffer.alloc(32, 3 + chance(200))).key;
    return inside(put(files, WITNESSES, utf8(keys.map((key, n) => `${n === at ? theirs : key}\n`).join(""))), forger, COUNTERSIGNED);
  },
  "with the key: fewer witnesses": (files, _chance, forger) => {
    const note = text(files.get(COUNTERSIGNED)!);
    return inside(put(files, COUNTERSIGNED, utf8(note.slice(0, note.lastIndexOf("— ")))), forger, WITNESSES);
  },
  "with the key: another proof": (files, chance, forger) => {
    const proof = JSON.parse(text(files.get(CONTINUES)!)) as string[];
    const stranger = Buffer.alloc(32, chance(256)).toString("base64");
    const others = pick([[...proof, stranger], [stranger, ...proof.slice(1)], proof.slice(0, -1)], chance);
    return inside(put(files, CONTINUES, utf8(JSON.stringify(others, null, 2))), forger, COUNTERSIGNED);
  },
};
