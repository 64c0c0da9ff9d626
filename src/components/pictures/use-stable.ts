import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * The same function for as long as the component lives, which does what the newest one does. For acts that are handed
 * to many memoised pieces: a hundred regions are not drawn anew because one of them moves. Not to be called while rendering.
 */
export function useStable<A extends readonly unknown[], R>(act: (...given: A) => R): (...given: A) => R {
  const newest = useRef(act);
  useLayoutEffect(() => {
    newest.current = act;
  });
  return useCallback((...given: A) => newest.current(...given), []);
}
