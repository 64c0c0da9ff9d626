import { zipped } from "~/dossier";
import { flipped, pick, utf8, type Chance, type Files } from "./bag";

/** Changes to the archive around a dossier, in the very form in which archives are written here: what is unpacked would be something else than what is checked. */

/** @param bag the dossier's files, by their paths within its folder */
type Rearranged = (bag: Files, chance: Chance) => Uint8Array;

const OTHERS = ["z", "a", "dossier", "dossier-2", "data", "..", "."];
const OUT = ["../verify.html", "dossier-1/../verify.html", "/verify.html", "C:/verify.html", "..\\verify.html", "dossier-1/data\\verify.html", "dossier-1//verify.html", "verify.html"];
const AGAIN = ["data/Record.json", "DATA/record.json", "data/record.json/more.txt", "data", "data/record.json.", "data/re\u0301cord.json", "data/r\u00e9cord.json", "data/record.json\u001b[2J"];

const written = (...all: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array => zipped(new Map(all.map(([name, bytes]) => [name, new Uint8Array(bytes)])));
const inFolder = (folder: string, bag: Files) => [...bag].map(([path, bytes]) => [`${folder}/${path}`, bytes] as const);

export const archiveMutations: Readonly<Record<string, Rearranged>> = {
  // What is forged lies where its reader looks, and what is genuine in the folder beside it.
  "two folders": (bag, chance) => {
    const path = pick([...bag.keys()].filter((one) => one.startsWith("data/exhibits/")), chance);
    const forged = new Map(bag).set(path, flipped(bag.get(path)!, chance));
    return written(...inFolder("dossier-1", forged), [`${pick(OTHERS, chance)}/${path}`, bag.get(path)!]);
  },
  "a name that leads elsewhere": (bag, chance) => written(...inFolder("dossier-1", bag), [pick(OUT, chance), bag.get("verify.html") ?? utf8("put here")]),
  "a name that is another's on some disks": (bag, chance) => written(...inFolder("dossier-1", bag), [`dossier-1/${pick(AGAIN, chance)}`, utf8("put here")]),
  "a folder that leads elsewhere": (bag, chance) => written(...inFolder(pick(["..", ".", "", "../dossier-1", "dossier 1", "dossier-1.", "C:", "~"], chance), bag)),
};
