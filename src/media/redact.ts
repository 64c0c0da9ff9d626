/**
 * Destroys rectangles of a clean image. The pixels are overwritten before anything else happens to the picture, so that no scaling and no
 * compression ever sees what was there; only then something is drawn over them, by methods that never see a pixel (`redaction/methods`),
 * in shapes that tell little of what they cover (`redaction/shapes`).
 */
import { type Pixels, decode } from "./decode";
import { encoding, tools } from "./encode";
import { limits } from "./limits";
import type { CleanImage } from "./proof";
import type { RecipeStep } from "./recipe";
import { type Method, drawings, freshSeed } from "./redaction/methods";
import { type Rectangle, type Shape, drawn } from "./redaction/shapes";
import { type Edges, type Images, publishInSizes } from "./sanitise";

/** `shape` is `square` unless it says otherwise. */
export type Region = Rectangle & { readonly shape?: Shape | undefined };
export type Redaction = Extract<RecipeStep, { step: "redact" }>;

/** Rows of `texture`, or of black, over a rectangle that lies within the picture. */
function overwrite(pixels: Pixels, { x, y, width, height }: Rectangle, texture: Buffer = Buffer.alloc(width * height * 3)): void {
  for (let row = 0; row < height; row += 1) {
    texture.copy(pixels.data, ((y + row) * pixels.width + x) * 3, row * width * 3, (row + 1) * width * 3);
  }
}

/**
 * A copy in which each region is destroyed, in its standard shape, and drawn over; `longEdge` (pixels) makes it smaller afterwards.
 * `seed` (16 bytes in hexadecimal) is chosen at random where the method needs one; the recipe has it.
 * Throws RangeError on a region or a seed that is none or on too many regions, MediaRefusal, MediaInterrupted.
 */
export async function redact(
  clean: CleanImage,
  regions: readonly Region[],
  { method = "solid", seed, longEdge = null }: { method?: Method; seed?: string; longEdge?: number | null } = {},
): Promise<CleanImage> {
  const [image] = await redactInSizes(clean, regions, [longEdge], { method, ...(seed !== undefined && { seed }) });
  return image;
}

/**
 * The same redaction in several sizes, from one decoding: at each of `longEdges` the very image that `redact` gives with the same seed. Throws as
 * `redact` does.
 */
export async function redactInSizes<const Of extends Edges>(
  clean: CleanImage,
  regions: readonly Region[],
  longEdges: Of,
  { method = "solid", seed }: { method?: Method; seed?: string } = {},
): Promise<Images<Of>> {
  const step: Omit<Redaction, "longEdge"> = {
    step: "redact",
    method,
    version: drawings[method].version,
    seed: drawings[method].seeded ? (seed ?? freshSeed()) : null,
    regions: planned(clean, regions),
    tools: { ...tools },
    encoding,
  };
  return followed(clean, step, longEdges);
}

/** The rectangles that are destroyed for these regions, in the same order. Throws as `redact` does. */
export function planned(size: { width: number; height: number }, regions: readonly Region[]): Rectangle[] {
  if (regions.length > limits.regions) throw new RangeError("too many regions");
  return regions.map((region) => drawn(region, region.shape ?? "square", size));
}

/**
 * Follows a redaction's recipe on the image that it was made from: the same bytes, where tools and versions are those of the recipe.
 * Throws RangeError when its method has changed since or a rectangle does not lie within the picture, MediaRefusal, MediaInterrupted.
 */
export async function replay(clean: CleanImage, step: Redaction): Promise<CleanImage> {
  const [image] = await followed(clean, step, [step.longEdge]);
  return image;
}

async function followed<Of extends Edges>(clean: CleanImage, step: Omit<Redaction, "longEdge">, longEdges: Of): Promise<Images<Of>> {
  const { version, draw } = drawings[step.method];
  if (step.version !== version) throw new RangeError(`the method ${step.method} is at version ${version}, the recipe at ${step.version}`);
  const within = ({ x, y, width, height }: Rectangle) =>
    x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= clean.width && y + height <= clean.height;
  if (!step.regions.every(within)) throw new RangeError("a rectangle of the recipe does not lie within the picture");
  const pixels = await decode("jpeg", clean.bytes);
  for (const region of step.regions) overwrite(pixels, region);
  for (const [index, region] of step.regions.entries()) overwrite(pixels, region, draw(region, step.seed, index));
  return publishInSizes(pixels, longEdges, (longEdge) => [...clean.recipe, { ...step, longEdge, tools: { ...tools }, encoding }]);
}
