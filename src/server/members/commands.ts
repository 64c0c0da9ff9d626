import { randomBytes } from "node:crypto";
import * as z from "zod";
import type { CustodyStatement } from "~/domain/custody";
import { foundingOver, isFounding, type FoundingEnd } from "~/domain/founding";
import { Refusal } from "~/domain/refusal";
import { MemberRole, type Actor } from "~/domain/roles";
import { INVITE_MS } from "~/domain/vouching";
import { authSecret } from "~/env";
import { Prisma } from "~/generated/prisma/client";
import { authenticatorUri, hashPassphrase, newSecret, stepOf } from "~/server/credentials";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { tokenDigest } from "~/server/digest";
import * as guesses from "~/server/guesses/commands";
import { mustBeGood } from "~/server/passphrases";
import { stillIn } from "~/server/scope";
import { openJson, sealJson } from "~/server/sealing";
import { revokeAll } from "~/server/sessions/commands";
import { founding } from "./queries";

type NewInvite = {
  readonly id?: string;
  readonly role: MemberRole;
  readonly teamId: string | null;
  readonly invitedBy: string | null;
  readonly introduced: boolean;
};
type Made = { readonly id: string; readonly token: string; readonly expiresAt: Date };

/** @returns the token, which exists nowhere else from here on. The caller records it, last. */
export async function insertInvite(tx: Tx, invite: NewInvite, when: { createdAt: Date; expiresAt: Date }): Promise<Made> {
  const token = randomBytes(32).toString("base64url");
  const { id } = await tx.invite.create({
    data: { ...invite, ...when, tokenDigest: tokenDigest(token) },
    select: { id: true },
  });
  return { id, token, expiresAt: when.expiresAt };
}

/** A link to a founder's place. */
async function inviteFounder(tx: Tx, invite: Omit<NewInvite, "id" | "introduced">, at: Date) {
  const when = { createdAt: at, expiresAt: new Date(at.getTime() + INVITE_MS) };
  const { id, ...made } = await insertInvite(tx, { ...invite, introduced: false }, when);
  await record(tx, invite.invitedBy, at, { kind: "member.invited", invite: id, role: invite.role });
  return made;
}

/**
 * While the instance is being founded: let somebody in who is known and trusted. Only a documenter has a team to start in.
 * @throws Refusal `founding-over`, `input-invalid` for a team that is not there or not for this role
 */
export function invite(actor: Actor, input: { role: MemberRole; teamId: string | null }, at: Date) {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    if (!isFounding(await founding(tx, { lock: true }), at)) throw new Refusal("founding-over");
    const { teamId } = input;
    if (teamId !== null) {
      const team = await tx.team.findUnique({ where: { id: teamId }, select: { id: true } });
      if (!team || input.role !== "documenter") throw new Refusal("input-invalid", { fields: ["teamId"] });
    }
    return inviteFounder(tx, { ...input, invitedBy: actor.id }, at);
  });
}

/**
 * The way in for the first steward of an empty instance. An earlier one that nobody used stops working, so that there
 * is never more than one.
 * @returns the token, or null where there are members
 */
export function inviteFirstSteward(at: Date): Promise<string | null> {
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('members.inviteFirstSteward'))`;
    // Before members are counted: if somebody is joining by it right now, this waits until they have.
    await tx.invite.updateMany({ where: { invitedBy: null, introduced: false, usedAt: null }, data: { expiresAt: at } });
    if ((await tx.member.count()) > 0) return null;
    return (await inviteFounder(tx, { role: "steward", teamId: null, invitedBy: null }, at)).token;
  });
}

/** What the founding's end changes. The caller holds its lock and records what is returned, last. */
async function close(tx: Tx, why: FoundingEnd, at: Date): Promise<CustodyStatement> {
  await tx.founding.update({ where: { id: 1 }, data: { endedAt: at } });
  await tx.invite.updateMany({ where: { introduced: false, usedAt: null, expiresAt: { gt: at } }, data: { expiresAt: at } });
  return { kind: "founding.ended", why };
}

/**
 * End the founding, for good: from now on people come in by introduction.
 * @throws Refusal `founding-over` where it has ended already
 */
export async function endFounding(actor: Actor, at: Date): Promise<{}> {
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    if (!isFounding(await founding(tx, { lock: true }), at)) throw new Refusal("founding-over");
    await record(tx, actor.id, at, await close(tx, "ended-by-steward", at));
  });
  return {};
}

/** Write down, by the clock, that a founding came to its end. It was over at its instant, whoever asked. */
export async function noteFoundingOver(at: Date): Promise<void> {
  await transaction(async (tx) => {
    const now = await founding(tx, { lock: true });
    const why = now.endedAt === null ? foundingOver(now, at) : null;
    if (why) await record(tx, null, at, await close(tx, why, at));
  });
}

/** A founder has come in. @returns what the caller records, last @throws Refusal `invite-invalid` where it is over */
async function countFounder(tx: Tx, at: Date): Promise<CustodyStatement[]> {
  const before = await founding(tx, { lock: true });
  if (!isFounding(before, at)) throw new Refusal("invite-invalid");
  const now = { ...before, startedAt: before.startedAt ?? at, founders: before.founders + 1 };
  await tx.founding.update({ where: { id: 1 }, data: { startedAt: now.startedAt, founders: now.founders } });
  const why = foundingOver(now, at);
  return why ? [await close(tx, why, at)] : [];
}

const openInvite = { id: true, role: true, teamId: true, introduced: true, expiresAt: true, usedAt: true, totpSealed: true } as const;

/** @throws Refusal `invite-invalid` for a token that is unknown, used or expired, all alike */
async function inviteOf(token: string, at: Date) {
  const invite = await db().invite.findUnique({ where: { tokenDigest: tokenDigest(token) }, select: openInvite });
  if (!invite || invite.usedAt !== null || invite.expiresAt <= at) throw new Refusal("invite-invalid");
  if (!invite.introduced && !isFounding(await founding(db()), at)) throw new Refusal("invite-invalid");
  return { ...invite, role: MemberRole.parse(invite.role) };
}

/** What an invite is for: a founder's place, or the beginning of being vetted. */
export async function inspect(input: { token: string }, at: Date) {
  const { role, introduced, expiresAt } = await inviteOf(input.token, at);
  return { role, introduced, expiresAt };
}

/**
 * See that a handle is nobody's. Whoever is told that one is taken learns that somebody goes by it, and is told so slowly.
 * @throws Refusal `handle-taken`, `too-many-attempts`
 */
async function askFor(inviteId: string, handle: string, at: Date): Promise<void> {
  const asked = await guesses.countAskedFor(authSecret(), inviteId, at);
  if (!asked) throw new Refusal("too-many-attempts");
  if (await db().member.findUnique({ where: { handle }, select: { id: true } })) throw new Refusal("handle-taken");
  await transaction((tx) => guesses.takeBack(tx, asked));
}

/**
 * Give a candidate their second factor.
 *
 * Each call makes a new one. If it gave the same again, somebody who saw the link first could fetch the secret and
 * leave the rest to the candidate, whose every code they would then know. As it is, whoever begins last is the one
 * who can finish, and the other notices.
 * @throws Refusal `invite-invalid`, `handle-taken`, `too-many-attempts`
 */
export async function begin(input: { token: string; handle: string }, at: Date) {
  const { id } = await inviteOf(input.token, at);
  await askFor(id, input.handle, at);
  const secret = newSecret();
  const totpSealed = await sealJson(secret, { kind: "totp", id });
  const { count } = await db().invite.updateMany({ where: { id, usedAt: null }, data: { totpSealed } });
  if (count !== 1) throw new Refusal("invite-invalid");
  return { secret, uri: authenticatorUri(input.handle, secret) };
}

type Candidate = {
  readonly token: string;
  readonly handle: string;
  readonly passphrase: string;
  readonly code: string;
};

const isTaken = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";

/**
 * Become a member: vetted at once while the instance is being founded, else a candidate. The code only shows that the second factor arrived: it is not spent, and signs in right after.
 * @throws Refusal `invite-invalid`, `passphrase-too-weak`, `passphrase-known`, `totp-wrong`, `handle-taken`, `too-many-attempts`
 */
export async function finish({ token, handle, passphrase, code }: Candidate, at: Date): Promise<{ handle: string }> {
  const invite = await inviteOf(token, at);
  mustBeGood(passphrase, handle);
  if (!invite.totpSealed) throw new Refusal("totp-wrong");
  const secret = await openJson(invite.totpSealed, { kind: "totp", id: invite.id }, z.string());
  if (stepOf(secret, code, at) === null) throw new Refusal("totp-wrong");
  await askFor(invite.id, handle, at);

  // The edge that leads to whoever comes by an introduction was sealed with the invite's id.
  const { id, introduced } = invite;
  const [passphraseHash, totpSealed] = await Promise.all([
    hashPassphrase(passphrase),
    sealJson(secret, { kind: "totp", id }),
  ]);
  try {
    await transaction(async (tx) => {
      // Before the invite, as whoever ends the founding has it.
      if (!introduced) await founding(tx, { lock: true });
      // Compare and set: an invite is used once, whoever else finishes at this moment.
      const { count } = await tx.invite.updateMany({
        where: { id: invite.id, usedAt: null, expiresAt: { gt: at } },
        data: { usedAt: at, totpSealed: null },
      });
      if (count !== 1) throw new Refusal("invite-invalid");
      const ended = introduced ? [] : await countFounder(tx, at);
      const standing = introduced ? {} : { vettedAt: at, founder: true };
      await tx.member.create({
        data: { id, handle, role: invite.role, passphraseHash, totpSealed, createdAt: at, ...standing },
      });
      const { teamId } = invite;
      if (teamId) await tx.place.create({ data: { teamId, memberId: id } });
      await record(
        tx, id, at,
        { kind: "member.joined", member: id, invite: invite.id, role: invite.role },
        ...(teamId ? [{ kind: "team.placed", team: teamId, member: id, placed: true } as const] : []),
        ...ended,
      );
    });
  } catch (error) {
    // The handle is the only thing of a new member that somebody else can have.
    if (isTaken(error)) throw new Refusal("handle-taken");
    throw error;
  }
  return { handle };
}

/** Make links stop working that nobody has used. */
export async function lapseLinks(tx: Tx, inviteIds: readonly string[], at: Date): Promise<void> {
  await tx.invite.updateMany({
    where: { id: { in: [...inviteIds] }, usedAt: null, expiresAt: { gt: at } },
    data: { expiresAt: at },
  });
}

/** The same for every link that nobody has used. */
export async function lapseAllLinks(tx: Tx, at: Date): Promise<void> {
  await tx.invite.updateMany({ where: { usedAt: null, expiresAt: { gt: at } }, data: { expiresAt: at } });
}

/** Sign out on every device, this one included. */
export async function signOutEverywhere(actor: Actor, at: Date): Promise<{}> {
  await transaction(async (tx) => {
    const ended = await revokeAll(tx, actor.id, at, "signed-out-everywhere");
    await record(tx, actor.id, at, ...ended);
  });
  return {};
}

/**
 * From now on this passphrase is the one. Every session ends, the one that asks as well: somebody may have seen the old one being typed.
 * @throws Refusal `passphrase-too-weak`, `passphrase-known`
 */
export async function changePassphrase(actor: Actor, { passphrase }: { passphrase: string }, at: Date): Promise<{}> {
  const { handle } = await db().member.findUniqueOrThrow({ where: { id: actor.id }, select: { handle: true } });
  mustBeGood(passphrase, handle);
  const passphraseHash = await hashPassphrase(passphrase);
  await transaction(async (tx) => {
    await tx.member.update({ where: { id: actor.id }, data: { passphraseHash }, select: { id: true } });
    const ended = await revokeAll(tx, actor.id, at, "passphrase-changed");
    await record(tx, actor.id, at, ...ended, { kind: "passphrase.changed", member: actor.id });
  });
  return {};
}
