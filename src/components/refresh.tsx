"use client";
import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

/** Reads the page anew every `everyMs` while `active` and while somebody sees it; the next turn starts when the last one is there. */
export function Refresh({ everyMs, active }: { everyMs: number; active: boolean }) {
  const router = useRouter();
  const [loading, startTransition] = useTransition();
  useEffect(() => {
    if (!active || loading) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") startTransition(() => router.refresh());
    }, everyMs);
    return () => clearInterval(timer);
  }, [active, everyMs, loading, router]);
  return null;
}
