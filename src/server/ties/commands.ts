import { randomUUID } from "node:crypto";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { whyNotTie } from "~/domain/tie";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { grantorInScope, stillIn } from "~/server/scope";
import { tiedTo } from "./queries";

/**
 * Who is one person in several incidents.
 *
 * [Note: Ties first] Whoever changes a tie holds the lock of all ties, and whoever acts on all of a person holds a share of it, before any
 * incident's lock and for as long as it takes: so nobody is tied or separated while something is taken back for all of them.
 */
const changing = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('ties'))`;

/** Hold everybody who is tied to this one as they are, and their incidents in a fixed order: what they say changes for all at once. */
export async function lockTied(tx: Tx, grantorId: string) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtext('ties'))`;
  const all = await tiedTo(tx, grantorId);
  const ids = all.map(({ incidentId }) => incidentId);
  await tx.$queryRaw`SELECT "id" FROM "Incident" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR UPDATE`;
  if (all.length > 1)
    // What may be closed of several incidents, in the order in which the clock and a suspension take it.
    await tx.$queryRaw`
      SELECT "id" FROM "Disclosure"
      WHERE "incidentId" = ANY(${ids}::uuid[]) AND "state" IN ('approved', 'released') ORDER BY "id" FOR UPDATE`;
  return all;
}

/**
 * Say that two are one person. Whoever is tied to either is tied to both; what each answered stays as it is.
 * @throws Refusal `not-found`, also for people of two teams; `input-invalid` for a documenter and for two of one incident; `not-now` for
 *   who are tied already, or too many
 */
export const make = (actor: Actor, input: { grantorId: string; otherId: string }, at: Date): Promise<{}> =>
  transaction(async (tx) => {
    await stillIn(tx, actor);
    await changing(tx);
    const [one, other] = [await grantorInScope(tx, actor, input.grantorId), await grantorInScope(tx, actor, input.otherId)];
    const [ours, theirs] = [await tiedTo(tx, one.id), await tiedTo(tx, other.id)];
    const code = whyNotTie(ours, theirs);
    if (code) throw new Refusal(code, code === "input-invalid" ? { fields: ["otherId"] } : {});
    const personId = ours[0]?.personId ?? randomUUID();
    for (const { id: grantorId } of [...ours, ...theirs]) {
      const said = { personId, tiedBy: actor.id, tiedAt: at };
      await tx.tie.upsert({ where: { grantorId }, create: { grantorId, ...said }, update: { personId } });
    }
    await record(tx, actor.id, at, { kind: "grantor.tied", grantor: one.id, to: other.id });
    return {};
  });

/** Take one out of those who were said to be one person. A card of the others does not reach them any more, nor theirs the others. @throws Refusal `not-found`, `not-now` */
export const separate = (actor: Actor, grantorId: string, at: Date): Promise<{}> =>
  transaction(async (tx) => {
    await stillIn(tx, actor);
    await changing(tx);
    const { id } = await grantorInScope(tx, actor, grantorId);
    const others = (await tiedTo(tx, id)).filter((one) => one.id !== id);
    if (others.length === 0) throw new Refusal("not-now");
    // One who is left alone is tied to nobody.
    const apart = others.length === 1 ? [id, others[0]!.id] : [id];
    await tx.tie.deleteMany({ where: { grantorId: { in: apart } } });
    await record(tx, actor.id, at, { kind: "grantor.separated", grantor: id });
    return {};
  });

/** Forget that somebody is said to be others as well, under their incident's lock: whoever is left alone is tied to nobody. */
export async function forget(tx: Tx, grantorId: string): Promise<void> {
  const others = (await tiedTo(tx, grantorId)).filter((one) => one.id !== grantorId);
  const apart = others.length === 1 ? [grantorId, others[0]!.id] : [grantorId];
  await tx.tie.deleteMany({ where: { grantorId: { in: apart } } });
}

/** [Note: Ties first], for whoever is about to forget one. */
export const lockTies = (tx: Tx): Promise<unknown> => changing(tx);
