"use client";
import { createContext, useContext, useMemo, type ReactNode } from "react";
import type { PersonLanguage } from "~/messages/wordings/languages";
import type { Passage } from "~/messages/wordings/passages";
import { loadRecording } from "./sound";

/** By language and passage, the recordings that speak exactly what is shown. */
export type Fitting = Readonly<Partial<Record<PersonLanguage, Readonly<Partial<Record<Passage, string>>>>>>;

type Known = { readonly recordings: Fitting; readonly load: (id: string) => Promise<ArrayBuffer> };
const Recordings = createContext<Known>({ recordings: {}, load: loadRecording });

/** What can be heard within. What was loaded once stays in this window's memory, for as long as it is there. */
export function Heard({ recordings, children }: { readonly recordings: Fitting; readonly children: ReactNode }) {
  const known = useMemo(() => {
    const loaded = new Map<string, ArrayBuffer>();
    const load = async (id: string) => {
      const bytes = loaded.get(id) ?? (await loadRecording(id));
      loaded.set(id, bytes);
      // Decoding takes away what it is given.
      return bytes.slice(0);
    };
    return { recordings, load };
  }, [recordings]);
  return <Recordings value={known}>{children}</Recordings>;
}

/** The recordings of these passages, or null unless there is one of each: half a recording and half a machine is understood by nobody. */
export function useRecorded(language: PersonLanguage, passages: readonly Passage[]) {
  const { recordings, load } = useContext(Recordings);
  const ids = passages.map((passage) => recordings[language]?.[passage]);
  const all = ids.filter((id) => id !== undefined);
  return { ids: all.length === ids.length ? all : null, load };
}
