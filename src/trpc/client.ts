import { createTRPCClient, httpBatchStreamLink, TRPCClientError } from "@trpc/client";
import superjson from "superjson";
import type { Root } from "~/server/trpc/root";
import { askedAgain } from "./asked-again";
import { refusedFrom, type Refused } from "./refused";

export { refusedFrom, type Refused };

/** The API for the browser. Everything goes as POST: what is asked for never stands in a request line. */
export const trpc = createTRPCClient<Root>({
  links: [askedAgain, httpBatchStreamLink({ url: "/api/trpc", transformer: superjson, methodOverride: "POST" })],
});

/** An expected no that does not come through the tRPC client: of the upload, or of the browser itself. */
export class Refusing extends Error {
  override readonly name = "Refusing";
  constructor(readonly refused: Refused) {
    super(refused.code);
  }
}

/** Why something did not happen: a refusal, no connection, or an error that nobody expected. */
export function refusalOf(error: unknown): Refused {
  if (error instanceof Refusing) return error.refused;
  if (!(error instanceof TRPCClientError)) return { code: "unexpected", details: {} };
  if (!error.data) return { code: "offline", details: {} };
  return refusedFrom(error.data);
}
