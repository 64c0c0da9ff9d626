import * as z from "zod";
import { gapCodes, type Gap } from "~/domain/disclosure";

const place = z.string().max(100).exactOptional();
const Details = z.object({
  gaps: z.array(z.object({ why: z.enum(gapCodes), item: place, account: place, region: place, grantor: place })),
});

/** The gaps that came with a `not-cleared`, or none. */
export function refusedGaps(refused: { readonly code: string; readonly details: unknown } | null): readonly Gap[] {
  if (refused?.code !== "not-cleared") return [];
  const parsed = Details.safeParse(refused.details);
  return parsed.success ? parsed.data.gaps : [];
}
