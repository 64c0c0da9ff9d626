import { config } from "~/env";

/**
 * Whether a request comes from our own pages. A browser says so itself; a request that says it comes from elsewhere,
 * or a changing one that says nothing, is refused before anything reads its cookie.
 */
export function fromOurselves(headers: Headers): boolean {
  if (fromElsewhere(headers)) return false;
  return headers.has("origin") || headers.has("sec-fetch-site");
}

/** Whether a request says that another site made it: enough to refuse one that only reads. */
export function fromElsewhere(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return true;
  const origin = headers.get("origin");
  return origin !== null && origin !== config().publicUrl.origin;
}
