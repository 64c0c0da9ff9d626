import * as z from "zod";
import type { CustodyStatement } from "~/domain/custody";
import { Refusal } from "~/domain/refusal";
import { actingAs, type Actor, type Role, type SessionEnd } from "~/domain/roles";
import { authSecret } from "~/env";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { tokenDigest } from "~/server/digest";
import { readDevice, signDevice } from "~/server/devices";
import * as factors from "~/server/factors/commands";
import { Attempt, Proof, type Shown } from "~/server/factors/commands";
import * as guesses from "~/server/guesses/commands";
import { deviceKey, handleKey, proofKey } from "~/server/guessing";
import * as passkeys from "~/server/passkeys/commands";
import { Assertion } from "~/server/passkeys/commands";
import { sealJson } from "~/server/sealing";
import { fits, newTicketSecret, readTicket, writeTicket } from "~/server/tickets";
import { inUse } from "./queries";

/**
 * Sessions are rows. A cookie only holds a ticket to one ([Note: Tickets]), so what is revoked here is refused on the very
 * next request, wherever the cookie is by then.
 */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** No session outlives this, however busy. */
export const LONGEST_SESSION_MS = 12 * HOUR;

/** How long a session may lie idle: a documenter waits in the rain between two photos, a reviewer has a desk. */
const idleMs = {
  documenter: 2 * HOUR,
  reviewer: 30 * MINUTE,
  steward: 30 * MINUTE,
  auditor: 30 * MINUTE,
  candidate: 30 * MINUTE,
} as const satisfies Record<Role, number>;

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

const PasskeyAttempt = z.object({ assertion: z.string().max(16_384).transform(parsed).pipe(Assertion) });

/** What can be shown again. */
export const ProofAgain = z.union([Proof, z.strictObject({ assertion: Assertion })]);
export type ProofAgain = z.infer<typeof ProofAgain>;

/** As next-auth has it, whose forms know only text. @returns undefined, which fits no shape, for what is no JSON */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Check what somebody shows at the door, and start a session for them.
 * @param untrusted as it came: an object with handle, passphrase and code, or anything else
 * @param device what the browser shows to be known by, as it came
 * @param before the ticket that the browser shows, as it came: that session ends with this one's beginning
 * @returns the session's ticket
 * @throws Refusal `sign-in-failed`, which says nothing about what was wrong; `too-many-attempts`
 */
export async function signIn(
  untrusted: unknown,
  at: Date,
  device: string | null = null,
  before: string | null = null,
): Promise<string> {
  const attempt = Attempt.safeParse(untrusted);
  if (!attempt.success) throw new Refusal("sign-in-failed");
  const { handle } = attempt.data;
  await factors.ready();
  const counted = await countTry(handle, device, at);
  if (!counted) throw new Refusal("too-many-attempts");
  const shown = await factors.passphraseAnd({ handle }, attempt.data.passphrase, attempt.data.code, at);
  if (!shown) throw new Refusal("sign-in-failed");
  return start(shown, before, at, (tx) => guesses.takeBack(tx, counted));
}

/** Counts a try where it belongs: a browser that the member is known by has tries of its own ([Note: Guessing]). */
async function countTry(handle: string, device: string | null, at: Date): Promise<guesses.Counted | null> {
  const secret = authSecret();
  const known = device === null ? null : readDevice(secret, handle, device, at);
  if (!known || !(await isStillKnown(handle, known.since))) return guesses.countTry(secret, handleKey(secret, handle), at);
  return guesses.countKnownTry(deviceKey(secret, known.id), at);
}

/** Asked only about what this instance has signed, so that the time it takes tells nobody else whether a handle exists. */
const isStillKnown = async (handle: string, since: Date): Promise<boolean> =>
  (await db().member.count({
    where: { handle, OR: [{ knownSince: null }, { knownSince: { lte: since } }] },
  })) === 1;

/** What the browser of somebody who has just signed in is given to be known by, or null where the session is gone already. */
export async function deviceFor(ticket: string, at: Date): Promise<string | null> {
  const id = readTicket(ticket)?.id;
  if (id === undefined) return null;
  const row = await db().session.findUnique({ where: { id }, select: { member: { select: { handle: true } } } });
  return row && signDevice(authSecret(), row.member.handle, at);
}

/**
 * The same with a passkey, which nobody can guess: whoever tries handles without pause stands in nobody's way here.
 * @param untrusted as it came: an object with an assertion as JSON, or anything else
 * @throws Refusal `sign-in-failed`
 */
export async function signInWithPasskey(untrusted: unknown, at: Date, before: string | null = null): Promise<string> {
  const attempt = PasskeyAttempt.safeParse(untrusted);
  const shown = attempt.success ? await passkeys.signed(attempt.data.assertion, { kind: "sign-in" }, at) : null;
  if (!shown) throw new Refusal("sign-in-failed");
  return start(shown, before, at);
}

function start(
  shown: Shown,
  before: string | null,
  at: Date,
  alongside: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<string> {
  const secret = newTicketSecret();
  const expiresAt = after(at, LONGEST_SESSION_MS);
  const idleUntil = earlier(after(at, idleMs[shown.role]), expiresAt);
  return transaction(async (tx) => {
    if (!(await shown.spend(tx))) throw new Refusal("sign-in-failed");
    await alongside(tx);
    const { id } = await tx.session.create({
      data: {
        memberId: shown.memberId, secretDigest: tokenDigest(secret), createdAt: at, idleUntil, expiresAt, provenAt: at, means: shown.means,
      },
      select: { id: true },
    });
    const ended = before === null ? null : await endHeld(tx, before, "signed-in-anew", at);
    // It may be somebody else's, who was signed in with this browser before.
    if (ended) await record(tx, ended.member, at, ended);
    await record(tx, shown.memberId, at, ...shown.also, { kind: "session.started", session: id, member: shown.memberId });
    return writeTicket({ id, secret });
  });
}

/**
 * Show again who holds this session, for what asks for it.
 * @throws Refusal `sign-in-failed`, `too-many-attempts`
 */
export async function prove(actor: Actor, session: string, proof: ProofAgain, at: Date): Promise<{}> {
  if ("assertion" in proof) {
    const shown = await passkeys.signed(proof.assertion, { kind: "prove", session }, at);
    return proven(actor, session, shown, at);
  }
  // Counted apart from tries at the door: whoever has a member's cookie cannot guess on, and whoever has only their
  // handle does not stand in their way.
  const key = proofKey(authSecret(), actor.id);
  const counted = await guesses.countKnownTry(key, at);
  if (!counted) throw new Refusal("too-many-attempts");
  const shown = await factors.passphraseAnd({ id: actor.id }, proof.passphrase, proof, at);
  return proven(actor, session, shown, at, (tx) => guesses.takeBack(tx, counted));
}

async function proven(
  actor: Actor,
  session: string,
  shown: Shown | null,
  at: Date,
  alongside: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<{}> {
  if (shown?.memberId !== actor.id) throw new Refusal("sign-in-failed");
  const { means, spend, also } = shown;
  await transaction(async (tx) => {
    if (!(await spend(tx))) throw new Refusal("sign-in-failed");
    await alongside(tx);
    const { count } = await tx.session.updateMany({
      where: { id: session, memberId: actor.id, revokedAt: null },
      data: { provenAt: at },
    });
    if (count !== 1) throw new Refusal("not-signed-in");
    await record(tx, actor.id, at, ...also, { kind: "session.proven", session, member: actor.id, means });
  });
  return {};
}

/** A session in use. */
export type Held = { readonly id: string; readonly actor: Actor; readonly provenAt: Date };

/**
 * Who the holder of a ticket is, or null for one that was made up, and for a session that is unknown, revoked, expired or idle
 * for too long, or of somebody suspended.
 */
export async function resume(untrusted: string, at: Date): Promise<Held | null> {
  const ticket = readTicket(untrusted);
  if (!ticket) return null;
  const { id } = ticket;
  const session = await db().session.findUnique({
    where: { id },
    select: {
      memberId: true, secretDigest: true, idleUntil: true, expiresAt: true, revokedAt: true, provenAt: true,
      member: { select: { role: true, vettedAt: true, suspendedAt: true } },
    },
  });
  if (!session || !fits(ticket, session.secretDigest)) return null;
  if (session.revokedAt || session.member.suspendedAt) return null;
  if (session.idleUntil <= at || session.expiresAt <= at) return null;

  const role = actingAs(session.member);
  const idleUntil = earlier(after(at, idleMs[role]), session.expiresAt);
  // A page makes several requests; one write a minute is enough to know that somebody is there.
  if (idleUntil.getTime() - session.idleUntil.getTime() >= MINUTE) {
    await db().session.updateMany({ where: { id, idleUntil: { lt: idleUntil } }, data: { idleUntil } });
  }
  return { id, actor: { id: session.memberId, role }, provenAt: session.provenAt };
}

/** Ends what a ticket opens, if it opens anything and has not ended already. @returns what the caller records, last */
async function endHeld(tx: Tx, untrusted: string, why: SessionEnd, at: Date) {
  const ticket = readTicket(untrusted);
  if (!ticket) return null;
  const { id } = ticket;
  const session = await tx.session.findUnique({ where: { id }, select: { memberId: true, secretDigest: true } });
  if (!session || !fits(ticket, session.secretDigest)) return null;
  const { count } = await tx.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
  return count === 0 ? null : ({ kind: "session.ended", session: id, member: session.memberId, why } as const);
}

/** Sign out, by what the cookie holds. A session that has ended already stays as it ended. */
export async function end(ticket: string, at: Date): Promise<void> {
  await transaction(async (tx) => {
    const ended = await endHeld(tx, ticket, "signed-out", at);
    if (ended) await record(tx, ended.member, at, ended);
  });
}

/** Sign out in a hurry. A request that says so by its cookie has ended its session on the way here. */
export async function leave(actor: Actor | null, session: string | null, at: Date): Promise<{}> {
  if (actor && session) await endOne(actor, session, "signed-out", at);
  return {};
}

/**
 * What its owner calls one of their sessions.
 * @throws Refusal `not-found` for one that is not theirs, has ended or never was, all alike
 */
export async function name(actor: Actor, input: { sessionId: string; name: string }, at: Date): Promise<{}> {
  const { sessionId: id } = input;
  const nameSealed = await sealJson(input.name, { kind: "session", id });
  const { count } = await db().session.updateMany({ where: { id, memberId: actor.id, ...inUse(at) }, data: { nameSealed } });
  if (count !== 1) throw new Refusal("not-found");
  return {};
}

/** End one of one's own sessions, wherever it is. Asks for nothing more: who sees a stranger must be quick. @throws Refusal `not-found` */
export async function endOwn(actor: Actor, { sessionId }: { sessionId: string }, at: Date): Promise<{}> {
  if (!(await endOne(actor, sessionId, "ended-by-owner", at))) throw new Refusal("not-found");
  return {};
}

/** @returns whether it was theirs and in use */
const endOne = (actor: Actor, id: string, why: SessionEnd, at: Date): Promise<boolean> =>
  transaction(async (tx) => {
    const { count } = await tx.session.updateMany({ where: { id, memberId: actor.id, ...inUse(at) }, data: { revokedAt: at } });
    if (count === 1) await record(tx, actor.id, at, { kind: "session.ended", session: id, member: actor.id, why });
    return count === 1;
  });

/** They have seen who signed in elsewhere until then. What comes after it, they are told of. */
export async function acknowledge(actor: Actor, session: string, { until }: { until: Date }, at: Date): Promise<{}> {
  const toldUntil = earlier(until, at);
  await db().session.updateMany({ where: { id: session, memberId: actor.id }, data: { toldUntil } });
  return {};
}

/**
 * Revoke every session that a member still has, and know none of the browsers any more in which they have signed in.
 * @returns what the caller records as the last thing in the transaction
 */
export async function revokeAll(tx: Tx, memberId: string, at: Date, why: SessionEnd): Promise<CustodyStatement[]> {
  // The member's row before their sessions', as everywhere.
  await tx.member.update({ where: { id: memberId }, data: { knownSince: at }, select: { id: true } });
  const revoked = await tx.session.updateManyAndReturn({
    where: { memberId, ...inUse(at) },
    data: { revokedAt: at },
    select: { id: true },
  });
  return revoked.map(({ id }) => ({ kind: "session.ended", session: id, member: memberId, why }));
}

/** The same for everybody. @returns what the caller records, last */
export async function revokeEverybodys(tx: Tx, at: Date, why: SessionEnd): Promise<CustodyStatement[]> {
  await tx.member.updateMany({ data: { knownSince: at } });
  const revoked = await tx.session.updateManyAndReturn({ where: inUse(at), data: { revokedAt: at }, select: { id: true, memberId: true } });
  return revoked.map(({ id, memberId }) => ({ kind: "session.ended", session: id, member: memberId, why }));
}

/** Forget sessions that were over before `before`. @returns how many */
export const forgetOld = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.session.deleteMany({ where: { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] } })).count;
