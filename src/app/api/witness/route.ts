import * as z from "zod";
import { Refusal } from "~/domain/refusal";
import { refusedResponse, turnedAway, unexpectedResponse, witnessResponse } from "~/server/bytes";
import { log } from "~/server/log";
import { fromElsewhere } from "~/server/origin";
import { countersign, told } from "~/server/witnesses/commands";

const token = z.string().min(20).max(100);
const Asked = z.union([
  z.strictObject({ token, kept: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }),
  z.strictObject({ token, countersigned: z.string().max(4000) }),
]);

const MOST_BYTES = 8192;
const statusOf = { "not-found": 404, busy: 429 } as const;

/** The door of witnesses, which are programs: no page of ours asks here. The token comes in the body: a request line ends up in logs. */
export async function POST(request: Request): Promise<Response> {
  if (fromElsewhere(request.headers)) return turnedAway("witness", "elsewhere", 403);
  if (!(Number(request.headers.get("content-length") ?? Number.NaN) <= MOST_BYTES)) return turnedAway("witness", "too-large", 413);
  const asked = Asked.safeParse(await request.json().catch(() => null));
  if (!asked.success) {
    log.turnedAway("witness", "input-invalid");
    return refusedResponse("input-invalid", 400);
  }
  try {
    return witnessResponse("kept" in asked.data ? await told(asked.data.token, asked.data.kept) : await countersign(asked.data.token, asked.data.countersigned, new Date()));
  } catch (error) {
    if (!(error instanceof Refusal)) return unexpectedResponse("witness", error);
    log.turnedAway("witness", error.code);
    return refusedResponse(error.code, error.code in statusOf ? statusOf[error.code as keyof typeof statusOf] : 400);
  }
}
