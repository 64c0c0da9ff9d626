import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { turnedAway } from "~/server/bytes";
import { forgetAll } from "~/server/leaving";
import { fromOurselves } from "~/server/origin";
import { createContext } from "~/server/trpc/context";
import { root } from "~/server/trpc/root";

/** The largest input is a few hundred regions. Photos come as octets, and `evidence.submit` bounds those. */
const MOST_BYTES = 1024 * 1024;

function tooLarge(headers: Headers): boolean {
  if (headers.get("content-type")?.startsWith("application/octet-stream")) return false;
  // Without a length there is no bound, and a browser always says one.
  return !(Number(headers.get("content-length") ?? Number.NaN) <= MOST_BYTES);
}

/** The one door of the API. Everything comes as POST, so that nothing asked for is in a request line. */
export function POST(request: Request): Promise<Response> | Response {
  if (!fromOurselves(request.headers)) return turnedAway("api", "elsewhere", 403);
  if (tooLarge(request.headers)) return turnedAway("api", "too-large", 413);
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    maxBatchSize: 50,
    req: request,
    router: root,
    allowMethodOverride: true,
    createContext: () => createContext(request.headers),
    responseMeta: ({ paths }) => {
      const headers = paths?.includes("sessions.leave") ? forgetAll(request.headers) : new Headers();
      headers.set("cache-control", "no-store");
      return { headers };
    },
  });
}
