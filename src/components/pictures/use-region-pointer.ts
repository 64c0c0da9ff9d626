import { useEffect, useRef, useState, type PointerEvent, type RefObject } from "react";
import type { Region } from "~/domain/evidence";
import { centredOn, corners, fit, moved, resized, spanning, usualSize, type Box, type Corner, type Point, type Size } from "./geometry";

/** How far, in CSS pixels, a finger may tremble and still mean a tap. */
const TREMBLE = 5;

type Gesture =
  | { readonly does: "draw"; readonly from: Point }
  | { readonly does: "tap"; readonly id: string | null }
  | { readonly does: "move"; readonly id: string; readonly from: Point; readonly box: Box }
  | { readonly does: "resize"; readonly id: string; readonly from: Point; readonly box: Box; readonly corner: Corner };

export type PointerActs = {
  readonly onAdd: (box: Box) => void;
  readonly onPlace: (id: string, box: Box, continued: boolean) => void;
  readonly onSelect: (id: string | null) => void;
};

/**
 * Turns pointer events on the overlay into acts. Elements say what they are by `data-region` and `data-corner`.
 *
 * A finger moves only the region that is already selected, so that a swipe over the picture scrolls the page and
 * never shifts a mark by accident; a mouse selects and moves at once. When the browser takes a gesture over for
 * scrolling it sends `pointercancel`, and nothing has happened.
 */
export function useRegionPointer(
  svg: RefObject<SVGSVGElement | null>,
  { picture, unit, regions, selected, drawing, onAdd, onPlace, onSelect }: PointerActs & {
    readonly picture: Size;
    readonly unit: number;
    readonly regions: readonly Region[];
    readonly selected: string | null;
    readonly drawing: boolean;
  },
) {
  const gesture = useRef<(Gesture & { pointer: number; at: Point; begun: boolean }) | null>(null);
  /** The rectangle being drawn, not a region yet. */
  const [band, setBand] = useState<Box | null>(null);

  // Browsers apply `touch-action` to the outermost `<svg>` at best, so what a finger may drag is kept from scrolling
  // here; React's own touch listeners are passive and cannot.
  useEffect(() => {
    const element = svg.current;
    const onTouchStart = (event: TouchEvent) => {
      const on = event.target instanceof Element ? event.target.closest("[data-region]") : null;
      const held = on !== null && on.getAttribute("data-region") === selected;
      if (event.touches.length === 1 && (drawing || held)) event.preventDefault();
    };
    element?.addEventListener("touchstart", onTouchStart, { passive: false });
    return () => element?.removeEventListener("touchstart", onTouchStart);
  }, [svg, drawing, selected]);

  const toPicture = (event: PointerEvent): Point => {
    const matrix = svg.current?.getScreenCTM()?.inverse();
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    return { x, y };
  };

  function begin(event: PointerEvent, from: Point): Gesture {
    if (drawing) return { does: "draw", from };
    const target = event.target instanceof Element ? event.target : null;
    const id = target?.closest("[data-region]")?.getAttribute("data-region") ?? null;
    const corner = corners.find((one) => one === target?.getAttribute("data-corner"));
    const box = regions.find((region) => region.id === id);
    if (!box || id === null) return { does: "tap", id: null };
    if (corner) return { does: "resize", id, from, box, corner };
    if (id === selected || event.pointerType !== "touch") return { does: "move", id, from, box };
    return { does: "tap", id };
  }

  const onPointerDown = (event: PointerEvent) => {
    if (!event.isPrimary || event.button !== 0) return;
    const at = toPicture(event);
    const begun = begin(event, at);
    gesture.current = { ...begun, pointer: event.pointerId, at, begun: false };
    if (begun.does !== "tap") svg.current?.setPointerCapture(event.pointerId);
    if (begun.does === "move" || begun.does === "resize") onSelect(begun.id);
  };

  const onPointerMove = (event: PointerEvent) => {
    const now = gesture.current;
    if (now?.pointer !== event.pointerId) return;
    const at = toPicture(event);
    if (!now.begun && Math.hypot(at.x - now.at.x, at.y - now.at.y) < TREMBLE * unit) return;
    const continued = now.begun;
    now.begun = true;
    if (now.does === "draw") setBand(spanning(now.from, at, picture));
    if (now.does === "move" || now.does === "resize") {
      const by = { x: at.x - now.from.x, y: at.y - now.from.y };
      const box = now.does === "move" ? moved(now.box, by, picture) : resized(now.box, now.corner, by, picture);
      onPlace(now.id, box, continued);
    }
  };

  const onPointerUp = (event: PointerEvent) => {
    const now = gesture.current;
    if (now?.pointer !== event.pointerId) return;
    gesture.current = null;
    setBand(null);
    const at = toPicture(event);
    if (now.does === "draw")
      onAdd(now.begun ? spanning(now.from, at, picture) : centredOn(at, usualSize(picture), picture));
    if (now.does === "tap" && !now.begun) onSelect(now.id);
  };

  const onPointerCancel = () => {
    const now = gesture.current;
    if (now?.begun && (now.does === "move" || now.does === "resize")) onPlace(now.id, fit(now.box, picture), true);
    gesture.current = null;
    setBand(null);
  };

  return { band, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel } };
}
