import { randomBytes, randomUUID } from "node:crypto";
import * as z from "zod";
import type { CustodyStatement } from "~/domain/custody";
import type { Means } from "~/domain/proving";
import { Refusal } from "~/domain/refusal";
import { actingAs, type Actor, type Role } from "~/domain/roles";
import {
  authenticatorUri, Code, Handle, hashPassphrase, newSecret, Passphrase, passphraseFits, RecoveryCode, stepOf,
} from "~/server/credentials";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import * as recoveryCodes from "~/server/recoveryCodes/commands";
import { stillHere } from "~/server/scope";
import { openJson, sealJson } from "~/server/sealing";

/**
 * What somebody shows for who they are, checked: at the door (`sessions.signIn`) and when they are asked again
 * (`sessions.prove`). How often it may be tried is theirs to count.
 */
export const Attempt = z.object({
  handle: Handle,
  passphrase: Passphrase,
  code: z.union([Code.transform((code) => ({ code })), RecoveryCode.transform((recoveryCode) => ({ recoveryCode }))]),
});
export const Proof = z.strictObject({ passphrase: Passphrase, code: Code });
export type Proof = z.infer<typeof Proof>;

/** Somebody who has shown who they are. */
export type Shown = {
  readonly memberId: string;
  readonly role: Role;
  readonly means: Means;
  /**
   * Take what was shown out of use, within the transaction that relies on it. The member's row stays locked until it
   * ends, so that a suspension or another passphrase comes wholly before it, and then nobody gets in, or wholly after it.
   * @returns false where it was used meanwhile, where its member is suspended or the passphrase is no longer theirs
   */
  readonly spend: (tx: Tx) => Promise<boolean>;
  /** What the caller records beside what it does itself. */
  readonly also: readonly CustodyStatement[];
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

/** What is beside a passphrase: a code of the app, or one of the ten on paper. */
type Second = { readonly code: string } | { readonly recoveryCode: string };

/** @returns null where something was wrong; which of them, neither the answer nor its time tells */
export async function passphraseAnd(
  who: { readonly handle: string } | { readonly id: string },
  passphrase: string,
  second: Second,
  at: Date,
): Promise<Shown | null> {
  const unknown = await stranger();
  const member = (await db().member.findUnique({ where: who, select: credentials })) ?? unknown;

  // Both are always checked.
  const fits = await passphraseFits(member.passphraseHash, passphrase);
  const shown = await ("code" in second ? byApp(member, second.code, at) : byPaper(member, second.recoveryCode, at));
  return member === unknown || !fits ? null : shown;
}

const shownBy = (member: Credentials) => ({ memberId: member.id, role: actingAs(member) });

async function byApp(member: Credentials, code: string, at: Date): Promise<Shown | null> {
  const step = stepOf(await openJson(member.totpSealed, { kind: "totp", id: member.id }, z.string()), code, at);
  if (step === null) return null;
  return { ...shownBy(member), means: "code", also: [], spend: (tx) => spendStep(tx, member, step) };
}

async function byPaper(member: Credentials, code: string, at: Date): Promise<Shown | null> {
  if (!(await recoveryCodes.isGood(member.id, code))) return null;
  const spend = async (tx: Tx) =>
    (await stillHere(tx, member.id)) &&
    (await tx.member.count({ where: { id: member.id, passphraseHash: member.passphraseHash } })) === 1 &&
    recoveryCodes.spend(tx, member.id, code, at);
  return { ...shownBy(member), means: "paper", also: [{ kind: "recoveryCode.used", member: member.id }], spend };
}

/** Compare and set: of two that show the same code one gets in, and a code older than the last one is spent. */
async function spendStep(tx: Tx, { id, passphraseHash }: Credentials, step: number): Promise<boolean> {
  const { count } = await tx.member.updateMany({
    where: { id, passphraseHash, suspendedAt: null, OR: [{ totpStep: null }, { totpStep: { lt: BigInt(step) } }] },
    data: { totpStep: BigInt(step) },
  });
  return count === 1;
}

/** A key for another authenticator app. The one that is connected goes on until a code shows that the other has it. @throws Refusal `not-found` */
export async function newApp(actor: Actor): Promise<{ secret: string; uri: string }> {
  const secret = newSecret();
  const newTotpSealed = await sealJson(secret, { kind: "totp", id: actor.id });
  const [member] = await db().member.updateManyAndReturn({ where: { id: actor.id, suspendedAt: null }, data: { newTotpSealed }, select: { handle: true } });
  if (!member) throw new Refusal("not-found");
  return { secret, uri: authenticatorUri(member.handle, secret) };
}

/** From now on the other app is the one. @throws Refusal `totp-wrong` */
export async function connectApp(actor: Actor, { code }: { code: string }, at: Date): Promise<{}> {
  const { newTotpSealed } = await db().member.findUniqueOrThrow({ where: { id: actor.id }, select: { newTotpSealed: true } });
  if (!newTotpSealed) throw new Refusal("totp-wrong");
  const step = stepOf(await openJson(newTotpSealed, { kind: "totp", id: actor.id }, z.string()), code, at);
  if (step === null) throw new Refusal("totp-wrong");
  await transaction(async (tx) => {
    // Compare and set: what was begun anew meanwhile is not what this code is of. The code is spent with it.
    const { count } = await tx.member.updateMany({
      where: { id: actor.id, suspendedAt: null, newTotpSealed },
      data: { totpSealed: newTotpSealed, newTotpSealed: null, totpStep: BigInt(step) },
    });
    if (count !== 1) throw new Refusal("totp-wrong");
    await record(tx, actor.id, at, { kind: "authenticator.replaced", member: actor.id });
  });
  return {};
}
