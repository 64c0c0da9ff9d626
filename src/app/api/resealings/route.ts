import * as z from "zod";
import { may } from "~/domain/policy";
import { Refusal } from "~/domain/refusal";
import { resealTasks } from "~/domain/resealing";
import { refusedResponse, sealedResponse, turnedAway, unexpectedResponse } from "~/server/bytes";
import { fromOurselves } from "~/server/origin";
import { handOut } from "~/server/resealings/commands";
import { createContext, type Context } from "~/server/trpc/context";
import { noteRefused } from "~/server/trpc/refused";

const Asked = z.strictObject({ resealingId: z.uuid(), itemId: z.uuid(), task: z.enum(resealTasks) });
type Asked = z.infer<typeof Asked>;
const MOST_BYTES = 256;
const action = "resealings.handOut";

/** The door of sealed originals that are to be sealed anew or checked: ciphertext, which stands in the ledger before it leaves. */
export async function POST(request: Request): Promise<Response> {
  if (!fromOurselves(request.headers)) return turnedAway("resealings", "elsewhere", 403);
  if (!(Number(request.headers.get("content-length") ?? Number.NaN) <= MOST_BYTES))
    return turnedAway("resealings", "too-large", 413);
  // All of it is here before it is asked whose it is: a body that was held back lets nobody in who was put out.
  const asked = Asked.safeParse(await request.json().catch(() => null));
  try {
    return await packet(await createContext(request.headers), asked.success ? asked.data : null);
  } catch (error) {
    return unexpectedResponse("resealings", error);
  }
}

/** @param asked null for what names nothing that somebody could have been after */
async function packet({ actor, session, at }: Context, asked: Asked | null): Promise<Response> {
  if (!actor || !session) return refusedResponse("not-signed-in", 401);
  try {
    if (!may(actor.role, action)) throw new Refusal("not-found");
    if (asked === null) return refusedResponse("input-invalid", 400);
    return sealedResponse(await handOut({ actor, session }, asked, at));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "not-found") await noteRefused(actor, action, at);
    return refusedResponse(error.code, error.code === "not-found" ? 404 : 422);
  }
}
