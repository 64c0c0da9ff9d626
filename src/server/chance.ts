import { randomBytes, randomInt } from "node:crypto";

/** Chance's order: what is numbered, written or sent in it does not tell which came before which. */
export function shuffled<T>(some: readonly T[]): T[] {
  const left = [...some];
  return some.flatMap(() => left.splice(randomInt(left.length), 1));
}

/** Where a digest has to stand, and none may. */
export const noDigest = (): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(32));

/** A name for a picture that tells neither what is in it nor which came first. */
export const pictureName = (): string => `${randomBytes(8).toString("hex")}.jpg`;
