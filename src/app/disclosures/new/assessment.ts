"use client";
import { useEffect, useState } from "react";
import type { Gap } from "~/domain/disclosure";
import type { Matrix } from "~/domain/matrix";
import { trpc } from "~/trpc/client";
import type { Inputs } from "~/trpc/types";

export type Assessment =
  | { readonly at: "nothing" }
  | { readonly at: "checking" }
  | { readonly at: "failed" }
  | { readonly at: "known"; readonly gaps: readonly Gap[]; readonly matrix: Matrix };

type Asked = Inputs["disclosures"]["assess"] | null;

/** Waits until the reader's finger has come to rest. */
const REST_MS = 250;

/**
 * The gaps of what is chosen now, and the table in which they stand. An answer to an earlier choice is never shown for a later one.
 * @param asked the same object for as long as the choice is the same
 */
export function useAssessment(asked: Asked): Assessment {
  const [answer, setAnswer] = useState<{ asked: Asked; assessment: Assessment } | null>(null);
  useEffect(() => {
    if (!asked) return undefined;
    const abort = new AbortController();
    const settle = (assessment: Assessment) => {
      if (!abort.signal.aborted) setAnswer({ asked, assessment });
    };
    const timer = setTimeout(() => {
      trpc.disclosures.assess.query(asked, { signal: abort.signal }).then(
        ({ gaps, matrix }) => settle({ at: "known", gaps, matrix }),
        () => settle({ at: "failed" }),
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);
  if (!asked) return { at: "nothing" };
  return answer?.asked === asked ? answer.assessment : { at: "checking" };
}
