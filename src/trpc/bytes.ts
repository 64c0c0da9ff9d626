import { refusalCodes, type RefusalCode } from "~/domain/refusal";
import { ask } from "./asked-again";
import { Refusing, type Refused } from "./client";

/** A file as a door gives it: `name` is the door's own, before anybody calls it otherwise. */
export type Given = { readonly bytes: ArrayBuffer; readonly type: string; readonly name: string };
type Answer = ({ readonly ok: true } & Given) | { readonly ok: false; readonly refused: Refused };
const refused = (code: Refused["code"]): Answer => ({ ok: false, refused: { code, details: {} } });

/**
 * What one of the doors of bytes hands out. Who has not shown who they are for a while is asked, as for any other call.
 * @throws Refusing with the refusal
 */
export async function fetchFile(door: `/api/${string}`, asked: Readonly<Record<string, unknown>>): Promise<Given> {
  const first = await post(door, asked);
  if (first.ok) return first;
  if (first.refused.code !== "prove-again" || !(await ask())) throw new Refusing(first.refused);
  const again = await post(door, asked);
  if (!again.ok) throw new Refusing(again.refused);
  return again;
}

async function post(door: string, asked: Readonly<Record<string, unknown>>): Promise<Answer> {
  try {
    const response = await fetch(door, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(asked),
      cache: "no-store",
    });
    const { headers } = response;
    const name = /filename="([^"]+)"/.exec(headers.get("content-disposition") ?? "")?.[1] ?? "";
    if (response.ok) return { ok: true, bytes: await response.arrayBuffer(), type: headers.get("content-type") ?? "", name };
    const { code } = (await response.json()) as { code: string };
    return refused(refusalCodes.find((known: RefusalCode) => known === code) ?? "unexpected");
  } catch {
    return refused("offline");
  }
}
