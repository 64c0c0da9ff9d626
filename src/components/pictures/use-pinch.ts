import { useEffect, useRef, type RefObject } from "react";
import { flushSync } from "react-dom";
import type { Point } from "./geometry";
import { useStable } from "./use-stable";
import { limited } from "./zoom";

type Fingers = { readonly distance: number; readonly middle: Point };

type Laid = { readonly times: number; readonly about: Point; readonly by: Point };

/** Show a layer larger and elsewhere than it is; with null, as it is. */
function lay(layer: HTMLElement, laid: Laid | null): void {
  layer.style.transformOrigin = laid ? `${laid.about.x}px ${laid.about.y}px` : "";
  layer.style.transform = laid ? `translate(${laid.by.x}px, ${laid.by.y}px) scale(${laid.times})` : "";
}

/**
 * Two fingers on the frame: how far apart they move is the zoom, where they move is the pan. Until they leave, only a
 * transform of `canvas` changes, which the browser draws without laying anything out; `onEnd` is told what it came to.
 * All points are measured from the frame's corner.
 */
export function usePinch(
  frame: RefObject<HTMLElement | null>,
  canvas: RefObject<HTMLElement | null>,
  { zoom, onEnd }: {
    readonly zoom: number;
    readonly onEnd: (times: number, from: Point, to: Point) => void;
  },
): void {
  const pinch = useRef<{ readonly from: Fingers; readonly times: number; readonly to: Point } | null>(null);

  const fingers = (touches: TouchList): Fingers | null => {
    const [a, b] = touches;
    if (!frame.current || !a || !b || touches.length !== 2) return null;
    const corner = frame.current.getBoundingClientRect();
    return {
      distance: Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)),
      middle: { x: (a.clientX + b.clientX) / 2 - corner.left, y: (a.clientY + b.clientY) / 2 - corner.top },
    };
  };

  const onTouchStart = useStable((event: TouchEvent) => {
    const from = fingers(event.touches);
    if (!from) return;
    event.preventDefault();
    pinch.current = { from, times: 1, to: from.middle };
  });

  const onTouchMove = useStable((event: TouchEvent) => {
    const [now, from, layer, element] = [fingers(event.touches), pinch.current?.from, canvas.current, frame.current];
    if (!now || !from || !layer || !element) return;
    event.preventDefault();
    const times = limited((zoom * now.distance) / from.distance) / zoom;
    pinch.current = { from, times, to: now.middle };
    const about = { x: from.middle.x + element.scrollLeft, y: from.middle.y + element.scrollTop };
    lay(layer, { times, about, by: { x: now.middle.x - from.middle.x, y: now.middle.y - from.middle.y } });
  });

  const onTouchEnd = useStable((event: TouchEvent) => {
    const ended = pinch.current;
    if (!ended || event.touches.length >= 2) return;
    pinch.current = null;
    // Both before the browser paints: the picture must not jump back in between.
    if (canvas.current) lay(canvas.current, null);
    flushSync(() => onEnd(ended.times, ended.from.middle, ended.to));
  });

  // React's own touch listeners are passive and could not keep the browser from zooming the page.
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const active = { passive: false };
    element.addEventListener("touchstart", onTouchStart, active);
    element.addEventListener("touchmove", onTouchMove, active);
    element.addEventListener("touchend", onTouchEnd);
    element.addEventListener("touchcancel", onTouchEnd);
    return () => {
      element.removeEventListener("touchstart", onTouchStart);
      element.removeEventListener("touchmove", onTouchMove);
      element.removeEventListener("touchend", onTouchEnd);
      element.removeEventListener("touchcancel", onTouchEnd);
    };
  }, [frame, onTouchStart, onTouchMove, onTouchEnd]);
}
