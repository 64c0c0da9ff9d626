import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { Box, Point, Size } from "./geometry";
import { usePinch } from "./use-pinch";
import { useShownWidth } from "./use-shown-width";
import { useStable } from "./use-stable";
import { limited, onPicture, scrollFor, unitOf, zoomFor } from "./zoom";

/** One press of a key or a button. */
export const STEP = 1.5;

/**
 * Zoom and pan of the picture in its frame. One finger, the wheel and the frame's own arrow keys scroll as everywhere;
 * two fingers, and the wheel with Ctrl, zoom about the place that they point at.
 *
 * `canvas` lies in a box of the same size that has no transform, so that what can be scrolled stays as it is in a pinch.
 */
export function useZoom(
  frame: RefObject<HTMLElement | null>,
  canvas: RefObject<HTMLElement | null>,
  picture: Size,
) {
  const [zoom, setZoom] = useState(1);
  const width = useShownWidth(frame);
  const unit = unitOf(picture, width, zoom);
  /** What is to stand where in the frame once the new zoom is on the page. */
  const aim = useRef<{ readonly point: Point; readonly at: Point | null } | null>(null);

  const middleOf = (element: HTMLElement): Point => ({ x: element.clientWidth / 2, y: element.clientHeight / 2 });
  /** @param at from the frame's corner; null for its middle, once the frame has the height that the zoom gives it */
  const scroll = useStable((point: Point, at: Point | null) => {
    const element = frame.current;
    if (!element) return;
    if (at === null) element.scrollIntoView({ block: "nearest" });
    element.scrollTo(scrollFor(point, at ?? middleOf(element), unit));
  });
  // After every drawing: the zoom is on the page with the one that brings it.
  useLayoutEffect(() => {
    if (!aim.current) return;
    const { point, at } = aim.current;
    aim.current = null;
    scroll(point, at);
  });

  const pointAt = (element: HTMLElement, at: Point): Point =>
    onPicture({ x: element.scrollLeft + at.x, y: element.scrollTop + at.y }, unit);

  function show(next: number, point: Point, at: Point | null): void {
    const wanted = limited(next);
    if (wanted === zoom) scroll(point, at);
    else {
      aim.current = { point, at };
      setZoom(wanted);
    }
  }

  /** @param at what stays where it is, from the frame's corner; its middle unless told otherwise */
  const zoomBy = useStable((times: number, at?: Point) => {
    const element = frame.current;
    if (!element) return;
    const where = at ?? middleOf(element);
    show(zoom * times, pointAt(element, where), where);
  });

  /** Bring a region to the middle, large enough to be judged. */
  const reveal = useStable((box: Box) => {
    const element = frame.current;
    if (!element) return;
    const size = { width: element.clientWidth, height: element.clientHeight };
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    show(zoomFor(box, zoom, picture, size), middle, null);
  });

  const fit = useStable(() => setZoom(1));

  usePinch(frame, canvas, {
    zoom,
    onEnd: (times, from, to) => {
      if (frame.current) show(zoom * times, pointAt(frame.current, from), to);
    },
  });

  const onWheel = useStable((event: WheelEvent) => {
    if (!event.ctrlKey || !frame.current) return;
    event.preventDefault();
    const corner = frame.current.getBoundingClientRect();
    zoomBy(Math.exp(-event.deltaY / 200), { x: event.clientX - corner.left, y: event.clientY - corner.top });
  });
  // React's own wheel listener is passive and could not keep the browser from zooming the page.
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [frame, onWheel]);

  return { zoom, unit, zoomBy, reveal, fit };
}
export type View = ReturnType<typeof useZoom>;
