import type { Actor } from "~/domain/roles";
import { hex } from "~/keyring/bytes";
import { recipientOf } from "~/keyring/identity";
import { check, reseal } from "~/keyring/reseal";
import { cookies, knock, rpc } from "../sweep/visitors";
import type { browsers } from "./reviewers";
import type { World } from "./world";

const OURS = { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" };
/** A photo by its id and the SHA-256 of what was received. */
type Photo = { readonly id: string; readonly digest: string };
type Setting = {
  readonly at: ReturnType<typeof browsers>;
  /** Of the doors. */
  readonly origin: string;
  /** What was agreed on last, and the key in use. */
  readonly now: () => { readonly resealingId: string; readonly inUse: string };
};

/** Browsers in which somebody is signed in, as they seal originals anew and check them: a session each, and what it asks at the doors. */
export async function resealers(world: World, { at, origin, now }: Setting) {
  const purse = await cookies(world);
  return async (actor: Actor) => {
    const cookie = await purse.of(actor);
    const call = async (action: string, input: unknown) => {
      const { text } = await knock(origin, rpc(action, input), cookie);
      const { error } = JSON.parse(text) as { error?: { json: { message: string } } };
      return error?.json.message ?? "went through";
    };
    const post = (where: string, headers: Record<string, string>, body: BodyInit) =>
      fetch(origin + where, { method: "POST", headers: { ...OURS, ...headers, cookie }, body });
    async function fetchPacket(itemId: string, task: "seal" | "check", of = now().resealingId) {
      const response = await post("/api/resealings", { "content-type": "application/json" }, JSON.stringify({ resealingId: of, itemId, task }));
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (response.ok) return bytes;
      return (JSON.parse(new TextDecoder().decode(bytes)) as { code: string }).code;
    }
    async function store(itemId: string, packet: Uint8Array<ArrayBuffer>, mark: Uint8Array): Promise<string> {
      const headers = {
        "content-type": "application/octet-stream", "x-vouchsafe-resealing": now().resealingId, "x-vouchsafe-item": itemId,
        "x-vouchsafe-mark": hex(mark), "x-vouchsafe-size": String(packet.length),
      };
      const response = await post("/api/trpc/resealings.store", headers, packet);
      const { error } = (await response.json()) as { error?: { json: { message: string } } };
      return error?.json.message ?? "went through";
    }
    const keys = async (custodyKeyId: string) => {
      const secret = (await at.secretOf(actor, custodyKeyId))!;
      return { secret, recipient: await recipientOf(secret) };
    };
    const about = ({ id, digest }: Photo) => ({ item: id, digest });
    return {
      call, fetchPacket, store, about, keys,
      begin: () => call("resealings.begin", { resealingId: now().resealingId }),
      /** Fetched, opened and sealed to the key in use. */
      async sealed(item: Photo) {
        const packet = await fetchPacket(item.id, "seal");
        if (typeof packet === "string") throw new Error(packet);
        const { custodyKeyId } = await world.db().evidenceItem.findUniqueOrThrow({ where: { id: item.id } });
        const made = await reseal(packet, (await keys(custodyKeyId!)).secret, await keys(now().inUse), about(item));
        if (!made.ok) throw new Error(made.why);
        return made;
      },
      async seal(item: Photo): Promise<string> {
        const { packet, mark } = await this.sealed(item);
        return store(item.id, packet, mark);
      },
      /** What this browser says of what was sealed anew. */
      async looked(item: Photo) {
        const packet = await fetchPacket(item.id, "check");
        if (typeof packet === "string") throw new Error(packet);
        const { mark } = await world.db().reseal.findUniqueOrThrow({ where: { itemId: item.id }, omit: { mark: false } });
        return check(packet, await keys(now().inUse), about(item), new Uint8Array(mark));
      },
      async check(item: Photo): Promise<string> {
        const found = await this.looked(item);
        if (!found.ok) throw new Error(found.why);
        return call("resealings.confirm", { resealingId: now().resealingId, itemId: item.id, sealed: found.sealed });
      },
    };
  };
}
