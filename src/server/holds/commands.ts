import { randomUUID } from "node:crypto";
import { stops, whyNotAsk, whyNotDecide, type HoldGround } from "~/domain/hold";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { lockIncident } from "~/server/consents/commands";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { reassess } from "~/server/disclosures/commands";
import { holdsOf, itemInScope, stillIn } from "~/server/scope";
import { sealJson } from "~/server/sealing";
import { factsOn } from "./queries";

/**
 * A hold is asked for, decided on and ended under its incident's lock, which an erasing takes too: what is held in time
 * is kept, and what was erased before cannot be held any more. What is held leaves for the purposes of its hold only: disclosures for
 * others are closed when it begins, and those for its own when it ends, where a person wants it gone.
 */

/**
 * Ask that something be kept although it is to be erased. For a week it is, while another reviewer has not answered.
 * @throws Refusal `not-found`, `not-now` while another waits, `second-person-required` for whoever asked in vain before,
 *   `input-invalid` for a term that is over or too long
 */
export async function ask(
  actor: Actor,
  input: { itemId: string; ground: HoldGround; reason: string; until: Date },
  at: Date,
): Promise<{ id: string }> {
  const { ground, until } = input;
  const id = randomUUID();
  const reasonSealed = await sealJson({ text: input.reason }, { kind: "reason", id: `hold-${id}` });
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    await lockIncident(tx, (await itemInScope(tx, actor, input.itemId)).incidentId);
    const { id: itemId } = await itemInScope(tx, actor, input.itemId);
    const code = whyNotAsk(await factsOn(tx, itemId), actor.id, until, at);
    if (code) throw new Refusal(code, code === "input-invalid" ? { fields: ["until"] } : {});
    await tx.hold.create({ data: { id, itemId, ground, reasonSealed, until, askedBy: actor.id, askedAt: at } });
    await record(tx, actor.id, at, { kind: "hold.asked", hold: id, item: itemId, ground, until: until.toISOString() });
    return { id };
  });
}

async function locked(tx: Tx, actor: Actor, holdId: string) {
  await stillIn(tx, actor);
  const where = { AND: [{ id: holdId }, holdsOf(actor)] };
  const seen = await tx.hold.findFirst({ where, select: { item: { select: { incidentId: true } } } });
  if (!seen) throw new Refusal("not-found");
  const { incidentId } = seen.item;
  await lockIncident(tx, incidentId);
  const hold = await tx.hold.findFirst({
    where,
    select: { id: true, itemId: true, askedBy: true, askedAt: true, until: true, agreed: true, endedAt: true },
  });
  if (!hold) throw new Refusal("not-found");
  return { ...hold, incidentId };
}

/** Agree to what another asked for, or decline. @throws Refusal `not-found`, `second-person-required`, `not-now` */
export function decide(actor: Actor, input: { holdId: string; agree: boolean }, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    const hold = await locked(tx, actor, input.holdId);
    const code = whyNotDecide(hold, actor.id, at);
    if (code) throw new Refusal(code);
    await tx.hold.update({ where: { id: hold.id }, data: { agreed: input.agree, decidedBy: actor.id, decidedAt: at } });
    const { statements } = await reassess(tx, hold.incidentId, at);
    await record(tx, actor.id, at, { kind: input.agree ? "hold.agreed" : "hold.declined", hold: hold.id, item: hold.itemId }, ...statements);
    return {};
  });
}

/** End one before its term: what it was for is over. Any reviewer may; the erasing goes on. @throws Refusal `not-found`, `not-now` */
export function end(actor: Actor, holdId: string, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    const hold = await locked(tx, actor, holdId);
    if (!stops(hold, at)) throw new Refusal("not-now");
    await tx.hold.update({ where: { id: hold.id }, data: { endedBy: actor.id, endedAt: at } });
    const { statements } = await reassess(tx, hold.incidentId, at);
    await record(tx, actor.id, at, { kind: "hold.ended", hold: hold.id, item: hold.itemId }, ...statements);
    return {};
  });
}

/** Forget why something was held, under its incident's lock, once it is erased: that it was stands in the ledger. */
export const forget = (tx: Tx, itemId: string): Promise<unknown> => tx.hold.deleteMany({ where: { itemId } });
