import * as z from "zod";
import { may } from "~/domain/policy";
import { Refusal } from "~/domain/refusal";
import { pictureResponse, refusedResponse } from "~/server/bytes";
import { noteViewed } from "~/server/evidence/commands";
import { viewDerivative } from "~/server/evidence/queries";
import { createContext } from "~/server/trpc/context";

/** The derivative door: the same policy and scope as the API. A full picture that is looked at is recorded first. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { actor, at } = await createContext(request.headers);
  const id = z.uuid().safeParse((await params).id);
  if (!actor) return refusedResponse("not-signed-in", 401);
  if (!id.success || !may(actor.role, "evidence.view")) return refusedResponse("not-found", 404);
  try {
    const derivative = await viewDerivative(actor, id.data);
    if (derivative.kind !== "preview") await noteViewed(actor, derivative, at);
    return pictureResponse(derivative.bytes);
  } catch (error) {
    if (error instanceof Refusal) return refusedResponse(error.code, 404);
    throw error;
  }
}
