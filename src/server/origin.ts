import { config } from "~/env";

/**
 * Whether a request comes from our own pages. A browser says so itself; a request that says it comes from elsewhere,
 * or a changing one that says nothing, is refused before anything reads its cookie.
 */
export function fromOurselves(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = headers.get("origin");
  return origin === null ? site !== null : origin === config().publicUrl.origin;
}
