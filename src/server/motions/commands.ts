import { randomUUID } from "node:crypto";
import type { CustodyStatement } from "~/domain/custody";
import { isOpen, mayRead, whyNotAgree, type Motion } from "~/domain/motion";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { withinBounds } from "~/domain/vouching";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { stillIn } from "~/server/scope";
import { sealJson } from "~/server/sealing";
import * as settings from "~/server/settings/commands";
import { current } from "~/server/settings/queries";
import { restore } from "~/server/suspensions/commands";
import { whole } from "~/server/vouching/queries";
import { locked, motionOf } from "./queries";

/** That it can be meant: a number within its bounds that is not so already, somebody who is suspended. @throws Refusal */
async function check(tx: Tx, motion: Motion): Promise<{ was: number | null }> {
  if (motion.kind === "map") return { was: null };
  if (motion.kind === "setting") {
    const was = (await current(tx))[motion.name];
    if (!withinBounds(motion.name, motion.value) || was === motion.value) throw new Refusal("input-invalid", { fields: ["value"] });
    return { was };
  }
  const member = await tx.member.findUnique({ where: { id: motion.memberId }, select: { suspendedAt: true } });
  if (!member) throw new Refusal("not-found");
  if (!member.suspendedAt) throw new Refusal("not-now");
  return { was: null };
}

/** Propose what takes two. @throws Refusal `input-invalid`, `not-found`, `not-now` */
export async function propose(actor: Actor, input: { motion: Motion; reason: string }, at: Date): Promise<{ id: string }> {
  const { motion } = input;
  const id = randomUUID();
  const reasonSealed = await sealJson({ text: input.reason }, { kind: "reason", id: `motion-${id}` });
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { was } = await check(tx, motion);
    const { kind, ...what } = motion;
    await tx.motion.create({ data: { id, kind, ...what, was, reasonSealed, proposedBy: actor.id, proposedAt: at } });
    await record(tx, actor.id, at, { kind: "motion.proposed", motion: id, what: kind });
    return { id };
  });
}

/** What an agreement brings about, in its transaction. A map is only read afterwards. */
async function effect(tx: Tx, motion: Motion, was: number | null, at: Date): Promise<CustodyStatement[]> {
  if (motion.kind === "map") return [];
  if (motion.kind === "restoring") return restore(tx, motion.memberId);
  return [await settings.set(tx, { ...motion, was }, at)];
}

/**
 * Agree to what another steward proposed: it takes effect.
 * @throws Refusal `second-person-required`, `not-now`, `changed-meanwhile`, `not-found`
 */
export async function agree(actor: Actor, input: { motionId: string }, at: Date): Promise<{}> {
  await transaction(async (tx) => {
    // Whoever proposed it has to be here still: nobody agrees with somebody who was put out.
    const proposed = await tx.motion.findUnique({ where: { id: input.motionId }, select: { proposedBy: true } });
    if (!proposed) throw new Refusal("not-found");
    await stillIn(tx, actor, proposed.proposedBy);
    const row = await locked(tx, input.motionId);
    if (!row) throw new Refusal("not-found");
    const why = whyNotAgree(row, actor.id, at);
    if (why) throw new Refusal(why);
    await tx.motion.update({ where: { id: row.id }, data: { agreedBy: actor.id, agreedAt: at } });
    const done = await effect(tx, motionOf(row), row.was, at);
    await record(tx, actor.id, at, { kind: "motion.agreed", motion: row.id }, ...done);
  });
  return {};
}

/** Take back what waits; any steward may. @throws Refusal `not-now`, `not-found` */
export async function withdraw(actor: Actor, input: { motionId: string }, at: Date): Promise<{}> {
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const row = await locked(tx, input.motionId);
    if (!row) throw new Refusal("not-found");
    if (!isOpen(row, at)) throw new Refusal("not-now");
    await tx.motion.update({ where: { id: row.id }, data: { withdrawnAt: at } });
    await record(tx, actor.id, at, { kind: "motion.withdrawn", motion: row.id });
  });
  return {};
}

/**
 * Read the whole map, for one of the two who agreed on it, within the hour. That it is read stands in the ledger before
 * anything is shown.
 * @throws Refusal `not-found` for everybody else, and after the hour
 */
export async function readMap(actor: Actor, input: { motionId: string }, at: Date) {
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const row = await locked(tx, input.motionId);
    if (!row || row.kind !== "map" || !mayRead(row, actor.id, at)) throw new Refusal("not-found");
    await record(tx, actor.id, at, { kind: "map.read", motion: row.id });
  });
  return whole();
}
