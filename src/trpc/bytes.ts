import { refusalCodes, type RefusalCode } from "~/domain/refusal";
import { ask } from "./asked-again";
import { Refusing, type Refused } from "./client";

type Answer = { readonly ok: true; readonly bytes: ArrayBuffer } | { readonly ok: false; readonly refused: Refused };
const refused = (code: Refused["code"]): Answer => ({ ok: false, refused: { code, details: {} } });

/**
 * What one of the doors of bytes hands out. Who has not shown who they are for a while is asked, as for any other call.
 * @throws Refusing with the refusal
 */
export async function fetchBytes(door: `/api/${string}`, asked: Readonly<Record<string, unknown>>): Promise<ArrayBuffer> {
  const first = await post(door, asked);
  if (first.ok) return first.bytes;
  if (first.refused.code !== "prove-again" || !(await ask())) throw new Refusing(first.refused);
  const again = await post(door, asked);
  if (!again.ok) throw new Refusing(again.refused);
  return again.bytes;
}

async function post(door: string, asked: Readonly<Record<string, unknown>>): Promise<Answer> {
  try {
    const response = await fetch(door, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(asked),
      cache: "no-store",
    });
    if (response.ok) return { ok: true, bytes: await response.arrayBuffer() };
    const { code } = (await response.json()) as { code: string };
    return refused(refusalCodes.find((known: RefusalCode) => known === code) ?? "unexpected");
  } catch {
    return refused("offline");
  }
}
