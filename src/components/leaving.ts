"use client";
import { leftCookie } from "~/domain/leaving";
import { strictCookie } from "./cookie";

/** How long the screen, which is empty already, waits for the server and the disk before the page itself goes. */
const PATIENCE_MS = 1000;
/** An empty page of the browser's own: it asks nobody for anything, and looks like a new tab. */
const NOWHERE = "about:blank";

/** Shows nothing more, whatever the page still does. */
export const blank = (): void => {
  document.documentElement.hidden = true;
};

/** Puts an empty page in the place of this one. */
export const vanish = (): void => {
  blank();
  window.location.replace(NOWHERE);
};

let leaving = false;

/** Leaves for good, as [Note: Leaving in a hurry] says. It cannot fail: what does not come in time is left to its end. */
export async function leave(): Promise<void> {
  if (leaving) return;
  leaving = true;
  blank();
  // No page may ask whether one is sure.
  window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
  say(leftCookie(window.location.protocol === "https:"), "1", 12 * 3600);
  await atMost(PATIENCE_MS, Promise.allSettled([endSession(), forget()]));
  await atMost(PATIENCE_MS, unwind().catch(() => undefined));
  vanish();
}

const atMost = (ms: number, work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work, new Promise((resolve) => setTimeout(resolve, ms))]);

function say(name: string, value: string, seconds: number): void {
  document.cookie = strictCookie(name, value, seconds, window.location.protocol === "https:");
}

/** `keepalive`: it arrives although the page that sent it has gone. The answer empties the browser. */
const endSession = (): Promise<unknown> =>
  fetch("/api/trpc/sessions.leave", {
    method: "POST",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ json: {} }),
  });

/** What a browser keeps and a script may take away; for those that do not know `Clear-Site-Data`, or have no connection. */
async function forget(): Promise<void> {
  const keep = leftCookie(window.location.protocol === "https:");
  for (const pair of document.cookie.split("; ")) {
    const [name = ""] = pair.split("=", 1);
    if (name !== "" && name !== keep) say(name, "", 0);
  }
  window.sessionStorage.clear();
  window.localStorage.clear();
  const databases = async () => {
    for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  };
  const stores = async () => {
    if ("caches" in window) for (const name of await caches.keys()) await caches.delete(name);
  };
  await Promise.allSettled([databases(), stores()]);
}

/**
 * Goes back to the first entry that this page has made in the history, which says nothing, and cuts off the rest: a new
 * entry takes the place of all that would lie ahead. Where a browser does not tell its entries they stay, and empty
 * themselves when somebody goes to one.
 */
async function unwind(): Promise<void> {
  if (!("navigation" in window)) return;
  const { navigation } = window;
  // The router must not draw what it is taken back to. Its own ways to change the history are its instance's, not the prototype's.
  window.addEventListener("popstate", (event) => event.stopImmediatePropagation(), { capture: true });
  const first = navigation.entries().find(({ sameDocument }) => sameDocument);
  if (first && first.key !== navigation.currentEntry?.key) await navigation.traverseTo(first.key).finished;
  History.prototype.replaceState.call(window.history, null, "", "/");
  History.prototype.pushState.call(window.history, null, "", "/");
}
