import * as z from "zod";
import { may } from "~/domain/policy";
import { Refusal } from "~/domain/refusal";
import { pictureResponse, refusedResponse, unexpectedResponse } from "~/server/bytes";
import { noteViewed } from "~/server/evidence/commands";
import { viewDerivative } from "~/server/evidence/queries";
import { createContext } from "~/server/trpc/context";
import { noteRefused } from "~/server/trpc/refused";

/** The derivative door: the same policy and scope as the API. A full picture that is looked at is recorded first. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const id = z.uuid().safeParse((await params).id);
  try {
    const { actor, at } = await createContext(request.headers);
    if (!actor) return refusedResponse("not-signed-in", 401);
    if (!id.success) return refusedResponse("not-found", 404);
    if (!may(actor.role, "evidence.view")) {
      await noteRefused(actor, "evidence.view", at);
      return refusedResponse("not-found", 404);
    }
    const derivative = await viewDerivative(actor, id.data);
    if (derivative.kind !== "preview") await noteViewed(actor, derivative, at);
    return pictureResponse(derivative.bytes);
  } catch (error) {
    if (error instanceof Refusal) return refusedResponse(error.code, 404);
    return unexpectedResponse("derivatives", error);
  }
}
