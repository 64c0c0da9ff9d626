import { randomBytes, randomUUID } from "node:crypto";
import * as z from "zod";
import { counted, LINK_MS, OPEN_MS, WORDS } from "~/domain/recovery";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { authenticatorUri, hashPassphrase, isWeak, newSecret, stepOf } from "~/server/credentials";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { tokenDigest } from "~/server/digest";
import * as passkeys from "~/server/passkeys/commands";
import * as recoveryCodes from "~/server/recoveryCodes/commands";
import { stillIn } from "~/server/scope";
import { openJson, sealJson } from "~/server/sealing";
import { revokeAll } from "~/server/sessions/commands";
import { standingFor } from "~/server/vouching/queries";
import { Confirmed, isOpen } from "./queries";

/**
 * Back in for somebody who has lost every authenticator (`domain/recovery`). A founder has nobody behind them and cannot
 * come back this way.
 */
const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
/** Room for more words than anybody can have behind them. */
const PADDED_TO = 1024;

const sealWords = (id: string, by: readonly string[]) =>
  sealJson({ by, padding: " ".repeat(PADDED_TO - JSON.stringify(by).length) }, { kind: "recovery", id });

/**
 * Begin to ask those who stand behind somebody. What was begun for them before ends.
 * @throws Refusal `second-person-required` for oneself, `not-found`, `nobody-behind` where fewer than two stand behind them
 */
export async function open(actor: Actor, { memberId }: { memberId: string }, at: Date): Promise<{ id: string }> {
  if (memberId === actor.id) throw new Refusal("second-person-required");
  const id = randomUUID();
  const sealed = await sealWords(id, []);
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "Member"
      WHERE "id" = ${memberId}::uuid AND "vettedAt" IS NOT NULL AND "suspendedAt" IS NULL FOR SHARE`;
    if (rows.length === 0) throw new Refusal("not-found");
    if ((await standingFor(tx, memberId)).length < WORDS) throw new Refusal("nobody-behind");
    await tx.recovery.updateMany({ where: { memberId, ...isOpen(at) }, data: { expiresAt: at } });
    await tx.recovery.create({ data: { id, memberId, openedAt: at, expiresAt: after(at, OPEN_MS), sealed } });
    await record(tx, actor.id, at, { kind: "recovery.opened", recovery: id, member: memberId });
  });
  return { id };
}

/** What is under way, locked. @throws Refusal `not-found` */
async function locked(tx: Tx, id: string, at: Date) {
  await tx.$queryRaw`SELECT 1 FROM "Recovery" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const row = await tx.recovery.findFirst({ where: { id, ...isOpen(at) }, select: { memberId: true, sealed: true } });
  if (!row) throw new Refusal("not-found");
  const { by } = await openJson(row.sealed, { kind: "recovery", id }, Confirmed);
  return { memberId: row.memberId, by };
}

/**
 * Say that it is them: the sayer has met them. The ledger says that it was said, and not by whom, as of every word that
 * one member gives for another.
 * @throws Refusal `not-found` also for somebody behind whom the sayer does not stand
 */
export async function confirm(actor: Actor, { recoveryId: id }: { recoveryId: string }, at: Date): Promise<{}> {
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const { memberId, by } = await locked(tx, id, at);
    if (!(await standingFor(tx, memberId)).includes(actor.id)) throw new Refusal("not-found");
    if (by.includes(actor.id)) throw new Refusal("not-now");
    await tx.recovery.update({ where: { id }, data: { sealed: await sealWords(id, [...by, actor.id]) } });
    await record(tx, null, at, { kind: "recovery.confirmed", recovery: id });
  });
  return {};
}

/**
 * Make the link, once two have said so. One that was made before stops working.
 * @returns the token, which exists nowhere else from here on
 * @throws Refusal `not-found`, `words-missing`
 */
export async function link(actor: Actor, { recoveryId: id }: { recoveryId: string }, at: Date) {
  const token = randomBytes(32).toString("base64url");
  const linkUntil = after(at, LINK_MS);
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const { memberId, by } = await locked(tx, id, at);
    const standing = await standingFor(tx, memberId);
    const words = counted({ memberId, standing, confirmed: by, steward: actor.id });
    if (memberId === actor.id || words.length < WORDS) throw new Refusal("words-missing");
    await tx.recovery.update({ where: { id }, data: { tokenDigest: tokenDigest(token), linkUntil, totpSealed: null } });
    await record(tx, actor.id, at, { kind: "recovery.linked", recovery: id, member: memberId });
  });
  return { token, expiresAt: linkUntil };
}

/** @throws Refusal `invite-invalid` for a token that is unknown, used or expired, and for somebody suspended, all alike */
async function linked(token: string, at: Date) {
  const row = await db().recovery.findFirst({
    where: { tokenDigest: tokenDigest(token), usedAt: null, linkUntil: { gt: at }, member: { suspendedAt: null } },
    select: { id: true, memberId: true, totpSealed: true, linkUntil: true, member: { select: { handle: true } } },
  });
  if (!row?.linkUntil) throw new Refusal("invite-invalid");
  return { ...row, linkUntil: row.linkUntil, handle: row.member.handle };
}

export async function inspect({ token }: { token: string }, at: Date) {
  const { handle, linkUntil } = await linked(token, at);
  return { handle, expiresAt: linkUntil };
}

/** Their new second factor. Each call makes a new one, for the reason that `members.begin` gives. @throws Refusal `invite-invalid` */
export async function begin({ token }: { token: string }, at: Date) {
  const { id, handle } = await linked(token, at);
  const secret = newSecret();
  const totpSealed = await sealJson(secret, { kind: "totp", id });
  const { count } = await db().recovery.updateMany({ where: { id, usedAt: null }, data: { totpSealed } });
  if (count !== 1) throw new Refusal("invite-invalid");
  return { secret, uri: authenticatorUri(handle, secret) };
}

type Returning = { readonly token: string; readonly passphrase: string; readonly code: string };

/**
 * Come back with a new passphrase and a new app. Whatever let anybody in before does so no longer: passkeys, recovery codes
 * and sessions are gone, since whoever found or took them may have them.
 * @throws Refusal `invite-invalid`, `passphrase-too-weak`, `totp-wrong`
 */
export async function finish({ token, passphrase, code }: Returning, at: Date): Promise<{ handle: string }> {
  const { id, handle, memberId, totpSealed: begun } = await linked(token, at);
  if (isWeak(passphrase, handle)) throw new Refusal("passphrase-too-weak");
  if (!begun) throw new Refusal("totp-wrong");
  const secret = await openJson(begun, { kind: "totp", id }, z.string());
  if (stepOf(secret, code, at) === null) throw new Refusal("totp-wrong");
  const [passphraseHash, totpSealed] = await Promise.all([
    hashPassphrase(passphrase),
    sealJson(secret, { kind: "totp", id: memberId }),
  ]);
  await transaction(async (tx) => {
    // Compare and set: the link is used once, with the second factor that was begun last.
    const used = await tx.recovery.updateMany({
      where: { id, usedAt: null, linkUntil: { gt: at }, tokenDigest: tokenDigest(token), totpSealed: begun },
      data: { usedAt: at, totpSealed: null },
    });
    if (used.count !== 1) throw new Refusal("invite-invalid");
    const { count } = await tx.member.updateMany({
      where: { id: memberId, suspendedAt: null },
      data: { passphraseHash, totpSealed, totpStep: null, newTotpSealed: null },
    });
    if (count !== 1) throw new Refusal("invite-invalid");
    await passkeys.removeAll(tx, memberId);
    await recoveryCodes.removeAll(tx, memberId);
    const ended = await revokeAll(tx, memberId, at, "recovered");
    await record(tx, memberId, at, { kind: "recovery.finished", recovery: id, member: memberId }, ...ended);
  });
  return { handle };
}
