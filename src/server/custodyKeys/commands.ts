import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import type { CustodyStatement } from "~/domain/custody";
import { isRecovery, type Recovery } from "~/keyring/shares";
import { readWrap } from "~/keyring/wrap";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import { isCustodyRecipient } from "~/vault";

/** The public half of a reviewer's own key, and its private half as their browser wrapped it. */
export type NewReviewerKey = { readonly recipient: string; readonly wrap: Uint8Array };
/** A custody key's private half, sealed to a reviewer's key by a browser. */
export type NewGrant = { readonly sealed: Uint8Array; readonly tag: Uint8Array };

const AGE = "age-encryption.org/v1\n-> X25519 ";
const isGrant = ({ sealed, tag }: NewGrant): boolean =>
  tag.length === 32 && new TextDecoder().decode(sealed.subarray(0, AGE.length)) === AGE;

/** Nothing here can be opened, so what is looked at is whether it is at all what a reviewer's browser makes. */
function checkReviewerKey({ recipient, wrap }: NewReviewerKey): void {
  if (!isCustodyRecipient(recipient) || !readWrap(wrap)) throw new Refusal("custody-key-invalid");
}

/** @returns what there is to record */
async function insertReviewerKey(tx: Tx, actor: Actor, key: NewReviewerKey, at: Date): Promise<{ id: string; made: CustodyStatement }> {
  const { id } = await tx.reviewerKey.create({
    data: {
      memberId: actor.id, recipient: key.recipient, createdAt: at,
      wraps: { create: { wrap: new Uint8Array(key.wrap), createdAt: at } },
    },
    select: { id: true },
  });
  return { id, made: { kind: "reviewerKey.made", reviewerKey: id, member: actor.id, recipient: sha256Hex(key.recipient) } };
}

/**
 * Put the custody key to use that a reviewer's browser made. Its private half is with the reviewers: here arrives what
 * is sealed to the first one's own key, which is wrapped. The ledger keeps SHA-256 of the public halves' texts.
 * @param input.recovery of the printed set, from which the browser has brought the key back before
 * @throws Refusal `custody-key-invalid`, `custody-key-exists`
 */
export async function set(
  actor: Actor,
  input: { recipient: string; mine: NewReviewerKey; grant: NewGrant; recovery: Recovery },
  at: Date,
): Promise<{ id: string }> {
  const { recipient, mine, grant, recovery } = input;
  checkReviewerKey(mine);
  if (!isCustodyRecipient(recipient) || recipient === mine.recipient || !isGrant(grant) || !isRecovery(recovery))
    throw new Refusal("custody-key-invalid");
  return transaction(async (tx) => {
    // Of two reviewers who make a key at the same moment, one is told that there is one: what is sealed to the key
    // that the other keeps nobody would open.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('custodyKey.set'))`;
    if ((await tx.custodyKey.count()) > 0) throw new Refusal("custody-key-exists");
    const { id } = await tx.custodyKey.create({
      data: { recipient, madeBy: actor.id, createdAt: at, ...recovery },
      select: { id: true },
    });
    const { id: reviewerKeyId, made } = await insertReviewerKey(tx, actor, mine, at);
    await insertGrant(tx, actor, { custodyKeyId: id, reviewerKeyId }, grant, at);
    await record(
      tx, actor.id, at,
      { kind: "custodyKey.set", key: id, recipient: sha256Hex(recipient) },
      { kind: "custodyKey.shared", key: id, ...recovery },
      made,
      { kind: "custodyKey.granted", key: id, reviewerKey: reviewerKeyId, member: actor.id },
    );
    return { id };
  });
}

const insertGrant = (tx: Tx, actor: Actor, ids: { custodyKeyId: string; reviewerKeyId: string }, grant: NewGrant, at: Date) =>
  tx.custodyGrant.create({
    data: {
      ...ids, sealed: new Uint8Array(grant.sealed), tag: new Uint8Array(grant.tag), grantedBy: actor.id, grantedAt: at,
    },
  });
