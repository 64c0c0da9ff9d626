/** What an image format has to bring: how it is recognised, and what a file of it carries besides its picture. */

/** Kinds of thing that a file carries besides pixels. Told to people as "what your file would have told"; the interface words them. */
export const residueKinds = [
  "exif",
  "xmp",
  "iptc",
  "colour-profile",
  "comment",
  "text",
  "time",
  "provenance",
  "further-picture",
  "maker-data",
  "unknown-block",
  "trailing-data",
] as const;
export type ResidueKind = (typeof residueKinds)[number];

export type Residue = { readonly kind: ResidueKind; readonly bytes: number };

/**
 * `frames`: at least this many pictures are in the file; 1 where the format does not say without decoding.
 * `pixels`: of the canvas that the header declares, given where a decoder takes the memory for it before we can ask.
 */
export type Survey = { readonly frames: number; readonly pixels?: number; readonly residue: readonly Residue[] };

export type Format<Id extends string = string> = {
  readonly id: Id;
  readonly mime: string;
  /** "wasm" where only a WebAssembly build decodes it. */
  readonly runtime?: "wasm";
  /** By leading bytes (for TIFF also the directories that they point to). Never decodes, never throws. */
  readonly matches: (bytes: Uint8Array) => boolean;
  /** Walks the container as far as it is sound. Never decodes, never throws, linear in the file's length. */
  readonly survey: (bytes: Uint8Array) => Survey;
};

export const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0) =>
  bytes.length >= at + signature.length && signature.every((byte, index) => bytes[at + index] === byte);

/** Adds up what was met, kind by kind. */
export class Tally {
  readonly #found = new Map<ResidueKind, number>();
  add(kind: ResidueKind, bytes: number): void {
    this.#found.set(kind, (this.#found.get(kind) ?? 0) + Math.max(0, bytes));
  }
  survey(frames: number): Survey {
    return { frames: Math.max(1, frames), residue: [...this.#found].map(([kind, bytes]) => ({ kind, bytes })) };
  }
}
