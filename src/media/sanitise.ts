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

/**
 * The same picture in several sizes, from one decoding: as it is, then at each of `longEdges` (pixels, from large to small), shrunk from the one before. Where it
 * is no larger than that anyway, the very image before it stands again. Throws as `sanitise` does.
 */
export async function sanitiseInSizes<const Edges extends readonly number[]>(
  untrusted: Untrusted,
  longEdges: Edges,
): Promise<[CleanImage, ...{ [Index in keyof Edges]: CleanImage }]> {
  const { format } = admit(untrusted);
  let pixels = await decode(format, untrusted.bytes);
  let image = await publish(pixels, sanitised(format, null));
  const images = [image];
  for (const longEdge of longEdges) {
    const smaller = await shrink(pixels, longEdge);
    if (smaller !== pixels) image = await publish(smaller, sanitised(format, longEdge));
    pixels = smaller;
    images.push(image);
  }
  return images as [CleanImage, ...{ [Index in keyof Edges]: CleanImage }];
}

/**
 * Bytes of ours that come back from storage: read again as when they were written. `recipe` is the one that was kept with them.
 * Throws MediaRefusal "residue".
 */
export function readmit(bytes: Uint8Array, recipe: Recipe = []): CleanImage {
  return prove(bytes, recipe);
}
