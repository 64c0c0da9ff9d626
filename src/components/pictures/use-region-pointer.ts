import { useEffect, useRef, useState, type PointerEvent, type RefObject } from "react";
import type { Region } from "~/domain/evidence";
import { centredOn, corners, meantBy, moved, resized, spanning, usualSize, type Box, type Corner, type Point, type Size } from "./geometry";
import { useStable } from "./use-stable";

/** Sides of what a finger has to hit, in CSS pixels: WCAG 2.2, 2.5.5, however small the face. */
export const TOUCH = 44;
/** How far, in CSS pixels, a finger may tremble and still mean a tap. */
const TREMBLE = 5;

type Gesture =
  | { readonly does: "draw"; readonly from: Point }
  | { readonly does: "tap"; readonly id: string | null }
  | { readonly does: "move"; readonly id: string; readonly from: Point; readonly box: Box }
  | { readonly does: "resize"; readonly id: string; readonly from: Point; readonly box: Box; readonly corner: Corner };

type Band = { readonly id: string | null; readonly box: Box };

export type PointerActs = {
  readonly onAdd: (box: Box) => void;
  readonly onPlace: (id: string, box: Box) => void;
  readonly onSelect: (id: string | null) => void;
};

/**
 * Turns pointer events on the overlay into acts. Which region is meant is asked of {@link meantBy}; handles say what
 * they are by `data-corner`.
 *
 * A finger moves only the region that is already selected, so that a swipe over the picture scrolls the page and
 * never shifts a mark by accident; a mouse selects and moves at once. A suggestion is never moved, only decided. When
 * the browser takes a gesture over for scrolling it sends `pointercancel`, and nothing has happened; nor has it when a
 * second finger comes down. A region is placed once, when the finger leaves it: meanwhile only the band moves, in a
 * drawing of its own, since drawing a hundred regions anew takes a cheap phone longer than a frame.
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
  /** What the finger holds until it leaves: a rectangle that is no region yet, or where a region is to go. */
  const [band, setBand] = useState<Band | null>(null);

  const at = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point => {
    const matrix = svg.current?.getScreenCTM()?.inverse();
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix);
    return { x, y };
  };

  function begin(event: { readonly target: EventTarget | null }, from: Point, touch: boolean): Gesture {
    if (drawing) return { does: "draw", from };
    const target = event.target instanceof Element ? event.target : null;
    const corner = corners.find((one) => one === target?.getAttribute("data-corner"));
    const held = regions.find(({ id }) => id === selected);
    if (corner && held) return { does: "resize", id: held.id, from, box: held, corner };
    const box = meantBy(regions, from, (TOUCH / 2) * unit, selected);
    if (!box) return { does: "tap", id: null };
    const movable = !box.possible && (box.id === selected || !touch);
    return movable ? { does: "move", id: box.id, from, box } : { does: "tap", id: box.id };
  }

  function bandOf(now: Gesture, to: Point): Band | null {
    if (now.does === "tap") return null;
    if (now.does === "draw") return { id: null, box: spanning(now.from, to, picture) };
    const by = { x: to.x - now.from.x, y: to.y - now.from.y };
    const box = now.does === "move" ? moved(now.box, by, picture) : resized(now.box, now.corner, by, picture);
    return { id: now.id, box };
  }

  const cancel = () => {
    gesture.current = null;
    setBand(null);
  };

  // Browsers apply `touch-action` to the outermost `<svg>` at best, so what a finger may drag is kept from scrolling
  // here; React's own touch listeners are passive and cannot.
  const onTouchStart = useStable((event: TouchEvent) => {
    const [finger] = event.touches;
    if (event.touches.length > 1) cancel();
    else if (finger && begin(event, at(finger), true).does !== "tap") event.preventDefault();
  });
  useEffect(() => {
    const element = svg.current;
    element?.addEventListener("touchstart", onTouchStart, { passive: false });
    return () => element?.removeEventListener("touchstart", onTouchStart);
  }, [svg, onTouchStart]);

  const onPointerDown = (event: PointerEvent) => {
    if (!event.isPrimary || event.button !== 0) return;
    const from = at(event);
    const begun = begin(event, from, event.pointerType === "touch");
    gesture.current = { ...begun, pointer: event.pointerId, at: from, begun: false };
    if (begun.does !== "tap") svg.current?.setPointerCapture(event.pointerId);
    if (begun.does === "move" || begun.does === "resize") onSelect(begun.id);
  };

  const onPointerMove = (event: PointerEvent) => {
    const now = gesture.current;
    if (now?.pointer !== event.pointerId) return;
    const to = at(event);
    if (!now.begun && Math.hypot(to.x - now.at.x, to.y - now.at.y) < TREMBLE * unit) return;
    now.begun = true;
    setBand(bandOf(now, to));
  };

  const onPointerUp = (event: PointerEvent) => {
    const now = gesture.current;
    if (now?.pointer !== event.pointerId) return;
    gesture.current = null;
    setBand(null);
    const to = at(event);
    const held = now.begun ? bandOf(now, to) : null;
    if (now.does === "draw") onAdd(held ? held.box : centredOn(to, usualSize(picture), picture));
    else if (held?.id) onPlace(held.id, held.box);
    else if (now.does === "tap" && !now.begun) onSelect(now.id);
  };

  return { band, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: cancel } };
}
