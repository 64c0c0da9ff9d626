import * as z from "zod";
import { Refusal } from "~/domain/refusal";
import { pictureResponse, refusedResponse, turnedAway, unexpectedResponse } from "~/server/bytes";
import { log } from "~/server/log";
import { fromOurselves } from "~/server/origin";
import { exhibit } from "~/server/recipients/commands";

const Asked = z.strictObject({
  pass: z.string().min(20).max(100),
  exhibit: z.number().int().min(1).max(10_000),
});

const MOST_BYTES = 1024;

/** The recipient's door for picture bytes. The pass of an opening comes in the body: a request line ends up in logs. */
export async function POST(request: Request): Promise<Response> {
  if (!fromOurselves(request.headers)) return turnedAway("exhibits", "elsewhere", 403);
  if (!(Number(request.headers.get("content-length") ?? Number.NaN) <= MOST_BYTES))
    return turnedAway("exhibits", "too-large", 413);
  const asked = Asked.safeParse(await request.json().catch(() => null));
  if (!asked.success) {
    log.turnedAway("exhibits", "input-invalid");
    return refusedResponse("input-invalid", 400);
  }
  try {
    const { bytes, file } = await exhibit(asked.data.pass, asked.data.exhibit, new Date());
    return pictureResponse(bytes, file);
  } catch (error) {
    if (error instanceof Refusal) {
      log.turnedAway("exhibits", error.code);
      return refusedResponse(error.code, error.code === "disclosure-closed" ? 410 : 404, error.details);
    }
    return unexpectedResponse("exhibits", error);
  }
}
