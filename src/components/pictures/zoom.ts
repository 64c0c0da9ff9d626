import type { Box, Point, Size } from "./geometry";

/**
 * How the picture lies in its frame, in CSS pixels. `zoom` 1 shows the whole width. Around the picture there is a
 * {@link MARGIN} that does not grow with it, so that a region at its edge can still be taken by its corners.
 */
export const MARGIN = 18;
export const MAX_ZOOM = 24;
/** How large the smaller side of a face is at least when somebody is led to it. */
const SEEN = 56;
/** How much of the frame a region fills at most then: a face is judged by what is around it. */
const FILLS = 0.45;

export const limited = (zoom: number): number => Math.min(MAX_ZOOM, Math.max(1, zoom));

/** Picture pixels per CSS pixel. */
export const unitOf = (picture: Size, frameWidth: number, zoom: number): number =>
  picture.width / Math.max(40, frameWidth * zoom - 2 * MARGIN);

/** Where a point of the picture is on the canvas that scrolls. */
export const onCanvas = (point: Point, unit: number): Point => ({ x: point.x / unit + MARGIN, y: point.y / unit + MARGIN });
/** And back. */
export const onPicture = (point: Point, unit: number): Point => ({ x: (point.x - MARGIN) * unit, y: (point.y - MARGIN) * unit });

/** How far the frame has to be scrolled so that `point` of the picture stands at `at`, measured from the frame's corner. */
export function scrollFor(point: Point, at: Point, unit: number): { left: number; top: number } {
  const there = onCanvas(point, unit);
  return { left: there.x - at.x, top: there.y - at.y };
}

/** A zoom at which `box` can be judged: large enough to see, with enough around it. */
export function zoomFor(box: Box, zoom: number, picture: Size, frame: Size): number {
  const shown = unitOf(picture, frame.width, 1);
  const enough = (SEEN * shown) / Math.min(box.width, box.height);
  const most = Math.min((frame.width * shown) / box.width, (frame.height * shown) / box.height) * FILLS;
  return limited(Math.min(Math.max(zoom, enough), Math.max(1, most)));
}
