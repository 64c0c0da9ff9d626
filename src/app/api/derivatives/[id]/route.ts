import * as z from "zod";
import { may } from "~/domain/policy";
import { Refusal } from "~/domain/refusal";
import { pictureResponse, refusedResponse } from "~/server/bytes";
import { noteViewed } from "~/server/evidence/commands";
import { viewDerivative } from "~/server/evidence/queries";
import { fromElsewhere } from "~/server/origin";
import { createContext } from "~/server/trpc/context";
import { noteRefused } from "~/server/trpc/refused";

/**
 * The derivative door: the same policy and scope as the API, and the same entry for whoever is refused. A full picture
 * that is looked at is recorded first.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (fromElsewhere(request.headers)) return new Response(null, { status: 403 });
  const { actor, at } = await createContext(request.headers);
  const id = z.uuid().safeParse((await params).id);
  if (!actor) return refusedResponse("not-signed-in", 401);
  try {
    if (!may(actor.role, "evidence.view")) throw new Refusal("not-found");
    // No id: nothing that somebody could have been after.
    if (!id.success) return refusedResponse("not-found", 404);
    const derivative = await viewDerivative(actor, id.data);
    if (derivative.kind !== "preview") await noteViewed(actor, derivative, at);
    return pictureResponse(derivative.bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "not-found") await noteRefused(actor, "evidence.view", at);
    return refusedResponse(error.code, 404);
  }
}
