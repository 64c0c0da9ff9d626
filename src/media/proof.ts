/**
 * The three proofs of this module. A value has one of these types only if it went through the door that the type names:
 * the symbols below exist for the compiler alone and are not exported, so nothing outside can write them down.
 */
import type { Recipe } from "./recipe";

declare const untrusted: unique symbol;
declare const clean: unique symbol;
declare const heard: unique symbol;

/** Bytes from outside. Everything in `media/` that parses demands this, so that wire bytes are never taken for a picture. */
export type Untrusted = { readonly bytes: Uint8Array; readonly [untrusted]: true };

/**
 * A picture and nothing else: written by this module from pixels, then read again by a reader that shares nothing with the writer.
 * `width` and `height` are the pixels of `bytes`, which stand upright and are sRGB.
 */
export type CleanImage = {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly mime: "image/jpeg";
  readonly recipe: Recipe;
  readonly [clean]: true;
};

/** Frames of sound and nothing else: `[Note: Only what is heard]` in `recording.ts`. */
export type CleanRecording = {
  readonly bytes: Uint8Array;
  readonly milliseconds: number;
  readonly mime: "audio/mpeg";
  readonly [heard]: true;
};

/** Marks bytes as coming from outside. The one way in; it looks at nothing. */
export function untrust(bytes: Uint8Array): Untrusted {
  return { bytes } as unknown as Untrusted;
}
