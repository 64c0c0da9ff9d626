import { createHmac } from "node:crypto";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { authSecret } from "~/env";
import { newRecoveryCode } from "~/server/credentials";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { stillHere } from "~/server/scope";

/**
 * Ten codes on paper, each of which stands once for the second factor. The passphrase is asked for all the same.
 *
 * A code is 80 bits of chance, not a word that somebody chose: nobody finds it by trying, whatever a try costs. So it is
 * kept as a keyed digest and needs no slow one, and the same code of two members has two digests.
 */
const HOW_MANY = 10;

const digestOf = (memberId: string, code: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHmac("sha256", authSecret()).update(`recovery\0${memberId}\0${code}`).digest());

/** Make ten, in the place of those before. @returns the codes, which exist nowhere else from here on */
export async function make(actor: Actor, at: Date): Promise<{ codes: string[] }> {
  const codes = Array.from({ length: HOW_MANY }, newRecoveryCode);
  await transaction(async (tx) => {
    if (!(await stillHere(tx, actor.id))) throw new Refusal("not-signed-in");
    await removeAll(tx, actor.id);
    await tx.recoveryCode.createMany({
      data: codes.map((code) => ({ digest: digestOf(actor.id, code), memberId: actor.id })),
    });
    await record(tx, actor.id, at, { kind: "recoveryCodes.made", member: actor.id });
  });
  return { codes };
}

export async function removeAll(tx: Tx, memberId: string): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { memberId } });
}

/** Whether it is one of theirs that was not used. Costs the same for whoever does not exist. */
export async function isGood(memberId: string, code: string): Promise<boolean> {
  const found = await db().recoveryCode.findUnique({ where: { digest: digestOf(memberId, code) }, select: { usedAt: true } });
  return found !== null && found.usedAt === null;
}

/** Compare and set: each is used once. @returns whether it was not used before */
export async function spend(tx: Tx, memberId: string, code: string, at: Date): Promise<boolean> {
  const digest = digestOf(memberId, code);
  const { count } = await tx.recoveryCode.updateMany({ where: { digest, memberId, usedAt: null }, data: { usedAt: at } });
  return count === 1;
}
