/**
 * What the tree holds in place of a body: a commitment under a random salt. Without the salt a commitment
 * tells nothing, not even to someone who guesses the body; so once body and salt are erased the leaf
 * identifies nobody, and the tree stays valid.
 */
import { hash, randomBytes } from "node:crypto";
import { LedgerError } from "./error";
import type { Bytes } from "./tree";

export const SALT_BYTES = 32;
const LABEL = new TextEncoder().encode("vouchsafe ledger commitment v1\n");

export const newSalt = (): Bytes => new Uint8Array(randomBytes(SALT_BYTES));

/** SHA-256(label ‖ salt ‖ body): label and salt have fixed lengths, so the parts cannot be cut differently. */
export function commit(salt: Uint8Array, body: Uint8Array): Bytes {
  if (salt.length !== SALT_BYTES) throw new TypeError("a salt has 32 bytes");
  return new Uint8Array(hash("sha256", Buffer.concat([LABEL, salt, body]), "buffer"));
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const MAX_DEPTH = 32;

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new LedgerError("not-canonical");
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value);
  // A lone surrogate has no UTF-8 and would become the replacement character, as would another.
  if (typeof value === "string" && !/\p{Surrogate}/u.test(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item: unknown) => write(item, depth + 1)).join(",")}]`;
  if (typeof value === "object" && isPlain(value) && Object.getOwnPropertySymbols(value).length === 0) {
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, item]) => `${write(name, depth)}:${write(item, depth + 1)}`).join(",")}}`;
  }
  throw new LedgerError("not-canonical");
}

/**
 * The one way to write `value` as JSON bytes, as RFC 8785 has it: no white space, names sorted by UTF-16 code units.
 * Numbers are safe integers only. Throws `not-canonical` for anything that JSON would drop, round or convert
 * silently: undefined, fractions, −0, dates, class instances, lone surrogates, nesting deeper than 32.
 */
export function canonical(value: Json): Bytes {
  return new TextEncoder().encode(write(value, 0));
}
