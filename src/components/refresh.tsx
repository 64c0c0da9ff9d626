"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { whileAtIt } from "~/components/at-it";

/** Reads the page anew every `everyMs` while `active` and while somebody is at it; no turn starts before the last one is there. */
export function Refresh({ everyMs, active }: { everyMs: number; active: boolean }) {
  const router = useRouter();
  const [loading, startTransition] = useTransition();
  // Each turn begins and ends a transition: none of them may count as somebody who has come back.
  const busy = useRef(loading);
  useEffect(() => {
    busy.current = loading;
  }, [loading]);
  useEffect(() => {
    if (!active) return undefined;
    return whileAtIt(() => {
      if (!busy.current) startTransition(() => router.refresh());
    }, everyMs);
  }, [active, everyMs, router]);
  return null;
}
