import * as z from "zod";
import { Refusal } from "~/domain/refusal";
import { pictureResponse, refusedResponse, unexpectedResponse } from "~/server/bytes";
import { fromOurselves } from "~/server/origin";
import { exhibit } from "~/server/recipients/commands";

const Asked = z.strictObject({
  token: z.string().min(20).max(100),
  exhibit: z.number().int().min(1).max(10_000),
});

const MOST_BYTES = 1024;

/** The recipient's door for picture bytes. The token comes in the body: a request line ends up in logs. */
export async function POST(request: Request): Promise<Response> {
  if (!fromOurselves(request.headers)) return refusedResponse("not-found", 403);
  if (!(Number(request.headers.get("content-length") ?? Number.NaN) <= MOST_BYTES))
    return refusedResponse("too-many-bytes", 413);
  const asked = Asked.safeParse(await request.json().catch(() => null));
  if (!asked.success) return refusedResponse("input-invalid", 400);
  try {
    const { bytes, file } = await exhibit(asked.data.token, asked.data.exhibit, new Date());
    return pictureResponse(bytes, file);
  } catch (error) {
    if (error instanceof Refusal) return refusedResponse(error.code, error.code === "disclosure-closed" ? 410 : 404);
    return unexpectedResponse("exhibits", error);
  }
}
