import { useLayoutEffect, useRef, type RefObject } from "react";

/**
 * Where and how wide an element is, in CSS lengths, set through the browser's API before it paints: a style written into
 * the page is refused by its content policy.
 */
export function useLaidOut(lengths: Readonly<Partial<Record<"left" | "top" | "width", string>>>): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    for (const [name, length] of Object.entries(lengths)) element.current?.style.setProperty(name, length);
  });
  return element;
}
