import { useEffect, useState, type RefObject } from "react";

/**
 * How many picture pixels one CSS pixel is, so that handles and labels keep their size on the screen whatever the
 * picture's. `margin` is the free space on each side of the picture, in CSS pixels. Before the first measurement it is as
 * if on a narrow phone, the same on the server and in the browser.
 */
export function useUnit(svg: RefObject<SVGSVGElement | null>, width: number, margin: number): number {
  const [shown, setShown] = useState(320);
  useEffect(() => {
    const element = svg.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setShown(element.clientWidth || 320));
    observer.observe(element);
    return () => observer.disconnect();
  }, [svg]);
  return width / Math.max(40, shown - 2 * margin);
}
