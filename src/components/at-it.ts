/**
 * A session in which nobody does anything has to end, and every request puts its end off: what a page asks for by itself goes through
 * here, so that after as long without a key, a wheel or a pointer it asks no more.
 */
export const AT_IT_MS = 3 * 60_000;

const signs = ["keydown", "pointerdown", "pointermove", "wheel", "focus"] as const;

/**
 * Does `act` every `everyMs` while somebody sees the page and was at it lately, until what is returned is called. Whoever opened the
 * page is at it.
 * @param atOnce whether the first time is now
 */
export function whileAtIt(act: () => void, everyMs: number, atOnce = false): () => void {
  let last = performance.now();
  const atIt = () => {
    last = performance.now();
  };
  const turn = () => {
    if (document.visibilityState === "visible" && performance.now() - last <= AT_IT_MS) act();
  };
  const timer = setInterval(turn, everyMs);
  for (const sign of signs) window.addEventListener(sign, atIt, { passive: true });
  if (atOnce) turn();
  return () => {
    clearInterval(timer);
    for (const sign of signs) window.removeEventListener(sign, atIt);
  };
}
