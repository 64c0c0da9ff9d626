import { createTRPCClient, httpBatchStreamLink, TRPCClientError } from "@trpc/client";
import superjson from "superjson";
import * as z from "zod";
import { refusalCodes, type RefusalCode, type RefusalDetails } from "~/domain/refusal";
import type { Root } from "~/server/trpc/root";

/** The API for the browser. Everything goes as POST: what is asked for never stands in a request line. */
export const trpc = createTRPCClient<Root>({
  links: [httpBatchStreamLink({ url: "/api/trpc", transformer: superjson, methodOverride: "POST" })],
});

export type Refused = {
  readonly code: RefusalCode | "unexpected" | "offline";
  readonly details: RefusalDetails;
  /** Names an unexpected error in the log. */
  readonly reference?: string;
};

const ErrorData = z.object({
  refusal: z.object({ code: z.enum(refusalCodes), details: z.record(z.string(), z.unknown()) }).nullable().optional(),
  reference: z.string().nullable().optional(),
});

/** Thrown by the upload, which does not go through the tRPC client. */
export class UploadError extends Error {
  override readonly name = "UploadError";
  constructor(readonly refused: Refused) {
    super(refused.code);
  }
}

/** What the server answered in an error's data, for people. */
export function refusedFrom(data: unknown): Refused {
  const parsed = ErrorData.safeParse(data);
  if (!parsed.success) return { code: "unexpected", details: {} };
  const { refusal, reference } = parsed.data;
  return {
    code: refusal?.code ?? "unexpected",
    details: refusal?.details ?? {},
    ...(reference ? { reference } : {}),
  };
}

/** Why something did not happen: a refusal, no connection, or an error that nobody expected. */
export function refusalOf(error: unknown): Refused {
  if (error instanceof UploadError) return error.refused;
  if (!(error instanceof TRPCClientError)) return { code: "unexpected", details: {} };
  if (!error.data) return { code: "offline", details: {} };
  return refusedFrom(error.data);
}
