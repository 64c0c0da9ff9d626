import * as z from "zod";
import { may } from "~/domain/policy";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { pictureResponse, refusedResponse, turnedAway, unexpectedResponse } from "~/server/bytes";
import { viewDerivative } from "~/server/evidence/queries";
import { fromElsewhere } from "~/server/origin";
import { createContext } from "~/server/trpc/context";
import { noteRefused } from "~/server/trpc/refused";
import { noteViewed } from "~/server/viewed";

/**
 * The derivative door: the same policy and scope as the API, and the same entry for whoever is refused. A full picture
 * that is looked at is recorded first.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (fromElsewhere(request.headers)) return turnedAway("derivatives", "elsewhere", 403);
  const id = z.uuid().safeParse((await params).id);
  try {
    const { actor, at } = await createContext(request.headers);
    if (!actor) return refusedResponse("not-signed-in", 401);
    return await picture(actor, id.success ? id.data : null, at);
  } catch (error) {
    return unexpectedResponse("derivatives", error);
  }
}

/** @param id null for what is no id: nothing that somebody could have been after */
async function picture(actor: Actor, id: string | null, at: Date): Promise<Response> {
  try {
    if (!may(actor.role, "evidence.view")) throw new Refusal("not-found");
    if (id === null) return refusedResponse("not-found", 404);
    const { id: derivative, itemId: item, kind: form, bytes } = await viewDerivative(actor, id, at);
    if (form !== "preview") await noteViewed(actor, at, [{ kind: "evidence.viewed", item, derivative, form }]);
    return pictureResponse(bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "not-found") await noteRefused(actor, "evidence.view", at);
    return refusedResponse(error.code, 404);
  }
}
