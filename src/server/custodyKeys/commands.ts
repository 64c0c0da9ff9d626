import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { record } from "~/server/custody";
import { transaction } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import { isCustodyRecipient } from "~/vault";

/**
 * Name the public half of the custody key. Its private half is with the reviewers; nobody here ever sees it.
 * @param input.recipient an age recipient. The ledger keeps SHA-256 of its text, so that a reviewer can compare.
 * @throws Refusal `custody-key-invalid`, `custody-key-exists`
 */
export async function set(actor: Actor, input: { recipient: string }, at: Date): Promise<{ id: string }> {
  const { recipient } = input;
  if (!isCustodyRecipient(recipient)) throw new Refusal("custody-key-invalid");
  return transaction(async (tx) => {
    // Of two reviewers who make a key at the same moment, one is told that there is one: what is sealed to the key
    // that the other keeps nobody would open.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('custodyKey.set'))`;
    if ((await tx.custodyKey.count()) > 0) throw new Refusal("custody-key-exists");
    const { id } = await tx.custodyKey.create({
      data: { recipient, madeBy: actor.id, createdAt: at },
      select: { id: true },
    });
    const digest = sha256Hex(recipient);
    await record(tx, actor.id, at, { kind: "custodyKey.set", key: id, recipient: digest });
    return { id };
  });
}
