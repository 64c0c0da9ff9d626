/**
 * A key holder whose key is in nobody's file: it is made from a passphrase (Argon2id, RFC 9106) each time the instance
 * starts, and is in memory from then on. Beside the data lies one line, nothing of which is secret:
 *
 *     vouchsafe-passphrase:1:argon2id:m=<KiB>,t=<passes>,p=<lanes>:<salt>:<check>
 *
 * `salt` is 16 bytes, `check` the first 16 bytes of HMAC-SHA256(key, "vouchsafe passphrase check"), both in base64url.
 * The check tells a wrong passphrase before it seals anything. It helps a guesser no more than any wrapped key does:
 * what protects against whoever has the disk is the passphrase, and what each guess costs.
 */
import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hashRaw } from "@node-rs/argon2";
import { KEY_BYTES } from "../key";
import type { KeyHolder } from "./holder";
import { codeOf, placeOnce } from "./key-files";
import { localHolder } from "./local";

export type PassphraseFault = "missing" | "exists" | "malformed" | "locked";

/** The message is for the operator: it names the file and says what to do. */
export class PassphraseError extends Error {
  override readonly name = "PassphraseError";
  readonly fault: PassphraseFault;
  constructor(fault: PassphraseFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** What a guess costs: memory in KiB, passes over it, lanes. */
type PassphraseCost = { readonly memory: number; readonly passes: number; readonly lanes: number };

const SALT_BYTES = 16;
const CHECK_BYTES = 16;
/** Half a second and a quarter of a gigabyte: it is paid once for each start. */
const USUAL: PassphraseCost = { memory: 256 * 1024, passes: 4, lanes: 1 };
/** Below, somebody has changed the file to make guessing cheap; above, to keep the instance from starting. */
const within = ({ memory, passes, lanes }: PassphraseCost): boolean =>
  memory >= 64 * 1024 && memory <= 4 * 1024 * 1024 && passes >= 3 && passes <= 64 && lanes >= 1 && lanes <= 16;

type Line = PassphraseCost & { readonly salt: Buffer; readonly check: Buffer };

const line = /^vouchsafe-passphrase:1:argon2id:m=(\d{1,9}),t=(\d{1,3}),p=(\d{1,2}):([\w-]{22}):([\w-]{22})\n$/;

async function read(path: string): Promise<Line> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") throw new PassphraseError("missing", `no passphrase has been chosen: ${path} is not there`);
    throw error;
  });
  const [, memory, passes, lanes, salt, check] = line.exec(text) ?? [];
  const cost = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  if (salt === undefined || check === undefined || !within(cost)) {
    throw new PassphraseError("malformed", `${path} is not as it was written: put it back from your backup`);
  }
  return { ...cost, salt: Buffer.from(salt, "base64url"), check: Buffer.from(check, "base64url") };
}

const checkOf = (key: KeyObject): Buffer =>
  createHmac("sha256", key).update("vouchsafe passphrase check").digest().subarray(0, CHECK_BYTES);
const fits = (key: KeyObject, { check }: Line): boolean => timingSafeEqual(checkOf(key), check);

/** One accent is one letter or two characters, depending on the keyboard: both are the same passphrase. */
async function derive(passphrase: string, salt: Uint8Array, { memory, passes, lanes }: PassphraseCost): Promise<KeyObject> {
  // Argon2id is what the library makes of a passphrase when nothing else is said; the vector in the test holds it to that.
  const bytes = await hashRaw(passphrase.normalize("NFKC"), {
    memoryCost: memory, timeCost: passes, parallelism: lanes, outputLen: KEY_BYTES, salt,
  });
  try {
    return createSecretKey(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** Throws PassphraseError `exists` rather than replace a salt: that would lose everything that was sealed with it. */
export async function createPassphraseFile(path: string, passphrase: string, cost: PassphraseCost = USUAL): Promise<KeyObject> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(passphrase, salt, cost);
  const [written, check] = [salt, checkOf(key)].map((bytes) => bytes.toString("base64url"));
  const text = `vouchsafe-passphrase:1:argon2id:m=${cost.memory},t=${cost.passes},p=${cost.lanes}:${written}:${check}\n`;
  if (!(await placeOnce(path, Buffer.from(text)))) {
    throw new PassphraseError("exists", `${path} is there already and is left as it is`);
  }
  return key;
}

/** @returns the key to hand to {@link passphraseHolder}, or null for a wrong passphrase. Throws PassphraseError */
export async function passphraseKey(path: string, passphrase: string): Promise<KeyObject | null> {
  const written = await read(path);
  const key = await derive(passphrase, written.salt, written);
  return fits(key, written) ? key : null;
}

/**
 * @param keys what this process was given, of which the one that the file at `path` describes is taken
 * Throws PassphraseError `locked` where it was not given that one
 */
export async function passphraseHolder(path: string, keys: readonly KeyObject[]): Promise<KeyHolder> {
  const written = await read(path);
  const key = keys.find((one) => fits(one, written));
  if (key === undefined) throw new PassphraseError("locked", "nobody has typed the passphrase: the instance is locked");
  return localHolder("passphrase", key);
}
