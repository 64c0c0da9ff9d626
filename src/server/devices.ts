import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { config } from "~/env";

/**
 * [Note: Known browsers] Whoever signs in leaves a cookie in their browser that says, to this instance and for this handle,
 * that they have. With it their tries are counted apart from everybody else's ([Note: Guessing]); it is good for nothing
 * else, proves nothing and opens nothing. (OWASP calls it a device cookie.)
 *
 * It holds a number of chance, the instant, and a code that only the instance can make and only for that handle: whoever
 * finds it learns that somebody has signed in here, not who. Nothing is kept of it but, for an hour after a wrong try, a
 * digest of its number. It is good for ninety days, until its member signs out everywhere or is suspended, or until
 * somebody leaves that browser in a hurry.
 */
const LASTS_MS = 90 * 24 * 3600 * 1000;

type Device = { readonly id: string; readonly since: Date };

/** Hexadecimal, milliseconds, and base64url: an id of 16 bytes, an instant, and a code of 32. */
const SHAPE = /^([0-9a-f]{32})\.(\d{1,15})\.([\w-]{43})$/;

const codeOf = (secret: string, handle: string, id: string, since: number): Buffer =>
  createHmac("sha256", secret).update(`device\0${handle}\0${id}\0${since}`).digest();

/** A cookie's value for the browser in which `handle` signs in. */
export function signDevice(secret: string, handle: string, at: Date): string {
  const id = randomBytes(16).toString("hex");
  return [id, at.getTime(), codeOf(secret, handle, id, at.getTime()).toString("base64url")].join(".");
}

/** @returns null for what this instance has not signed for this very handle, and for what has grown too old */
export function readDevice(secret: string, handle: string, untrusted: string, at: Date): Device | null {
  const [, id, instant, code] = SHAPE.exec(untrusted) ?? [];
  if (id === undefined || instant === undefined || code === undefined) return null;
  const since = Number(instant);
  if (!timingSafeEqual(Buffer.from(code, "base64url"), codeOf(secret, handle, id, since))) return null;
  const age = at.getTime() - since;
  // One of the future comes from a clock that was set back since; it grows no older than any other.
  return age < LASTS_MS ? { id, since: new Date(since) } : null;
}

export const deviceCookie = (): string => (config().secureCookies ? "__Host-vouchsafe.browser" : "vouchsafe.browser");

/** The value that goes by this name in a request's cookies. */
export function cookieIn(cookies: string | null, name: string): string | null {
  const pair = (cookies ?? "").split(/;\s*/).find((each) => each.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) ?? null;
}

/** What a request shows to be known by. */
export const deviceIn = (cookies: string | null): string | null => cookieIn(cookies, deviceCookie());

/** The header that leaves it in a browser. */
export const setDevice = (value: string): string =>
  `${deviceCookie()}=${value}; Path=/; Max-Age=${LASTS_MS / 1000}; HttpOnly; SameSite=Strict${config().secureCookies ? "; Secure" : ""}`;
