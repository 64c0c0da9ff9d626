/**
 * `npm run dossier:verify -- <dossier.zip or folder> [--key <verifier key>] [--language en|fr|ar]`: checks a dossier as its own page does,
 * with nothing but what it brings, and says PASS, with the answers to the custody questions of each exhibit, or the first thing that is
 * wrong and what it means. Without `--language` it is said in the language of the terminal (LC_ALL, LC_MESSAGES, LANG), or in English.
 *
 * Exit code: 0 nothing was changed, 1 something was, 2 there is nothing to check, which one that is sealed to a key is not before it was opened.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { isSealed, verifyArchive, verifyDossier, type Verdict } from "~/dossier";
import { dossierWords } from "~/messages/dossier/words";
import { languageOf } from "../language";
import { told } from "./told";

const { values, positionals } = parseArgs({
  allowPositionals: true, options: { key: { type: "string" }, language: { type: "string" } },
});
const key = values.key?.trim();
const words = dossierWords[languageOf(values.language)];

/** Null where it is sealed. */
async function verdictOn(given: string): Promise<Verdict | null> {
  if (statSync(given).isDirectory()) {
    const names = readdirSync(given, { recursive: true, encoding: "utf8" }).filter((name) => statSync(path.join(given, name)).isFile());
    return verifyDossier(new Map(names.map((name) => [name.split(path.sep).join("/"), readFileSync(path.join(given, name))])), { key });
  }
  const bytes = readFileSync(given);
  return isSealed(bytes) ? null : verifyArchive(bytes, { key });
}

const [given] = positionals;
if (given === undefined) {
  process.stderr.write("Which dossier? npm run dossier:verify -- <file or folder> [--key <verifier key>] [--language en|fr|ar]\n");
  process.exitCode = 2;
} else {
  const verdict = await verdictOn(given);
  if (verdict === null) {
    process.stdout.write(`${words.sealed}\n`);
    process.exitCode = 2;
  } else {
    process.stdout.write(told(verdict, words, key !== undefined).map((line) => `${line}\n`).join(""));
    if (!verdict.ok) process.exitCode = 1;
  }
}
