/** Previews: the same picture, smaller, from pixels again and read again like every other. */
import { decode } from "./decode";
import { encoding, shrink, tools } from "./encode";
import type { CleanImage } from "./proof";
import { publish } from "./sanitise";

/**
 * At this length of the longer side, the noise that identifies a camera's sensor was no longer found in any single picture of four cameras
 * (pooled over several pictures of one camera it still was, for one of the four). The length to use for what is published.
 */
export const SAFE_LONG_EDGE = 1600;

/** `longEdge` in pixels; a smaller picture is not enlarged. Throws MediaRefusal, MediaInterrupted. */
export async function resize(clean: CleanImage, longEdge: number): Promise<CleanImage> {
  const pixels = await shrink(await decode("jpeg", clean.bytes), longEdge);
  return publish(pixels, [...clean.recipe, { step: "resize", longEdge, tools: { ...tools }, encoding }]);
}
