import { useMemo, type RefObject } from "react";

/**
 * Where focus goes after an act, among what is on the page by then. The picture does not scroll for it: it was brought to
 * its place before.
 * @param stage holds the toolbar and the picture
 * @param side holds the list
 */
export function useRegionFocus(stage: RefObject<HTMLElement | null>, side: RefObject<HTMLElement | null>) {
  return useMemo(() => {
    const focusIn = (where: RefObject<HTMLElement | null>, selector: string): boolean => {
      const found = where.current?.querySelector<HTMLElement | SVGElement>(selector);
      found?.focus({ preventScroll: where === stage });
      return Boolean(found);
    };
    return {
      /** A region on the picture; where there is none, the first button above it. */
      shape: (id: string | undefined): boolean =>
        (id !== undefined && focusIn(stage, `[data-region="${id}"][tabindex]`)) || focusIn(stage, "button"),
      /** The answers to a suggestion, on the picture. */
      bar: () => focusIn(stage, "[data-suggestion] button"),
      /** The same in the list. */
      answers: (id: string) => focusIn(side, `[data-suggestion="${id}"] button`),
    };
  }, [stage, side]);
}
