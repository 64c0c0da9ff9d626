import { randomUUID } from "node:crypto";
import type { RecipientClass } from "~/domain/consent";
import type { CustodyStatement } from "~/domain/custody";
import type { ChosenRecipient, RecipientDetails } from "~/domain/recipient";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { recipientsOf, stillIn } from "~/server/scope";
import { sealJson } from "~/server/sealing";
import { isAgeKey } from "~/vault";

/** A recipient who is about to be stored; sealed before the transaction, since a key service may be asked. */
export type Drawn = { readonly id: string; readonly class: RecipientClass; readonly sealed: Uint8Array<ArrayBuffer> };

/** @throws Refusal `age-key-invalid` for a key to which nothing can be sealed */
export async function drawn({ class: kind, ...kept }: RecipientDetails): Promise<Drawn> {
  if (kept.ageKey !== "" && !(await isAgeKey(kept.ageKey))) throw new Refusal("age-key-invalid");
  const id = randomUUID();
  return { id, class: kind, sealed: await sealJson(kept, { kind: "recipient", id }) };
}

/** Hold one version until the transaction ends, so that nobody makes another of it meanwhile. */
const hold = (tx: Tx, id: string): Promise<unknown> => tx.$queryRaw`SELECT "id" FROM "Recipient" WHERE "id" = ${id}::uuid FOR UPDATE`;

/** The version of somebody that is the newest one, held. @throws Refusal `not-found`; `changed-meanwhile` where there is another by now */
async function newest(tx: Tx, actor: Actor, id: string): Promise<{ id: string; class: RecipientClass }> {
  await hold(tx, id);
  const row = await tx.recipient.findFirst({
    where: { AND: [{ id }, recipientsOf(actor)] },
    select: { id: true, class: true, after: { select: { id: true } } },
  });
  if (!row) throw new Refusal("not-found");
  if (row.after) throw new Refusal("changed-meanwhile");
  return { id: row.id, class: row.class as RecipientClass };
}

/**
 * Whoever is to be given something: somebody of the list, by the version that was seen there, or somebody new, who is on it from then on.
 * @returns them, and what the caller records, last
 */
export async function chosen(tx: Tx, actor: Actor, choice: ChosenRecipient, made: Drawn | null) {
  if ("id" in choice) return { ...(await newest(tx, actor, choice.id)), statements: [] };
  if (!made) throw new Error("Somebody new has to be sealed first.");
  await tx.recipient.create({ data: made });
  const statements: CustodyStatement[] = [{ kind: "recipient.added", recipient: made.id }];
  return { id: made.id, class: made.class, statements };
}

/**
 * Write down anew who somebody is or how they are reached: another version. What was proposed to the one before stays with that one,
 * whose class was decided on; so does what somebody agreed to for it by name.
 * @throws Refusal `not-found`; `changed-meanwhile` for a version that is not the newest; `age-key-invalid`
 */
export async function revise(actor: Actor, recipientId: string, details: RecipientDetails, at: Date): Promise<{ id: string }> {
  const made = await drawn(details);
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id: beforeId } = await newest(tx, actor, recipientId);
    await tx.recipient.create({ data: { ...made, beforeId } });
    await record(tx, actor.id, at, { kind: "recipient.revised", recipient: made.id, before: beforeId });
    return { id: made.id };
  });
}

/**
 * Forget whom nothing names who was written down before `before`: no disclosure, no newer version, and nobody's yes. Of several versions
 * the newest goes first, and the one before it the next time.
 * @param named whom people named in what they said
 * @returns how many
 */
export const forgetUnnamed = async (tx: Tx, before: Date, named: readonly string[]): Promise<number> =>
  (await tx.recipient.deleteMany({ where: { createdAt: { lt: before }, disclosures: { none: {} }, after: null, id: { notIn: [...named] } } })).count;
