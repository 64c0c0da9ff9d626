import { createTRPCClient, httpBatchStreamLink } from "@trpc/client";
import superjson from "superjson";
import type { Root } from "~/server/trpc/root";

/**
 * The API for whoever came by a link, which alone opens. No cookie goes with it: where a member is signed in with the same browser, their
 * page would put off the end of that session every few seconds, for as long as it lies open.
 */
export const { recipient } = createTRPCClient<Root>({
  links: [
    httpBatchStreamLink({
      url: "/api/trpc", transformer: superjson, methodOverride: "POST",
      fetch: (url, asked) => fetch(url, { ...asked, credentials: "omit" } as RequestInit),
    }),
  ],
});
