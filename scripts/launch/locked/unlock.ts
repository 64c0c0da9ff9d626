import type { KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import type { KeyHolders, KeyHolderSettings } from "~/env";
import { isWeak } from "~/server/credentials";
import { createPassphraseFile, PassphraseError, passphraseHolder, passphraseKey } from "~/vault";
import { say } from "../progress.mjs";
import { askSecretly, canAsk } from "./ask";
import { startLockedServer } from "./server";

const SHORTEST = 16;

type Place = Readonly<{ port: number; publicUrl: string }>;

/**
 * The keys that come from passphrases: typed on the terminal, if there is one, or on the one page that an instance has
 * while it is locked, whichever is first. Until then nothing of the instance runs that could answer anything.
 *
 * @param folder of the keys
 * @returns none where no passphrase is needed, or where `stopping` was aborted
 */
export async function unlock(folder: string, { wraps, opens }: KeyHolders, place: Place, stopping: AbortSignal): Promise<KeyObject[]> {
  const keys: KeyObject[] = [];
  for (const settings of [wraps, ...opens]) {
    if (settings.kind !== "passphrase" || stopping.aborted) continue;
    const file = path.join(folder, settings.file);
    const key = existsSync(file) ? await unlockOne(file, place, stopping) : await choose(file, stopping);
    if (key !== null) keys.push(key);
  }
  return keys;
}

/**
 * The same for a program that serves nothing: typed at its terminal, unless it was given them.
 * @param given what it has already
 * @throws where there is no terminal to ask at
 */
export async function typeKeys(folder: string, holders: readonly KeyHolderSettings[], given: readonly KeyObject[]): Promise<KeyObject[]> {
  const typed: KeyObject[] = [];
  const never = new AbortController().signal;
  for (const settings of holders) {
    if (settings.kind !== "passphrase") continue;
    const file = path.join(folder, settings.file);
    if (!existsSync(file)) typed.push((await choose(file, never))!);
    else if (!(await isAmong(file, given))) {
      if (!canAsk()) throw new Error("The passphrase has to be typed: run this at a terminal.");
      say("Passphrase", settings.file);
      typed.push((await askUntilRight(file, never))!);
    }
  }
  return typed;
}

const isAmong = (file: string, keys: readonly KeyObject[]): Promise<boolean> =>
  passphraseHolder(file, keys).then(
    () => true,
    (error: unknown) => {
      if (error instanceof PassphraseError && error.fault === "locked") return false;
      throw error;
    },
  );

/** @returns null where `stopping` was aborted */
async function unlockOne(file: string, { port, publicUrl }: Place, stopping: AbortSignal): Promise<KeyObject | null> {
  const done = new AbortController();
  const over = AbortSignal.any([done.signal, stopping]);
  const page = await startLockedServer({ port, publicUrl, tryPassphrase: (passphrase) => passphraseKey(file, passphrase) });
  say("Locked", `nothing is served before the passphrase is typed, ${canAsk() ? "here or " : ""}at ${publicUrl}/unlock`);
  try {
    return await Promise.race([page.unlocked, ended(over), ...(canAsk() ? [askUntilRight(file, over)] : [])]);
  } finally {
    done.abort();
    await page.close();
  }
}

const ended = (signal: AbortSignal): Promise<null> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener("abort", () => resolve(null), { once: true });
  });

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";

/** @returns null where `over` was aborted */
async function askUntilRight(file: string, over: AbortSignal): Promise<KeyObject | null> {
  try {
    for (;;) {
      const key = await passphraseKey(file, await askSecretly("  Passphrase (it is not shown): ", over));
      if (key !== null || over.aborted) return key;
      say("Locked", "that is not it");
    }
  } catch (error) {
    if (isAbort(error)) return null;
    throw error;
  }
}

/**
 * Chooses the passphrase of a new instance. On a terminal only: on a page, whoever comes first would choose.
 * @returns null where `stopping` was aborted
 */
async function choose(file: string, stopping: AbortSignal): Promise<KeyObject | null> {
  if (!canAsk()) throw new Error("No passphrase has been chosen yet. Start it once on a terminal, where you can choose one.");
  say("Passphrase", "choose one of six words or more: without it nothing can ever be opened, by anybody");
  try {
    for (;;) {
      const passphrase = await askSecretly("  New passphrase (it is not shown): ", stopping);
      if (passphrase.length < SHORTEST || isWeak(passphrase, "vouchsafe")) say("Passphrase", `too easy to guess: ${SHORTEST} characters at least, and no common words alone`);
      else if (passphrase !== (await askSecretly("  The same again: ", stopping))) say("Passphrase", "they differ");
      else return await createPassphraseFile(file, passphrase);
    }
  } catch (error) {
    if (isAbort(error)) return null;
    throw error;
  }
}
