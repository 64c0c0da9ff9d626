"use client";
import { useSyncExternalStore } from "react";

/** Anything shorter is a place on the page, such as the skip link's. */
const SHORTEST_TOKEN = 20;

/** What the fragment of this page's address was. In memory only, and of one page: a full load forgets it. */
let taken: { readonly path: string; readonly token: string | null } | undefined;

function take(): void {
  const { hash, pathname, search } = window.location;
  if (hash.length > SHORTEST_TOKEN) {
    taken = { path: pathname, token: hash.slice(1) };
    // Not with the present state: Next knows that as its own, and would keep the address with the secret in it.
    window.history.replaceState(null, "", pathname + search);
  } else if (taken?.path !== pathname) taken = { path: pathname, token: null };
}

function subscribe(changed: () => void): () => void {
  // A second link opened in the same tab changes nothing but the fragment.
  const onChange = () => {
    take();
    changed();
  };
  // Next's router takes over the history after the effects of its children; before that, it would put the secret back.
  const first = setTimeout(onChange);
  window.addEventListener("hashchange", onChange);
  return () => {
    clearTimeout(first);
    window.removeEventListener("hashchange", onChange);
  };
}

const known = (): string | null | undefined => (taken?.path === window.location.pathname ? taken.token : undefined);

/**
 * The secret after the `#` of a link, which no server and no log ever sees. It is taken out of the address bar and the
 * history as soon as it is read.
 * @returns undefined until it is read, null when the address carries none
 */
export const useFragmentToken = (): string | null | undefined => useSyncExternalStore(subscribe, known, () => undefined);
