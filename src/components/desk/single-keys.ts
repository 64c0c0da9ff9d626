"use client";
import { useSyncExternalStore } from "react";
import { strictCookie } from "~/components/cookie";

const nameOf = (https: boolean): string => (https ? "__Host-keys" : "keys");

/**
 * Whether single keys do something, as a browser writes it down: for a year that they do not, and otherwise nothing. Over https it is this
 * very host's.
 */
export const keysChoice = (on: boolean, https: boolean): string => strictCookie(nameOf(https), "off", on ? 0 : 31536000, https);

/** What was chosen, by all that the browser keeps. */
export const keysAreOn = (cookies: string, https: boolean): boolean => !cookies.split("; ").includes(`${nameOf(https)}=off`);

const isHttps = (): boolean => window.location.protocol === "https:";
const listening = new Set<() => void>();
const listen = (changed: () => void) => {
  listening.add(changed);
  return () => {
    listening.delete(changed);
  };
};
function choose(on: boolean): void {
  document.cookie = keysChoice(on, isHttps());
  for (const changed of listening) changed();
}

/** Whether single keys do something here, and how to say it. Whoever speaks to their computer types letters that they did not mean. */
export function useSingleKeys(): readonly [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(listen, () => keysAreOn(document.cookie, isHttps()), () => true);
  return [on, choose];
}
