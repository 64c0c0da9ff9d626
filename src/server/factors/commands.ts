import { randomBytes, randomUUID } from "node:crypto";
import * as z from "zod";
import type { Means } from "~/domain/proving";
import { actingAs, type Role } from "~/domain/roles";
import { Code, Handle, hashPassphrase, newSecret, Passphrase, passphraseFits, stepOf } from "~/server/credentials";
import { db, type Tx } from "~/server/db";
import { openJson, sealJson } from "~/server/sealing";

/**
 * What somebody shows for who they are, checked: at the door (`sessions.signIn`) and when they are asked again
 * (`sessions.prove`). How often it may be tried is theirs to count.
 */
export const Attempt = z.object({ handle: Handle, passphrase: Passphrase, code: Code });
export const Proof = z.strictObject({ passphrase: Passphrase, code: Code });
export type Proof = z.infer<typeof Proof>;

/** Somebody who has shown who they are. */
export type Shown = {
  readonly memberId: string;
  readonly role: Role;
  readonly means: Means;
  /**
   * Take what was shown out of use, within the transaction that relies on it. The member's row stays locked until it
   * ends, so that a suspension comes wholly before it, and then nobody gets in, or wholly after it.
   * @returns false where it was used meanwhile, or where its member is suspended
   */
  readonly spend: (tx: Tx) => Promise<boolean>;
};

const credentials = { id: true, role: true, vettedAt: true, passphraseHash: true, totpSealed: true } as const;
type Credentials = {
  readonly id: string;
  readonly role: string;
  readonly vettedAt: Date | null;
  readonly passphraseHash: string;
  readonly totpSealed: Uint8Array;
};

let nobody: Promise<Credentials> | undefined;

/**
 * Stands in for a member who does not exist, so that an unknown handle costs the same work, and so the same time, as
 * a wrong passphrase.
 */
async function makeNobody(): Promise<Credentials> {
  const id = randomUUID();
  const [passphraseHash, totpSealed] = await Promise.all([
    hashPassphrase(randomBytes(32).toString("hex")),
    sealJson(newSecret(), { kind: "totp", id }),
  ]);
  return { id, role: "auditor", vettedAt: null, passphraseHash, totpSealed };
}

/** Made once, and again where that failed: the instance's key may not have been there yet. */
function stranger(): Promise<Credentials> {
  nobody ??= makeNobody().catch((error: unknown) => {
    nobody = undefined;
    throw error;
  });
  return nobody;
}

/** Before a try is counted: the first of a process must not be told from the others by its time. */
export async function ready(): Promise<void> {
  await stranger();
}

/** @returns null where something was wrong; which of them, neither the answer nor its time tells */
export async function passphraseAndCode(
  who: { readonly handle: string } | { readonly id: string },
  { passphrase, code }: Proof,
  at: Date,
): Promise<Shown | null> {
  const unknown = await stranger();
  const member = (await db().member.findUnique({ where: who, select: credentials })) ?? unknown;

  // Both are always checked.
  const fits = await passphraseFits(member.passphraseHash, passphrase);
  const step = stepOf(await openJson(member.totpSealed, { kind: "totp", id: member.id }, z.string()), code, at);
  if (member === unknown || !fits || step === null) return null;
  return { memberId: member.id, role: actingAs(member), means: "code", spend: (tx) => spendStep(tx, member.id, step) };
}

/** Compare and set: of two that show the same code one gets in, and a code older than the last one is spent. */
async function spendStep(tx: Tx, id: string, step: number): Promise<boolean> {
  const { count } = await tx.member.updateMany({
    where: { id, suspendedAt: null, OR: [{ totpStep: null }, { totpStep: { lt: BigInt(step) } }] },
    data: { totpStep: BigInt(step) },
  });
  return count === 1;
}
