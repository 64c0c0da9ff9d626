import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { isLanguage, languageCookie, preferred, type Language } from "~/messages/languages";
import { inCheckout } from "../checkout.mjs";
import { lockedPage, openingPage, unlockPage } from "./page";

/**
 * What answers while the instance is locked: one form, and *locked* to everything else. It knows nothing of the
 * instance, so it has nothing to leak: the database has no connection to it, and web and worker do not run.
 *
 * Hides: HTTP, languages, how often one may try. Promises: a passphrase is compared one at a time, and no more often than
 * {@link BURST} and then once in {@link REFILL_MS}, whoever asks. It does not keep somebody who tries without pause from
 * using those tries up; the terminal is not counted.
 */
export type LockedServer<Key> = Readonly<{
  /** Settles with what the right passphrase made, and not before. */
  unlocked: Promise<Key>;
  close(): Promise<void>;
}>;

const BURST = 5;
const REFILL_MS = 10_000;
const MOST_BYTES = 2048;
const FORM = "application/x-www-form-urlencoded";
/** The last page comes with its styles before the port goes to the instance. */
const LINGER_MS = 1000;

const styles = () =>
  ["src/app/globals.css", "scripts/launch/locked/locked.css"].map((file) => readFileSync(inCheckout(...file.split("/")), "utf8")).join("\n");

const headers = (https: boolean) => ({
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex, nofollow, noarchive",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "same-origin",
  ...(https ? { "strict-transport-security": "max-age=63072000; includeSubDomains" } : {}),
});

type Start<Key> = Readonly<{
  port: number;
  publicUrl: string;
  /** @returns null for a wrong one */
  tryPassphrase: (passphrase: string) => Promise<Key | null>;
  /** What time it is, in milliseconds. */
  now?: () => number;
}>;

export async function startLockedServer<Key>({ port, publicUrl, tryPassphrase, now = Date.now }: Start<Key>): Promise<LockedServer<Key>> {
  const { promise: unlocked, resolve: unlock, reject: fail } = Promise.withResolvers<Key>();
  const { origin, protocol } = new URL(publicUrl);
  const allowance = tries(now);
  let busy = false;

  /** @returns the page that answers, and its status */
  async function attempt(request: IncomingMessage, language: Language): Promise<[number, string]> {
    if (!fromOurselves(request, origin)) return [403, lockedPage(language)];
    const passphrase = await passphraseOf(request);
    if (passphrase === null) return [400, unlockPage(language, "wrong")];
    // Each costs a quarter of a gigabyte for half a second.
    if (busy || !allowance.take()) return [429, unlockPage(language, "slow")];
    busy = true;
    try {
      const key = await tryPassphrase(passphrase).catch((error: unknown) => {
        // Not a wrong one: what it is held against cannot be read, and the operator has to be told.
        fail(error);
        return null;
      });
      if (key === null) return [422, unlockPage(language, "wrong")];
      setTimeout(unlock, LINGER_MS, key);
      return [200, openingPage(language)];
    } finally {
      busy = false;
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", origin);
    const language = languageOf(request, protocol === "https:");
    for (const [name, value] of Object.entries(headers(protocol === "https:"))) response.setHeader(name, value);
    const send = (status: number, type: string, body: string) => {
      response.writeHead(status, { "content-type": `${type}; charset=utf-8` }).end(body);
    };
    if (pathname === "/unlock" && request.method === "GET") send(200, "text/html", unlockPage(language, null));
    else if (pathname === "/unlock" && request.method === "POST") {
      const [status, page] = await attempt(request, language);
      // Before the listener closes, which waits for connections that are kept.
      response.setHeader("connection", "close");
      send(status, "text/html", page);
    } else if (pathname === "/unlock.css" && request.method === "GET") send(200, "text/css", styles());
    else {
      response.setHeader("retry-after", "60");
      if (request.headers.accept?.includes("text/html")) send(503, "text/html", lockedPage(language));
      else send(503, "application/json", '{"locked":true}');
    }
  }

  const server = createServer((request, response) => {
    // Somebody who hung up, or an address that is none: there is nobody to tell.
    answer(request, response).catch(() => response.destroy());
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  server.maxConnections = 100;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    unlocked,
    async close() {
      const closed = once(server, "close");
      server.close();
      // The page that says that it is right is still on its way.
      setTimeout(() => server.closeAllConnections(), 500).unref();
      await closed;
    },
  };
}

/** Five, and one more in ten seconds. */
function tries(now: () => number) {
  let [left, since] = [BURST, now()];
  return {
    take(): boolean {
      const more = Math.floor((now() - since) / REFILL_MS);
      [left, since] = [Math.min(BURST, left + more), since + more * REFILL_MS];
      if (left === 0) return false;
      left -= 1;
      return true;
    },
  };
}

/** A page of somebody else's must not use the tries up: a browser says where a form comes from. */
function fromOurselves({ headers: sent }: IncomingMessage, origin: string): boolean {
  const site = sent["sec-fetch-site"];
  return site === undefined ? sent.origin === origin : site === "same-origin";
}

/** @returns null for what is no such form */
async function passphraseOf(request: IncomingMessage): Promise<string | null> {
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  if (!request.headers["content-type"]?.startsWith(FORM) || !(length <= MOST_BYTES)) return null;
  return new URLSearchParams(await text(request)).get("passphrase");
}

function languageOf({ headers: sent }: IncomingMessage, https: boolean): Language {
  const chosen = new RegExp(`(?:^|;\\s*)${languageCookie(https)}=(\\w+)`).exec(sent.cookie ?? "")?.[1];
  return isLanguage(chosen) ? chosen : preferred(sent["accept-language"] ?? null);
}
