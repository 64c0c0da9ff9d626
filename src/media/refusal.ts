/**
 * Why a file is not taken. Carries a code and numbers, never a byte, a name or a library's message: what a hostile file
 * makes a decoder say must not reach a log or a page.
 */
import type { RefusedKind } from "./formats/refused";

export const refusalCodes = [
  "not-an-image",
  "unsupported-format",
  "too-many-bytes",
  "too-many-pixels",
  "animated-too-long",
  "damaged",
  "took-too-long",
  "too-much-memory",
  "residue",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/**
 * `kind`: what it is instead, with "unsupported-format". `limit` and `found`: with the codes that name a bound.
 * `finding`: what the walker met, with "residue".
 */
export type RefusalDetails = {
  readonly kind?: RefusedKind;
  readonly limit?: number;
  readonly found?: number;
  readonly finding?: string;
};

export class MediaRefusal extends Error {
  override readonly name = "MediaRefusal";
  constructor(
    readonly code: RefusalCode,
    readonly details: RefusalDetails = {},
  ) {
    super(details.finding === undefined ? code : `${code}: ${details.finding}`);
  }
}

/** The decoder was taken away in the middle of its work (killed from outside, the machine out of memory). Says nothing of the file: do it again. */
export class MediaInterrupted extends Error {
  override readonly name = "MediaInterrupted";
  constructor() {
    super("the confined decoder ended before it answered");
  }
}
