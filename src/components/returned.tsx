"use client";
import { useEffect } from "react";
import { trpc } from "~/trpc/client";
import { blank, vanish } from "./leaving";

async function showAgain(): Promise<void> {
  try {
    await trpc.members.me.query();
    document.documentElement.hidden = false;
  } catch {
    vanish();
  }
}

/**
 * A browser may keep a page whole when one leaves it, and show it again to whoever goes back. It is put away blank, and
 * shows itself only after the server has said that its member is still signed in ([Note: Leaving in a hurry]).
 */
export function Returned() {
  useEffect(() => {
    const onHide = (event: PageTransitionEvent) => {
      if (event.persisted) blank();
    };
    const onShow = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      blank();
      void showAgain();
    };
    window.addEventListener("pagehide", onHide);
    window.addEventListener("pageshow", onShow);
    return () => {
      window.removeEventListener("pagehide", onHide);
      window.removeEventListener("pageshow", onShow);
    };
  }, []);
  return null;
}
