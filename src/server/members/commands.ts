import { randomBytes, randomUUID } from "node:crypto";
import * as z from "zod";
import { Refusal } from "~/domain/refusal";
import { Role, type Actor } from "~/domain/roles";
import { vetted } from "~/domain/vouching";
import { Prisma } from "~/generated/prisma/client";
import { authenticatorUri, hashPassphrase, isWeak, newSecret, stepOf } from "~/server/credentials";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { tokenDigest } from "~/server/digest";
import { openJson, sealJson } from "~/server/sealing";
import { revokeAll } from "~/server/sessions/commands";

const INVITE_MS = 72 * 60 * 60 * 1000;

type NewInvite = { readonly role: Role; readonly teamId: string | null; readonly invitedBy: string | null };

/** @returns the token, which exists nowhere else from here on */
async function insertInvite(tx: Tx, invite: NewInvite, at: Date): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(at.getTime() + INVITE_MS);
  const { id } = await tx.invite.create({
    data: { ...invite, tokenDigest: tokenDigest(token), createdAt: at, expiresAt },
    select: { id: true },
  });
  await record(tx, invite.invitedBy, at, { kind: "member.invited", invite: id, role: invite.role });
  return { token, expiresAt };
}

/**
 * Let somebody in who is known and trusted. Only a documenter has a team to start in.
 * @throws Refusal `input-invalid` for a team that is not there or not for this role
 */
export function invite(actor: Actor, input: { role: Role; teamId: string | null }, at: Date) {
  return transaction(async (tx) => {
    await stillSteward(tx, actor);
    const { teamId } = input;
    if (teamId !== null) {
      const team = await tx.team.findUnique({ where: { id: teamId }, select: { id: true } });
      if (!team || input.role !== "documenter") throw new Refusal("input-invalid", { fields: ["teamId"] });
    }
    return insertInvite(tx, { ...input, invitedBy: actor.id }, at);
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
    await tx.invite.updateMany({ where: { invitedBy: null, usedAt: null }, data: { expiresAt: at } });
    if ((await tx.member.count()) > 0) return null;
    return (await insertInvite(tx, { role: "steward", teamId: null, invitedBy: null }, at)).token;
  });
}

const openInvite = { id: true, role: true, teamId: true, expiresAt: true, usedAt: true, totpSealed: true } as const;

/** @throws Refusal `invite-invalid` for a token that is unknown, used or expired, all alike */
async function inviteOf(token: string, at: Date) {
  const invite = await db().invite.findUnique({ where: { tokenDigest: tokenDigest(token) }, select: openInvite });
  if (!invite || !vetted({ invite }, at)) throw new Refusal("invite-invalid");
  return { ...invite, role: Role.parse(invite.role) };
}

/** What an invite is for. */
export async function inspect(input: { token: string }, at: Date) {
  const { role, expiresAt } = await inviteOf(input.token, at);
  return { role, expiresAt };
}

/**
 * Give a candidate their second factor.
 *
 * Each call makes a new one. If it gave the same again, somebody who saw the link first could fetch the secret and
 * leave the rest to the candidate, whose every code they would then know. As it is, whoever begins last is the one
 * who can finish, and the other notices.
 * @throws Refusal `invite-invalid`, `handle-taken`
 */
export async function begin(input: { token: string; handle: string }, at: Date) {
  const { id } = await inviteOf(input.token, at);
  const taken = await db().member.findUnique({ where: { handle: input.handle }, select: { id: true } });
  if (taken) throw new Refusal("handle-taken");
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
 * Become a member. The code only shows that the second factor arrived: it is not spent, and signs in right after.
 * @throws Refusal `invite-invalid`, `passphrase-too-weak`, `totp-wrong`, `handle-taken`
 */
export async function finish({ token, handle, passphrase, code }: Candidate, at: Date): Promise<{ handle: string }> {
  const invite = await inviteOf(token, at);
  if (isWeak(passphrase, handle)) throw new Refusal("passphrase-too-weak");
  if (!invite.totpSealed) throw new Refusal("totp-wrong");
  const secret = await openJson(invite.totpSealed, { kind: "totp", id: invite.id }, z.string());
  if (stepOf(secret, code, at) === null) throw new Refusal("totp-wrong");

  const id = randomUUID();
  const [passphraseHash, totpSealed] = await Promise.all([
    hashPassphrase(passphrase),
    sealJson(secret, { kind: "totp", id }),
  ]);
  try {
    await transaction(async (tx) => {
      // Compare and set: an invite is used once, whoever else finishes at this moment.
      const { count } = await tx.invite.updateMany({
        where: { id: invite.id, usedAt: null, expiresAt: { gt: at } },
        data: { usedAt: at, totpSealed: null },
      });
      if (count !== 1) throw new Refusal("invite-invalid");
      await tx.member.create({ data: { id, handle, role: invite.role, passphraseHash, totpSealed, createdAt: at } });
      const { teamId } = invite;
      if (teamId) await tx.place.create({ data: { teamId, memberId: id } });
      await record(
        tx, id, at,
        { kind: "member.joined", member: id, invite: invite.id, role: invite.role },
        ...(teamId ? [{ kind: "team.placed", team: teamId, member: id, placed: true } as const] : []),
      );
    });
  } catch (error) {
    // The handle is the only thing of a new member that somebody else can have.
    if (isTaken(error)) throw new Refusal("handle-taken");
    throw error;
  }
  return { handle };
}

/**
 * Put a member out at once: their next request is refused, and the invites that they made stop working.
 * @throws Refusal `last-steward`, `second-person-required` for oneself, `not-found`, `not-now` for somebody suspended
 */
export async function suspend(actor: Actor, input: { memberId: string }, at: Date): Promise<{}> {
  const { memberId } = input;
  await transaction(async (tx) => {
    // Two stewards who suspend each other at the same moment come here one after the other, and the second of them
    // finds that they are suspended: a steward is always left.
    const stewards = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "Member" WHERE "role" = 'steward' AND "suspendedAt" IS NULL ORDER BY "id" FOR UPDATE`;
    if (!stewards.some(({ id }) => id === actor.id)) throw new Refusal("not-found");
    if (memberId === actor.id) throw new Refusal(stewards.length === 1 ? "last-steward" : "second-person-required");

    const { count } = await tx.member.updateMany({
      where: { id: memberId, suspendedAt: null },
      data: { suspendedAt: at },
    });
    if (count === 0) await refuseAsItStands(tx, memberId);
    await tx.invite.updateMany({
      where: { invitedBy: memberId, usedAt: null, expiresAt: { gt: at } },
      data: { expiresAt: at },
    });
    const ended = await revokeAll(tx, memberId, at, "suspended");
    await record(tx, actor.id, at, { kind: "member.suspended", member: memberId }, ...ended);
  });
  return {};
}

/** Let a suspended member sign in again. @throws Refusal `not-found`, `not-now` for somebody who is not suspended */
export async function restore(actor: Actor, input: { memberId: string }, at: Date): Promise<{}> {
  const { memberId } = input;
  await transaction(async (tx) => {
    await stillSteward(tx, actor);
    const { count } = await tx.member.updateMany({
      where: { id: memberId, suspendedAt: { not: null } },
      data: { suspendedAt: null },
    });
    if (count === 0) await refuseAsItStands(tx, memberId);
    await record(tx, actor.id, at, { kind: "member.restored", member: memberId });
  });
  return {};
}

/** Still in: a request whose body was held back may have begun before a suspension. Waits for one that is under way. */
async function stillSteward(tx: Tx, { id }: Actor): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Member"
    WHERE "id" = ${id}::uuid AND "role" = 'steward' AND "suspendedAt" IS NULL FOR SHARE`;
  if (rows.length === 0) throw new Refusal("not-found");
}

/** Nobody was changed: because there is nobody, or because it is so already. */
async function refuseAsItStands(tx: Tx, memberId: string): Promise<never> {
  throw new Refusal((await tx.member.count({ where: { id: memberId } })) === 0 ? "not-found" : "not-now");
}

/** Sign out on every device, this one included. */
export async function signOutEverywhere(actor: Actor, at: Date): Promise<{}> {
  await transaction(async (tx) => {
    const ended = await revokeAll(tx, actor.id, at, "signed-out-everywhere");
    await record(tx, actor.id, at, ...ended);
  });
  return {};
}
