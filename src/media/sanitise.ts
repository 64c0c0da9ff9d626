/**
 * The one place where a picture becomes clean. The order is the safety: decoded where it can do no harm, only checked pixels
 * cross, written with one set of parameters, and then read again by a reader that shares nothing with the writer. What that reader
 * does not know is refused; there is no second try with something taken out.
 */
import { type Pixels, decode } from "./decode";
import { encode, encoding, shrink, tools } from "./encode";
import { readBareJpeg } from "./formats/bare-jpeg";
import type { FormatId } from "./formats/list";
import type { CleanImage, Untrusted } from "./proof";
import type { Recipe } from "./recipe";
import { MediaRefusal } from "./refusal";
import type { Size } from "./redaction/shapes";
import { admit } from "./sniff";

/** Mints. `recipe` goes into the proof as it is. */
function prove(bytes: Uint8Array, recipe: Recipe): CleanImage {
  const reading = readBareJpeg(bytes);
  if (!reading.ok) throw new MediaRefusal("residue", { finding: reading.finding });
  return { bytes, ...reading.picture, mime: "image/jpeg", recipe } as unknown as CleanImage;
}

const sanitised = (format: FormatId, longEdge: number | null): Recipe => [{ step: "sanitise", format, longEdge, tools: { ...tools }, encoding }];

/** Writes pixels and reads the file back. Throws MediaRefusal "residue" when anything but picture was written. */
export async function publish(pixels: Pixels, recipe: Recipe): Promise<CleanImage> {
  const clean = prove(await encode(pixels), recipe);
  if (clean.width !== pixels.width || clean.height !== pixels.height) {
    throw new MediaRefusal("residue", { finding: "a size that is not the picture's" });
  }
  return clean;
}

/** Long edges in pixels, from large to small; null for as it is. */
export type Edges = readonly [number | null, ...number[]];
export type Images<Of extends Edges> = { -readonly [Index in keyof Of]: CleanImage };

/**
 * Publishes pixels at each of `longEdges`, shrunk from the whole picture, so that each recipe is all that it takes to make its image again. Where the image
 * before is no larger than that anyway, it stands again. Throws as `publish` does.
 */
export async function publishInSizes<Of extends Edges>(pixels: Pixels, longEdges: Of, recipe: (longEdge: number | null) => Recipe): Promise<Images<Of>> {
  const images: CleanImage[] = [];
  for (const longEdge of longEdges) {
    const before = images.at(-1);
    const stands = before !== undefined && longEdge !== null && Math.max(before.width, before.height) <= longEdge;
    images.push(stands ? before : await publish(await shrink(pixels, longEdge), recipe(longEdge)));
  }
  return images as Images<Of>;
}

/**
 * Bytes from outside → a picture and nothing else: upright, sRGB, on white, first frame or page only.
 * `longEdge` (pixels, or a function of the size that gives them) makes it smaller; without it the size stays. A camera's sensor noise survives at full size and identifies
 * the camera to somebody who has other pictures of it; see SAFE_LONG_EDGE.
 * Throws MediaRefusal, or MediaInterrupted when the decoder was killed.
 */
export async function sanitise(
  untrusted: Untrusted,
  { longEdge = null }: { longEdge?: number | null | ((upright: Size) => number) } = {},
): Promise<CleanImage> {
  const { format } = admit(untrusted);
  const dependent = typeof longEdge === "function";
  const decoded = await decode(format, untrusted.bytes, dependent ? null : longEdge);
  const edge = dependent ? longEdge(decoded) : longEdge;
  return publish(await shrink(decoded, edge), sanitised(format, edge));
}

/** The same picture in several sizes, from one decoding. Throws as `sanitise` does. */
export async function sanitiseInSizes<const Of extends Edges>(untrusted: Untrusted, longEdges: Of): Promise<Images<Of>> {
  const { format } = admit(untrusted);
  return publishInSizes(await decode(format, untrusted.bytes), longEdges, (longEdge) => sanitised(format, longEdge));
}

/**
 * Bytes of ours that come back from storage: read again as when they were written. `recipe` is the one that was kept with them.
 * Throws MediaRefusal "residue".
 */
export function readmit(bytes: Uint8Array, recipe: Recipe = []): CleanImage {
  return prove(bytes, recipe);
}
