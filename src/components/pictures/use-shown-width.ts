import { useEffect, useState, type RefObject } from "react";

/**
 * How wide the frame is in CSS pixels, without its scroll bar. Before the first measurement it is a narrow phone's, the
 * same on the server and in the browser.
 */
export function useShownWidth(frame: RefObject<HTMLElement | null>): number {
  const [shown, setShown] = useState(320);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setShown(element.clientWidth || 320));
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return shown;
}
