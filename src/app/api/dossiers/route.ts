import * as z from "zod";
import { handedAs } from "~/domain/dossier";
import { Brought, MOST_BROUGHT } from "~/domain/opening";
import { asksAgain, may } from "~/domain/policy";
import { isProven } from "~/domain/proving";
import { AgeKey } from "~/domain/recipient";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { languages } from "~/messages/languages";
import { dossierResponse, refusedResponse, turnedAway, unexpectedResponse } from "~/server/bytes";
import { handOut } from "~/server/dossiers/commands";
import { fromOurselves } from "~/server/origin";
import { createContext } from "~/server/trpc/context";
import { noteRefused } from "~/server/trpc/refused";

const Asked = z.strictObject({
  disclosureId: z.uuid(), as: z.enum(handedAs).default("dossier"), language: z.enum(languages), ageKey: AgeKey.default(""), originals: z.array(Brought).max(MOST_BROUGHT).default([]),
});
type Asked = z.infer<typeof Asked>;
/** Of a request with as many originals as there may be, and a key. */
const MOST_BYTES = 160_000;
const action = "dossiers.handOut";

/** The door of dossiers: what was released, as one or for another program, for a reviewer who hands it over. It stands in the ledger before a byte of it leaves. */
export async function POST(request: Request): Promise<Response> {
  if (!fromOurselves(request.headers)) return turnedAway("dossiers", "elsewhere", 403);
  if (!(Number(request.headers.get("content-length") ?? Number.NaN) <= MOST_BYTES)) return turnedAway("dossiers", "too-large", 413);
  // All of it is here before it is asked whose it is: a body that was held back lets nobody in who was put out.
  const asked = Asked.safeParse(await request.json().catch(() => null));
  try {
    const { actor, at, provenAt } = await createContext(request.headers);
    if (!actor) return refusedResponse("not-signed-in", 401);
    return await dossier(actor, asked.success ? asked.data : null, { at, provenAt });
  } catch (error) {
    return unexpectedResponse("dossiers", error);
  }
}

/** @param asked null for what is no id: nothing that somebody could have been after */
async function dossier(actor: Actor, asked: Asked | null, { at, provenAt }: { at: Date; provenAt: Date | null }): Promise<Response> {
  try {
    if (!may(actor.role, action)) throw new Refusal("not-found");
    if (asked === null) return refusedResponse("input-invalid", 400);
    if (asksAgain.has(action) && !isProven(provenAt, at)) return refusedResponse("prove-again", 401);
    const { sealed, ...dossier } = await handOut(actor, asked, at);
    return dossierResponse(dossier, asked.as, sealed);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "not-found") await noteRefused(actor, action, at);
    return refusedResponse(error.code, error.code === "not-found" ? 404 : 422);
  }
}
