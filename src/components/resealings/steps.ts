import type { ResealTask } from "~/domain/resealing";
import { refusalOf, trpc } from "~/trpc/client";
import { fetchPacket, storePacket } from "~/trpc/resealing";
import type { ResealInWorker } from "./in-worker";
import type { Item, Outcome, Steps } from "./run";

type Where = {
  readonly task: ResealTask;
  readonly resealingId: string;
  readonly worker: ResealInWorker;
  /** The public halves of the keys that the reader holds, by id. */
  readonly held: ReadonlyMap<string, string>;
};

/** What is done with each item: fetched sealed, worked on in the worker, sent back sealed or confirmed. */
export function stepsOf({ task, resealingId, worker, held }: Where): Steps {
  const about = ({ id, digest }: Item) => ({ item: id, digest });
  async function seal(item: Item): Promise<Outcome> {
    const packet = await fetchPacket({ resealingId, itemId: item.id, task });
    const sealed = await worker.do("seal", { packet, from: held.get(item.custodyKeyId ?? "") ?? "", about: about(item) });
    if (sealed.ok) await storePacket({ resealingId, itemId: item.id }, sealed.packet, sealed.mark);
    return sealed.ok ? { ok: true } : sealed;
  }
  async function check(item: Item): Promise<Outcome> {
    const packet = await fetchPacket({ resealingId, itemId: item.id, task });
    const found = await worker.do("check", { packet, mark: new Uint8Array(item.mark ?? []), about: about(item) });
    if (found.ok) await trpc.resealings.confirm.mutate({ resealingId, itemId: item.id, sealed: found.sealed });
    return found.ok ? { ok: true } : found;
  }
  return {
    one: task === "seal" ? seal : check,
    next: (after) => trpc.resealings.next.query({ resealingId, task, after }),
    fail: async ({ id }, why) => {
      await trpc.resealings.fail.mutate({ resealingId, itemId: id, task, why });
    },
    holds: ({ custodyKeyId }) => custodyKeyId !== null && held.has(custodyKeyId),
    refusalOf: (error) => refusalOf(error).code,
    now: () => Date.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}
