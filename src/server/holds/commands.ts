import { randomUUID } from "node:crypto";
import type { CustodyStatement } from "~/domain/custody";
import { stops, whyNotAsk, whyNotDecide, type HoldGround } from "~/domain/hold";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { reassess } from "~/server/disclosures/commands";
import { accountInScope, holdsOf, itemInScope, lockIncident, stillIn } from "~/server/scope";
import { sealJson } from "~/server/sealing";
import { factsOn, type Held } from "./queries";

/**
 * A hold is asked for, decided on and ended under its incident's lock, which an erasing takes too: what is held in time
 * is kept, and what was erased before cannot be held any more. What is held leaves for the purposes of its hold only: disclosures for
 * others are closed when it begins, and those for its own when it ends, where a person wants it gone.
 */

const targetOf = ({ itemId, accountId }: { readonly itemId: string | null; readonly accountId: string | null }): Held => {
  if (itemId !== null) return { itemId };
  if (accountId !== null) return { accountId };
  throw new Error("The hold holds nothing.");
};
const inScope = (tx: Tx, actor: Actor, target: Held): Promise<{ readonly incidentId: string }> =>
  "itemId" in target ? itemInScope(tx, actor, target.itemId) : accountInScope(tx, actor, target.accountId);

/** What the ledger says of it: of an item and of an account in events of their own, as of an erasing. */
const said = {
  asked: (to: Held, about: { hold: string; ground: HoldGround; until: string }): CustodyStatement =>
    "itemId" in to ? { kind: "hold.asked", item: to.itemId, ...about } : { kind: "account.holdAsked", account: to.accountId, ...about },
  decided: (to: Held, about: { hold: string }, agree: boolean): CustodyStatement =>
    "itemId" in to
      ? { kind: agree ? "hold.agreed" : "hold.declined", item: to.itemId, ...about }
      : { kind: agree ? "account.holdAgreed" : "account.holdDeclined", account: to.accountId, ...about },
  ended: (to: Held, about: { hold: string }): CustodyStatement =>
    "itemId" in to ? { kind: "hold.ended", item: to.itemId, ...about } : { kind: "account.holdEnded", account: to.accountId, ...about },
};

/**
 * Ask that something be kept although it is to be erased. For a week it is, while another reviewer has not answered.
 * @throws Refusal `not-found`, `not-now` while another waits, `second-person-required` for whoever asked in vain before,
 *   `input-invalid` for a term that is over or too long
 */
export async function ask(
  actor: Actor,
  input: Held & { ground: HoldGround; reason: string; until: Date },
  at: Date,
): Promise<{ id: string }> {
  const { ground, until } = input;
  const target: Held = "itemId" in input ? { itemId: input.itemId } : { accountId: input.accountId };
  const id = randomUUID();
  const reasonSealed = await sealJson({ text: input.reason }, { kind: "reason", id: `hold-${id}` });
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    await lockIncident(tx, (await inScope(tx, actor, target)).incidentId);
    await inScope(tx, actor, target);
    const code = whyNotAsk(await factsOn(tx, target), actor.id, until, at);
    if (code) throw new Refusal(code, code === "input-invalid" ? { fields: ["until"] } : {});
    await tx.hold.create({ data: { id, ...target, ground, reasonSealed, until, askedBy: actor.id, askedAt: at } });
    await record(tx, actor.id, at, said.asked(target, { hold: id, ground, until: until.toISOString() }));
    return { id };
  });
}

async function locked(tx: Tx, actor: Actor, holdId: string) {
  await stillIn(tx, actor);
  const where = { AND: [{ id: holdId }, holdsOf(actor)] };
  const of = { select: { incidentId: true } };
  const seen = await tx.hold.findFirst({ where, select: { item: of, account: of } });
  const incidentId = seen?.item?.incidentId ?? seen?.account?.incidentId;
  if (incidentId === undefined) throw new Refusal("not-found");
  await lockIncident(tx, incidentId);
  const hold = await tx.hold.findFirst({
    where,
    select: { id: true, itemId: true, accountId: true, askedBy: true, askedAt: true, until: true, agreed: true, endedAt: true },
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
    await record(tx, actor.id, at, said.decided(targetOf(hold), { hold: hold.id }, input.agree), ...statements);
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
    await record(tx, actor.id, at, said.ended(targetOf(hold), { hold: hold.id }), ...statements);
    return {};
  });
}

/** Forget why something was held, under its incident's lock, once it is erased: that it was stands in the ledger. */
export const forget = (tx: Tx, target: Held): Promise<unknown> => tx.hold.deleteMany({ where: target });
