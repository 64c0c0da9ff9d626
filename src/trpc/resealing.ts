import superjson from "superjson";
import * as z from "zod";
import { refusalCodes, type RefusalCode } from "~/domain/refusal";
import type { ResealTask } from "~/domain/resealing";
import { refusedFrom, Refusing } from "./client";

type Piece = { readonly resealingId: string; readonly itemId: string; readonly task: ResealTask };

/** What is to be sealed anew or checked, sealed, through a door of its own. @throws Refusing with the refusal */
export async function fetchPacket(piece: Piece): Promise<ArrayBuffer> {
  const response = await answered("/api/resealings", { "content-type": "application/json" }, JSON.stringify(piece));
  if (response.ok) return response.arrayBuffer().catch(() => Promise.reject(new Refusing({ code: "offline", details: {} })));
  const { code } = (await response.json().catch(() => ({ code: "unexpected" }))) as { code: string };
  throw new Refusing({ code: refusalCodes.find((known: RefusalCode) => known === code) ?? "unexpected", details: {} });
}

const Failed = z.object({ error: z.unknown() });
const FailedData = z.object({ data: z.unknown() });

/** What was sealed anew here, as one octet stream. @throws Refusing with the refusal */
export async function storePacket({ resealingId, itemId }: Omit<Piece, "task">, packet: ArrayBuffer, mark: string): Promise<void> {
  const headers = {
    "content-type": "application/octet-stream", "x-vouchsafe-resealing": resealingId, "x-vouchsafe-item": itemId,
    "x-vouchsafe-mark": mark, "x-vouchsafe-size": String(packet.byteLength),
  };
  const response = await answered("/api/trpc/resealings.store", headers, packet);
  if (response.ok) return;
  const failed = Failed.safeParse(await response.json().catch(() => null));
  const error = failed.success ? FailedData.safeParse(superjson.deserialize(failed.data.error as never)) : null;
  throw new Refusing(refusedFrom(error?.success ? error.data.data : null));
}

async function answered(path: string, headers: Record<string, string>, body: BodyInit): Promise<Response> {
  try {
    return await fetch(path, { method: "POST", headers, body, cache: "no-store" });
  } catch {
    throw new Refusing({ code: "offline", details: {} });
  }
}
