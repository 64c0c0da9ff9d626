/**
 * The recovery set: the custody key's private half split into parts of which some bring it back and fewer tell nothing
 * (Shamir over GF(2⁸)), each written so that it can be printed on a card and typed from it.
 *
 * ```
 * version and how many are needed   0x1 << 4 | k       1
 * set                               random             2    the same on all cards of one set
 * part                              y of 32 bytes, x  33
 * check                             SHA-256 of these   4
 * ```
 *
 * 40 bytes are 64 characters of Crockford's base 32: four lines of sixteen, each with a check character of its own, so that a
 * typing mistake is found in its line.
 */
import { combine, split } from "shamir-secret-sharing";
import { concat, hex, random, sha256, type Bytes } from "./bytes";
import { bytesOf, checked, checkOf, inFours, spelled, valuesOf } from "./crockford";
import { recipientOf, SECRET_BYTES } from "./identity";

const MOST_PARTS = 9;
const LEAST_NEEDED = 2;
/** How many parts there are, and how many of them bring the key back. */
export type Recovery = { readonly parts: number; readonly needed: number };
export const isRecovery = ({ parts, needed }: Recovery): boolean =>
  Number.isInteger(parts) && Number.isInteger(needed) && needed >= LEAST_NEEDED && parts >= needed && parts <= MOST_PARTS;

const VERSION = 1;
const PART = SECRET_BYTES + 1;
const CHECK = 4;
const CARD = 1 + 2 + PART + CHECK;
export const LINES = 4;
const IN_LINE = (CARD * 8) / 5 / LINES;

/** What stands on one card: four lines, and to which set it belongs. */
export type Card = { readonly set: string; readonly lines: readonly string[] };

async function card(needed: number, set: Bytes, part: Uint8Array): Promise<Card> {
  const stated = concat(new Uint8Array([(VERSION << 4) | needed]), set, part);
  const text = spelled(concat(stated, (await sha256(stated)).slice(0, CHECK)));
  const lines = Array.from({ length: LINES }, (_, i) => text.slice(i * IN_LINE, (i + 1) * IN_LINE));
  return { set: hex(set).toUpperCase(), lines: lines.map((line) => inFours(checked(line))) };
}

/** @throws TypeError for numbers that make no set */
export async function makeCards(secret: Bytes, recovery: Recovery): Promise<Card[]> {
  if (!isRecovery(recovery)) throw new TypeError("that makes no recovery set");
  const set = random(2);
  const parts = await split(secret, recovery.parts, recovery.needed);
  return Promise.all(parts.map((part) => card(recovery.needed, set, part)));
}

/** One line as typed: right, or not. */
export const isLine = (typed: string): boolean => lineValues(typed) !== null;

function lineValues(typed: string): number[] | null {
  const values = valuesOf(typed);
  const line = values?.slice(0, -1);
  return line?.length === IN_LINE && checkOf(line) === values?.at(-1) ? line : null;
}

type Part = { readonly needed: number; readonly set: string; readonly part: Bytes };

/** One card as typed, line by line; null where a line is wrong or the whole does not fit together. */
async function readCard(lines: readonly string[]): Promise<Part | null> {
  const values = lines.map(lineValues);
  if (values.length !== LINES || values.includes(null)) return null;
  const bytes = bytesOf(values.flatMap((line) => line ?? []));
  if (bytes?.length !== CARD) return null;
  const stated = bytes.slice(0, CARD - CHECK);
  const check = (await sha256(stated)).slice(0, CHECK);
  if (hex(check) !== hex(bytes.slice(CARD - CHECK)) || bytes[0]! >> 4 !== VERSION) return null;
  return { needed: bytes[0]! & 15, set: hex(bytes.slice(1, 3)), part: bytes.slice(3, 3 + PART) };
}

export type Rebuilt =
  | { readonly ok: true; readonly secret: Bytes }
  /** `unreadable` is the card's position among those given. */
  | { readonly ok: false; readonly why: "unreadable"; readonly card: number }
  | { readonly ok: false; readonly why: "mixed" | "twice" | "too-few" | "another-key" };

/**
 * The private half again. The parts alone do not say whether what came of them is right: the public half does.
 * @param typed the lines of each card
 * @param recipient the public half; null where it is not known, and then whoever asks has to look at what came of it
 */
export async function rebuild(typed: readonly (readonly string[])[], recipient: string | null): Promise<Rebuilt> {
  const read = await Promise.all(typed.map(readCard));
  const unreadable = read.indexOf(null);
  if (unreadable !== -1) return { ok: false, why: "unreadable", card: unreadable };
  const cards = read.filter((each) => each !== null);
  const [first] = cards;
  if (!first || cards.length < first.needed) return { ok: false, why: "too-few" };
  if (cards.some(({ set, needed }) => set !== first.set || needed !== first.needed)) return { ok: false, why: "mixed" };
  if (new Set(cards.map(({ part }) => part.at(-1))).size !== cards.length) return { ok: false, why: "twice" };
  const secret = concat(await combine(cards.map(({ part }) => part)));
  if (recipient !== null && (await recipientOf(secret)) !== recipient) return { ok: false, why: "another-key" };
  return { ok: true, secret };
}
