"use client";
import { useEffect, useState } from "react";
import { trpc } from "~/trpc/client";
import type { Inputs, Outputs } from "~/trpc/types";

type Answer<R> = { readonly at: "nothing" } | { readonly at: "checking" } | { readonly at: "failed" } | ({ readonly at: "known" } & R);
export type Assessment = Answer<Outputs["disclosures"]["assess"]>;
export type WholeAssessment = Answer<Outputs["disclosures"]["assessWhole"]>;

/** Waits until the reader's finger has come to rest. */
const REST_MS = 250;

/**
 * What the server says of what is chosen now. An answer to an earlier choice is never shown for a later one.
 * @param asked the same object for as long as the choice is the same
 * @param query always the same function
 */
function useAnswer<A, R extends object>(asked: A | null, query: (asked: A, signal: AbortSignal) => Promise<R>): Answer<R> {
  const [answer, setAnswer] = useState<{ asked: A; assessment: Answer<R> } | null>(null);
  useEffect(() => {
    if (!asked) return undefined;
    const abort = new AbortController();
    const settle = (assessment: Answer<R>) => {
      if (!abort.signal.aborted) setAnswer({ asked, assessment });
    };
    const timer = setTimeout(() => {
      query(asked, abort.signal).then(
        (found) => settle({ at: "known", ...found }),
        () => settle({ at: "failed" }),
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked, query]);
  if (!asked) return { at: "nothing" };
  return answer?.asked === asked ? answer.assessment : { at: "checking" };
}

const things = (asked: Inputs["disclosures"]["assess"], signal: AbortSignal) => trpc.disclosures.assess.query(asked, { signal });
const whole = (asked: Inputs["disclosures"]["assessWhole"], signal: AbortSignal) => trpc.disclosures.assessWhole.query(asked, { signal });

/** The gaps of what is chosen now, and the table in which they stand. */
export const useAssessment = (asked: Inputs["disclosures"]["assess"] | null): Assessment => useAnswer(asked, things);
/** What of the whole incident may leave for what is chosen now, and the gaps of the rest. */
export const useWhole = (asked: Inputs["disclosures"]["assessWhole"] | null): WholeAssessment => useAnswer(asked, whole);
