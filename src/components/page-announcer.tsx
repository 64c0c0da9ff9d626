"use client";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { VisuallyHidden } from "./visually-hidden";

/**
 * Says aloud which page one has come to. The router would read the title, which is the same for every page, so that a
 * browser's history tells nothing; the heading says more.
 */
export function PageAnnouncer() {
  const path = usePathname();
  const [arrived, setArrived] = useState<{ readonly first: string; readonly said: string }>({ first: path, said: "" });
  useEffect(() => {
    const main = document.querySelector("main");
    if (!main) return undefined;
    // What was loaded whole is read out by the browser.
    const look = () => {
      const heading = main.querySelector("h1")?.textContent ?? "";
      if (heading === "") return;
      waiting.disconnect();
      setArrived((before) => (before.first === path ? before : { first: "", said: heading }));
    };
    const waiting = new MutationObserver(look);
    waiting.observe(main, { childList: true, subtree: true });
    look();
    return () => waiting.disconnect();
  }, [path]);
  return (
    <VisuallyHidden>
      <span aria-live="polite">{arrived.said}</span>
    </VisuallyHidden>
  );
}
