import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { fromOurselves } from "~/server/origin";
import { createContext } from "~/server/trpc/context";
import { root } from "~/server/trpc/root";

/** The one door of the API. Everything comes as POST, so that nothing asked for is in a request line. */
export function POST(request: Request): Promise<Response> | Response {
  if (!fromOurselves(request.headers)) return new Response(null, { status: 403 });
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: root,
    allowMethodOverride: true,
    createContext: () => createContext(request.headers),
    responseMeta: () => ({ headers: { "cache-control": "no-store" } }),
  });
}
