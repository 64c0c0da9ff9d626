/**
 * `npm run dossier:verify -- <dossier.zip or folder> [--key <verifier key>] [--language en|fr|ar]`: checks a dossier as its own page does,
 * with nothing but what it brings, and says PASS or the first thing that is wrong.
 *
 * Exit code: 0 nothing was changed, 1 something was, 2 there is nothing to check.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { readZip, verifyDossier } from "~/dossier";
import { dossierWords } from "~/messages/dossier/words";
import { isLanguage } from "~/messages/languages";

const { values, positionals } = parseArgs({
  allowPositionals: true, options: { key: { type: "string" }, language: { type: "string", default: "en" } },
});
const words = dossierWords[isLanguage(values.language) ? values.language : "en"];

/** The files of a dossier, by their paths within its folder. */
function filesOf(given: string): Map<string, Uint8Array> {
  if (statSync(given).isDirectory()) {
    const names = readdirSync(given, { recursive: true, encoding: "utf8" }).filter((name) => statSync(path.join(given, name)).isFile());
    return new Map(names.map((name) => [name.split(path.sep).join("/"), readFileSync(path.join(given, name))]));
  }
  const files = readZip(readFileSync(given));
  return new Map([...(files ?? [])].map(([name, bytes]) => [name.slice(name.indexOf("/") + 1), bytes]));
}

const [given] = positionals;
if (given === undefined) {
  process.stderr.write("Which dossier? npm run dossier:verify -- <file or folder> [--key <verifier key>]\n");
  process.exitCode = 2;
} else {
  const files = filesOf(given);
  const verdict = files.size === 0 ? { ok: false as const, code: "not-a-dossier", where: "" } : await verifyDossier(files, { key: values.key });
  if (verdict.ok) {
    process.stdout.write(`${words.pass}\n${words.passMeans}\n${words.questions.digest}: ${verdict.digest}\n${words.questions.recordDigest}: ${verdict.recordDigest}\n${words.questions.by}: ${verdict.key}\n`);
    if (values.key === undefined) process.stdout.write(`${words.keyHint}\n`);
  } else {
    const faults: Readonly<Record<string, string>> = words.faults;
    process.stdout.write(`${words.fail}\n${faults[verdict.code] ?? verdict.code}${verdict.where === "" ? "" : ` ${verdict.where}`}\n`);
    process.exitCode = 1;
  }
}
