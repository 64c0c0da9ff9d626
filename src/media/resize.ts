/** Previews: the same picture, smaller, from pixels again and read again like every other. */
import { decode } from "./decode";
import { encoding, tools } from "./encode";
import type { CleanImage } from "./proof";
import { publish } from "./sanitise";

/** `longEdge` in pixels; a smaller picture is not enlarged. Throws MediaRefusal, MediaInterrupted. */
export async function resize(clean: CleanImage, longEdge: number): Promise<CleanImage> {
  return publish(await decode("jpeg", clean.bytes, longEdge), [...clean.recipe, { step: "resize", longEdge, tools: { ...tools }, encoding }]);
}
