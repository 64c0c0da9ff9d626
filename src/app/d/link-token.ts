"use client";
import { useEffect } from "react";

/** Anything shorter is a place on this page, such as the skip link's. */
const SHORTEST_TOKEN = 20;
/** Enough for any token, and too little to harm. */
const LONGEST_TOKEN = 200;

function take(): string | null {
  const token = decodeURIComponent(location.hash.slice(1)).slice(0, LONGEST_TOKEN);
  if (token.length < SHORTEST_TOKEN) return null;
  // Through Next's own replaceState, once it is in place: it would otherwise write the address that it knows, token
  // and all, back at the next turn.
  history.replaceState(null, "", location.pathname);
  setTimeout(() => history.replaceState(null, "", location.pathname));
  return token;
}

/**
 * Hands over the token of the link that was opened, now or later in this tab, and takes it out of the address bar,
 * the history and every bookmark. Nothing stores it. `null` says that the page was opened without one.
 */
export function useLinkToken(onToken: (token: string | null) => void): void {
  useEffect(() => {
    onToken(take());
    const another = () => {
      const token = take();
      if (token) onToken(token);
    };
    addEventListener("hashchange", another);
    return () => removeEventListener("hashchange", another);
  }, [onToken]);
}
