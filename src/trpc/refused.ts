import * as z from "zod";
import { refusalCodes, type RefusalCode, type RefusalDetails } from "~/domain/refusal";

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
