"use client";
import { useEffect } from "react";
import { refusalOf, type Refused } from "~/trpc/client";
import { recipient } from "~/trpc/recipient";
import { isDead } from "./dead";

const EVERY_MS = 4000;

/**
 * Asks every few seconds, and at once when somebody comes back to the page, whether what it shows is still open. A
 * broken connection says nothing of that: it asks again.
 * @param onDead told once, when it is not
 */
export function useWatch(pass: string, onDead: (refused: Refused) => void): void {
  useEffect(() => {
    const abort = new AbortController();
    let asking = false;
    const ask = async () => {
      if (asking) return;
      asking = true;
      try {
        await recipient.watch.mutate({ pass }, { signal: abort.signal });
      } catch (error) {
        const refused = refusalOf(error);
        if (!abort.signal.aborted && isDead(refused)) onDead(refused);
      } finally {
        asking = false;
      }
    };
    const timer = setInterval(() => void ask(), EVERY_MS);
    const back = () => {
      if (document.visibilityState === "visible") void ask();
    };
    document.addEventListener("visibilitychange", back);
    return () => {
      abort.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", back);
    };
  }, [pass, onDead]);
}
