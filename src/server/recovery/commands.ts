import { randomBytes, randomUUID } from "node:crypto";
import * as z from "zod";
import { counted, isRecognised, LINK_MS, OPEN_MS, WORDS, type Said } from "~/domain/recovery";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { authSecret } from "~/env";
import { authenticatorUri, hashPassphrase, newRecognitionCode, newSecret, stepOf } from "~/server/credentials";
import { record } from "~/server/custody";
import * as custodyKeys from "~/server/custodyKeys/commands";
import { db, transaction, type Tx } from "~/server/db";
import { sha256Hex, tokenDigest } from "~/server/digest";
import * as guesses from "~/server/guesses/commands";
import { recoveryKey } from "~/server/guessing";
import { mustBeGood } from "~/server/passphrases";
import * as passkeys from "~/server/passkeys/commands";
import * as recoveryCodes from "~/server/recoveryCodes/commands";
import { stillIn } from "~/server/scope";
import { openJson, sealJson } from "~/server/sealing";
import { revokeAll } from "~/server/sessions/commands";
import { standingFor } from "~/server/vouching/queries";
import { Confirmed, isOpen, isRunning } from "./queries";

/**
 * Back in for somebody who has lost every authenticator (`domain/recovery`). A founder has nobody behind them and cannot
 * come back this way.
 */
type Recognition = { readonly token: string; readonly codes: readonly string[] };

const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
/** Room for more words than anybody can have behind them. */
const PADDED_TO = 4096;

const sealWords = (id: string, said: readonly Said[]) =>
  sealJson({ said, padding: " ".repeat(PADDED_TO - JSON.stringify(said).length) }, { kind: "recovery", id });

/** Of a code that is told from one person to another; the same code of two recoveries has two digests. */
const codeDigest = (id: string, code: string): string => sha256Hex(`recognition\0${id}\0${code}`);

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
    await tx.recovery.updateMany({ where: { memberId, ...isRunning(at) }, data: { expiresAt: at, linkUntil: at } });
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
  const { said } = await openJson(row.sealed, { kind: "recovery", id }, Confirmed);
  return { memberId: row.memberId, said };
}

/**
 * Say that it is them: the sayer has met them, and tells them a code without which the link opens nothing, so that the steward
 * who hands it over is not the one who uses it. The ledger says that it was said, and not by whom, as of every word that
 * one member gives for another. Whoever says it again gets another code, and the one before is worth nothing.
 * @returns the code, which exists nowhere else from here on
 * @throws Refusal `not-found` also for somebody behind whom the sayer does not stand
 */
export async function confirm(actor: Actor, { recoveryId: id }: { recoveryId: string }, at: Date): Promise<{ code: string }> {
  const code = newRecognitionCode();
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    const { memberId, said } = await locked(tx, id, at);
    if (!(await standingFor(tx, memberId)).includes(actor.id)) throw new Refusal("not-found");
    const now = [...said.filter(({ by }) => by !== actor.id), { by: actor.id, code: codeDigest(id, code) }];
    await tx.recovery.update({ where: { id }, data: { sealed: await sealWords(id, now) } });
    await record(tx, null, at, { kind: "recovery.confirmed", recovery: id });
  });
  return { code };
}

/**
 * Stop what runs in one's own name: whoever is signed in has not lost everything. Asks for nothing more, for whoever sees a
 * stranger must be quick.
 * @throws Refusal `not-found` where nothing of theirs runs
 */
export async function stop(actor: Actor, { recoveryId: id }: { recoveryId: string }, at: Date): Promise<{}> {
  await transaction(async (tx) => {
    const { count } = await tx.recovery.updateMany({
      where: { id, memberId: actor.id, ...isRunning(at) },
      data: { stoppedAt: at, totpSealed: null },
    });
    if (count !== 1) throw new Refusal("not-found");
    await record(tx, actor.id, at, { kind: "recovery.stopped", recovery: id, member: actor.id });
  });
  return {};
}

/** End everybody's way back that is under way, with its link. */
export async function lapseAll(tx: Tx, at: Date): Promise<void> {
  await tx.recovery.updateMany({ where: isRunning(at), data: { expiresAt: at, linkUntil: at } });
}

const countedNow = async (tx: Tx, memberId: string, said: readonly Said[], steward: string): Promise<string[]> =>
  counted({ memberId, standing: await standingFor(tx, memberId), confirmed: said.map(({ by }) => by), steward });

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
    const { memberId, said } = await locked(tx, id, at);
    const words = await countedNow(tx, memberId, said, actor.id);
    if (memberId === actor.id || words.length < WORDS) throw new Refusal("words-missing");
    const linkedBy = actor.id;
    await tx.recovery.update({ where: { id }, data: { tokenDigest: tokenDigest(token), linkUntil, linkedBy, totpSealed: null } });
    await record(tx, actor.id, at, { kind: "recovery.linked", recovery: id, member: memberId });
  });
  return { token, expiresAt: linkUntil };
}

/** @throws Refusal `invite-invalid` for a token that is unknown, used or expired, and for somebody suspended, all alike */
async function linked(token: string, at: Date) {
  const row = await db().recovery.findFirst({
    where: { tokenDigest: tokenDigest(token), usedAt: null, stoppedAt: null, linkUntil: { gt: at }, member: { suspendedAt: null } },
    select: {
      id: true, memberId: true, totpSealed: true, linkUntil: true, linkedBy: true, sealed: true, member: { select: { handle: true } },
    },
  });
  if (!row?.linkUntil || row.linkedBy === null) throw new Refusal("invite-invalid");
  return { ...row, linkUntil: row.linkUntil, linkedBy: row.linkedBy, handle: row.member.handle };
}

/**
 * The same, for whoever shows the codes of two who have met them. Whoever has the link and not the codes guesses at them as
 * slowly as at a passphrase, however many links are made.
 * @throws Refusal `invite-invalid`, `recognition-wrong`, `too-many-attempts`
 */
async function recognised({ token, codes }: Recognition, at: Date) {
  const link = await linked(token, at);
  const { id, memberId, sealed, linkedBy } = link;
  const tried = await guesses.countKnownTry(recoveryKey(authSecret(), id), at);
  if (!tried) throw new Refusal("too-many-attempts");
  await transaction(async (tx) => {
    const { said } = await openJson(sealed, { kind: "recovery", id }, Confirmed);
    const counting = await countedNow(tx, memberId, said, linkedBy);
    if (!isRecognised(said, counting, codes.map((code) => codeDigest(id, code)))) throw new Refusal("recognition-wrong");
    await guesses.takeBack(tx, tried);
  });
  return link;
}

export async function inspect({ token }: { token: string }, at: Date) {
  const { handle, linkUntil } = await linked(token, at);
  return { handle, expiresAt: linkUntil };
}

/**
 * Their new second factor. Each call makes a new one, for the reason that `members.begin` gives.
 * @throws Refusal `invite-invalid`, `recognition-wrong`, `too-many-attempts`
 */
export async function begin(shown: Recognition, at: Date) {
  const { id, handle } = await recognised(shown, at);
  const secret = newSecret();
  const totpSealed = await sealJson(secret, { kind: "totp", id });
  const { count } = await db().recovery.updateMany({ where: { id, usedAt: null, stoppedAt: null }, data: { totpSealed } });
  if (count !== 1) throw new Refusal("invite-invalid");
  return { secret, uri: authenticatorUri(handle, secret) };
}

type Returning = Recognition & { readonly passphrase: string; readonly code: string };

/**
 * Come back with a new passphrase and a new app. Whatever let anybody in before does so no longer: passkeys, recovery codes
 * and sessions are gone, since whoever found or took them may have them, and so is what they held of the custody key.
 * @throws Refusal `invite-invalid`, `recognition-wrong`, `too-many-attempts`, `passphrase-too-weak`, `passphrase-known`, `totp-wrong`
 */
export async function finish({ token, codes, passphrase, code }: Returning, at: Date): Promise<{ handle: string }> {
  const { id, handle, memberId, totpSealed: begun } = await recognised({ token, codes }, at);
  mustBeGood(passphrase, handle);
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
      where: { id, usedAt: null, stoppedAt: null, linkUntil: { gt: at }, tokenDigest: tokenDigest(token), totpSealed: begun },
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
    const forfeited = await custodyKeys.forfeit(tx, memberId, at);
    const ended = await revokeAll(tx, memberId, at, "recovered");
    await record(tx, memberId, at, { kind: "recovery.finished", recovery: id, member: memberId }, ...forfeited, ...ended);
  });
  return { handle };
}

/** Forget who came back, or did not, by what was over before `before`. @returns how many */
export const forgetOld = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.recovery.deleteMany({ where: { expiresAt: { lt: before }, OR: [{ linkUntil: null }, { linkUntil: { lt: before } }] } })).count;
