import { Refusing, type Refused } from "./client";
import { ask } from "./asked-again";
import type { OpeningPart } from "~/domain/opening";
import { refusalCodes, type RefusalCode } from "~/domain/refusal";

/**
 * The ciphertext of an original, or of what was found in it, through a door of its own. Who has not shown who they are for a while is asked, as for any
 * other call.
 * @throws Refusing with the refusal
 */
export async function fetchOriginal(openingId: string, part: OpeningPart): Promise<ArrayBuffer> {
  const first = await post(openingId, part);
  if (first.ok) return first.bytes;
  if (first.refused.code !== "prove-again" || !(await ask())) throw new Refusing(first.refused);
  const again = await post(openingId, part);
  if (!again.ok) throw new Refusing(again.refused);
  return again.bytes;
}

type Answer = { readonly ok: true; readonly bytes: ArrayBuffer } | { readonly ok: false; readonly refused: Refused };
const refused = (code: Refused["code"]): Answer => ({ ok: false, refused: { code, details: {} } });

async function post(openingId: string, part: OpeningPart): Promise<Answer> {
  try {
    const response = await fetch("/api/originals", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ openingId, part }),
      cache: "no-store",
    });
    if (response.ok) return { ok: true, bytes: await response.arrayBuffer() };
    const { code } = (await response.json()) as { code: string };
    return refused(refusalCodes.find((known: RefusalCode) => known === code) ?? "unexpected");
  } catch {
    return refused("offline");
  }
}
