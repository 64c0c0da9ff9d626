import * as z from "zod";
import { may } from "~/domain/policy";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { recordingResponse, refusedResponse, turnedAway, unexpectedResponse } from "~/server/bytes";
import { fromElsewhere } from "~/server/origin";
import { hear } from "~/server/recordings/queries";
import { createContext } from "~/server/trpc/context";
import { noteRefused } from "~/server/trpc/refused";

const action = "recordings.hear";

/** The door of what is read out to people: the same policy and scope as the API. That somebody listened is nobody's business. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (fromElsewhere(request.headers)) return turnedAway("recordings", "elsewhere", 403);
  const id = z.uuid().safeParse((await params).id);
  try {
    const { actor, at } = await createContext(request.headers);
    if (!actor) return refusedResponse("not-signed-in", 401);
    return await sound(actor, id.success ? id.data : null, at);
  } catch (error) {
    return unexpectedResponse("recordings", error);
  }
}

/** @param id null for what is no id: nothing that somebody could have been after */
async function sound(actor: Actor, id: string | null, at: Date): Promise<Response> {
  try {
    if (!may(actor.role, action)) throw new Refusal("not-found");
    if (id === null) return refusedResponse("not-found", 404);
    return recordingResponse(await hear(actor, id));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "not-found") await noteRefused(actor, action, at);
    return refusedResponse(error.code, 404);
  }
}
