"use client";
import { useCallback, useEffect, useState } from "react";
import type { Refused } from "~/trpc/client";
import { isDead } from "./dead";
import { compare, fetchExhibit, type Verdict } from "./exhibit-bytes";

export type Exhibit =
  | { readonly at: "loading" }
  | { readonly at: "failed"; readonly refused: Refused }
  | { readonly at: "here"; readonly url: string; readonly verdict: Verdict };

type Named = { readonly exhibit: number; readonly digest: string };

async function load(pass: string, { exhibit, digest }: Named, signal: AbortSignal): Promise<Exhibit> {
  const fetched = await fetchExhibit(pass, exhibit, signal);
  if ("refused" in fetched) return { at: "failed", refused: fetched.refused };
  const verdict = await compare(fetched.bytes, digest);
  return { at: "here", url: URL.createObjectURL(fetched.bytes), verdict };
}

/**
 * Loads one exhibit into memory, and lets go of it when the page is left.
 * @param onDead told when the disclosure turns out to be closed meanwhile
 */
export function useExhibit(
  pass: string,
  photo: Named,
  onDead: (refused: Refused) => void,
): { exhibit: Exhibit; retry: () => void } {
  const [exhibit, setExhibit] = useState<Exhibit>({ at: "loading" });
  const start = useCallback(() => {
    const abort = new AbortController();
    const settle = (loaded: Exhibit) => {
      if (loaded.at === "here" && abort.signal.aborted) URL.revokeObjectURL(loaded.url);
      if (abort.signal.aborted) return;
      if (loaded.at === "failed" && isDead(loaded.refused)) onDead(loaded.refused);
      else setExhibit(loaded);
    };
    void load(pass, photo, abort.signal).then(settle);
    return () => abort.abort();
  }, [pass, photo, onDead]);
  useEffect(start, [start]);

  const url = exhibit.at === "here" ? exhibit.url : null;
  useEffect(() => (url ? () => URL.revokeObjectURL(url) : undefined), [url]);

  const retry = () => {
    setExhibit({ at: "loading" });
    start();
  };
  return { exhibit, retry };
}
