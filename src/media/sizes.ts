/**
 * How large a picture is when it leaves. A camera's own number of pixels can name its model, and its sensor's noise the very camera:
 * what leaves has one of a few long edges that every camera's pictures share.
 */
import type { CleanImage } from "./proof";

/** In pixels, from small to large. None is added between two others: a rare size would single out who chose it. */
export const longEdges = [320, 480, 640, 800, 1024, 1280, 1600, 2048, 2560, 3200, 4000, 4800, 6400, 8000] as const;

/**
 * At this length of the longer side, the noise that identifies a camera's sensor was no longer found in any single picture of four cameras
 * (pooled over several pictures of one camera it still was, for one of the four). The length to use for what is published.
 */
export const SAFE_LONG_EDGE = 1600 satisfies (typeof longEdges)[number];

/** Long edges of what members look at: enough for the display of a phone or a laptop, a twelfth of a phone's picture to send and decode; and a preview in a list. */
export const DISPLAY_EDGE = 1600;
export const PREVIEW_EDGE = 640;

/**
 * What takes the noise away is the shrinking, not the number that is left: a camera of 1600 pixels keeps all of it at 1600. The measured
 * cameras write 3008.
 */
const SAFE_SHRINK = SAFE_LONG_EDGE / 3008;

type Size = Pick<CleanImage, "width" | "height">;

/**
 * The largest of {@link longEdges} that neither the picture's longer side nor `ceiling` falls short of, in pixels. Nothing is enlarged:
 * a picture that is smaller than the smallest keeps its own length. `ceiling` asks for no less than the smallest.
 */
export function standardEdge({ width, height }: Size, ceiling: number = Number.POSITIVE_INFINITY): number {
  const own = Math.max(width, height);
  const [smallest] = longEdges;
  return longEdges.findLast((edge) => edge <= own && edge <= ceiling) ?? Math.min(own, smallest);
}

/** The {@link standardEdge} of what reaches strangers: at most {@link SAFE_LONG_EDGE}, and shrunk as much as what was measured. */
export const reducedEdge = (size: Size): number =>
  standardEdge(size, Math.min(SAFE_LONG_EDGE, Math.max(size.width, size.height) * SAFE_SHRINK));
