import type { KeyboardEvent } from "react";
import type { Region } from "~/domain/evidence";
import { keyStep, moved, resized, type Box, type Size } from "./geometry";
import { useStable } from "./use-stable";
import { STEP, type View } from "./use-zoom";

const arrows: Partial<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

type KeyActs = {
  readonly onPlace: (id: string, box: Box, continued: boolean) => void;
  readonly onOpen: (id: string) => void;
  readonly onAccept: (id: string) => void;
  readonly onDismiss: (id: string) => void;
  readonly onRemove: (id: string) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onNext: () => void;
  readonly onAddHere: () => void;
  readonly onEscape: () => void;
};

/** The letter on the key. An Arabic layout has no Latin ones: there it is what a Latin keyboard has in the same place. */
const letterOf = ({ key, nativeEvent: { code } }: KeyboardEvent): string =>
  /^[a-z]$/i.test(key) ? key.toLowerCase() : (/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? key);

/** What the keys do on the picture: some with the region that has the focus, the others anywhere. */
export function useRegionKeys(regions: readonly Region[], picture: Size, view: View, acts: KeyActs) {
  /** @returns whether the key was meant for this region */
  function onRegion(event: KeyboardEvent, region: Region): boolean {
    const arrow = arrows[event.key];
    if (arrow && !region.possible) {
      const by = { x: arrow.x * keyStep(picture), y: arrow.y * keyStep(picture) };
      const box = event.shiftKey ? resized(region, "se", by, picture) : moved(region, by, picture);
      acts.onPlace(region.id, box, event.repeat);
    } else if (region.possible && letterOf(event) === "a") acts.onAccept(region.id);
    else if (region.possible && (letterOf(event) === "d" || event.key === "Delete" || event.key === "Backspace"))
      acts.onDismiss(region.id);
    else if (event.key === "Delete" || event.key === "Backspace") acts.onRemove(region.id);
    else if (event.key === "Enter" || event.key === " ") acts.onOpen(region.id);
    else return false;
    return true;
  }

  function anywhere(event: KeyboardEvent): boolean {
    if (event.key === "+" || event.key === "=") view.zoomBy(STEP);
    else if (event.key === "-") view.zoomBy(1 / STEP);
    else if (event.key === "0") view.fit();
    else if (event.key === "Escape") acts.onEscape();
    else if (letterOf(event) === "n") acts.onAddHere();
    else if (letterOf(event) === "u") acts.onNext();
    else return false;
    return true;
  }

  return useStable((event: KeyboardEvent) => {
    const letter = letterOf(event);
    if (event.ctrlKey || event.metaKey) {
      if (letter === "y" || (letter === "z" && event.shiftKey)) acts.onRedo();
      else if (letter === "z") acts.onUndo();
      else return;
      event.preventDefault();
    } else if (!event.altKey) {
      const on = event.target instanceof Element ? event.target.getAttribute("data-region") : null;
      const region = regions.find(({ id }) => id === on);
      if ((region && onRegion(event, region)) || anywhere(event)) event.preventDefault();
    }
  });
}
