import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { turnedAway } from "~/server/bytes";
import { forgetAll } from "~/server/leaving";
import { fromOurselves } from "~/server/origin";
import { createContext } from "~/server/trpc/context";
import { root } from "~/server/trpc/root";

/** The largest input is a few hundred regions. Photos come as octets, and `evidence.submit` bounds those. */
const MOST_BYTES = 1024 * 1024;

const isUpload = (headers: Headers): boolean =>
  headers.get("content-type")?.startsWith("application/octet-stream") ?? false;

function tooLarge(headers: Headers): boolean {
  if (isUpload(headers)) return false;
  // Without a length there is no bound, and a browser always says one.
  return !(Number(headers.get("content-length") ?? Number.NaN) <= MOST_BYTES);
}

/**
 * All of a request, before it is asked who sends it: whoever holds a body back until they have been put out is nobody
 * when it arrives. An upload is not waited for: who sends it is asked again where it is stored, as wherever something is
 * changed (`stillIn`).
 */
async function received(request: Request): Promise<Request> {
  const { url, method, headers, signal } = request;
  return isUpload(headers) ? request : new Request(url, { method, headers, signal, body: await request.arrayBuffer() });
}

/** The one door of the API. Everything comes as POST, so that nothing asked for is in a request line. */
export async function POST(request: Request): Promise<Response> {
  if (!fromOurselves(request.headers)) return turnedAway("api", "elsewhere", 403);
  if (tooLarge(request.headers)) return turnedAway("api", "too-large", 413);
  const whole = await received(request).catch(() => null);
  // Whoever hung up halfway is not there to be told.
  if (!whole) return turnedAway("api", "cut-off", 400);
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    maxBatchSize: 50,
    req: whole,
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
