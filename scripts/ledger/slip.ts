/**
 * `npm run ledger:slip -- <slip.txt> --file <the file> --key <the ledger's key> [--language en|fr|ar]`: whether a slip shows that this very
 * file was handed in, and when: a photo, or the file of an account's words. The file opens it; so does `--digest` with the file's SHA-256,
 * which shows that, and when, and not what. Nothing else does. It needs neither an instance nor a network.
 *
 * Exit code: 0 it does, 1 it does not, 2 there is nothing to check.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { LedgerError, verifySlip } from "~/ledger";
import { openSlip, VaultError } from "~/vault";
import { languageOf } from "../language";
import { sayIn } from "../words";

const text = { type: "string" } as const;
const { values: { file, digest, key, language }, positionals: [given] } = parseArgs({
  allowPositionals: true, options: { file: text, digest: text, key: text, language: text },
});
const say = sayIn(languageOf(language));

/** There is nothing to check: why, in words. */
class NothingToCheck extends Error {}
function read(name: string): Buffer {
  try {
    return readFileSync(name);
  } catch {
    throw new NothingToCheck(say("noFile", { file: name }));
  }
}

/** What the file opens, or its digest alone; null for neither, for both, and for what is no digest. */
function digestGiven(): string | null {
  if (file !== undefined) return digest === undefined ? createHash("sha256").update(read(file)).digest("hex") : null;
  const typed = digest?.trim().toLowerCase() ?? "";
  return /^[0-9a-f]{64}$/.test(typed) ? typed : null;
}

const faults = ["malformed-key", "malformed-note", "unsigned", "forged"] as const;

/** @param own digest of what was handed in */
function check(slip: string, withKey: string, own: string): { readonly holds: boolean; readonly said: string } {
  try {
    // Copied by hand, lines end as the editor wants.
    const { index, size, body } = verifySlip(openSlip(`${slip.replaceAll("\r\n", "\n").trim()}\n`, own), withKey);
    const entry = JSON.parse(new TextDecoder().decode(body)) as { readonly digest?: unknown; readonly at?: unknown };
    if (entry.digest !== own) return { holds: false, said: say("slip.other") };
    const values = { at: String(entry.at), index: String(index), size: String(size) };
    return { holds: true, said: file === undefined ? say("slip.passDigest", values) : say("slip.passFile", values) };
  } catch (error) {
    if (error instanceof VaultError) return { holds: false, said: say("slip.other") };
    const fault = faults.find((code) => error instanceof LedgerError && error.code === code);
    if (fault === undefined) throw error;
    return { holds: false, said: say(`slip.${fault}`) };
  }
}

try {
  const own = digestGiven();
  if (given === undefined || own === null || key === undefined) throw new NothingToCheck(say("slip.usage"));
  const { holds, said } = check(read(given).toString(), key, own);
  process.stdout.write(`${said}\n`);
  if (!holds) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof NothingToCheck)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
