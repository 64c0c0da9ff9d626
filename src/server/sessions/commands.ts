import { randomBytes, randomUUID } from "node:crypto";
import * as z from "zod";
import type { CustodyStatement } from "~/domain/custody";
import { Refusal } from "~/domain/refusal";
import { actingAs, type Actor, type Role, type SessionEnd } from "~/domain/roles";
import { authSecret } from "~/env";
import { Code, Handle, hashPassphrase, newSecret, Passphrase, passphraseFits, stepOf } from "~/server/credentials";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { forgottenBefore, handleKey, instanceKey, tryHandle, tryInstance, type Tally } from "~/server/guessing";
import { openJson, sealJson } from "~/server/sealing";

/**
 * Sessions are rows. A cookie only names one, so what is revoked here is refused on the very next request, wherever
 * the cookie is by then.
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

const Attempt = z.object({ handle: Handle, passphrase: Passphrase, code: Code });

/** @returns whether this try may be made now; it is counted if so ([Note: Guessing]) */
function countTry(secret: string, handle: string, at: Date): Promise<boolean> {
  const [ofInstance, ofHandle] = [instanceKey(secret), handleKey(secret, handle)];
  return transaction(async (tx) => {
    const keep = (key: Uint8Array<ArrayBuffer>, { count, windowStart }: Tally) =>
      tx.guess.upsert({ where: { key }, create: { key, count, windowStart }, update: { count, windowStart } });

    // Whoever has the instance's row may read and write every other: tries are counted one after another.
    await tx.$executeRaw`
      INSERT INTO "Guess" ("key", "count", "windowStart") VALUES (${ofInstance}, 0, ${at}) ON CONFLICT DO NOTHING`;
    const [before] = await tx.$queryRaw<Tally[]>`
      SELECT "count", "windowStart" FROM "Guess" WHERE "key" = ${ofInstance} FOR UPDATE`;
    const instance = tryInstance(before ?? null, at);
    const one = tryHandle(await tx.guess.findUnique({ where: { key: ofHandle } }), at);
    if (!instance || !one) return false;
    await keep(ofInstance, instance);
    await keep(ofHandle, one);
    if (instance.count === 1) await tx.guess.deleteMany({ where: { windowStart: { lt: forgottenBefore(at) } } });
    return true;
  });
}

/** A right try was no guess. The instance's row comes first, as in {@link countTry}. */
async function takeBack(tx: Tx, secret: string, handle: string): Promise<void> {
  const key = instanceKey(secret);
  await tx.guess.updateMany({ where: { key, count: { gt: 0 } }, data: { count: { decrement: 1 } } });
  await tx.guess.deleteMany({ where: { key: handleKey(secret, handle) } });
}

const credentials = { id: true, role: true, vettedAt: true, passphraseHash: true, totpSealed: true } as const;
type Credentials = {
  readonly id: string;
  readonly role: string;
  readonly vettedAt: Date | null;
  readonly passphraseHash: string;
  readonly totpSealed: Uint8Array;
};

let nobody: Credentials | undefined;

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

/**
 * Check what somebody shows at the door, and start a session for them.
 * @param untrusted as it came: an object with handle, passphrase and code, or anything else
 * @returns the session's id
 * @throws Refusal `sign-in-failed`, which says nothing about what was wrong; `too-many-attempts`
 */
export async function signIn(untrusted: unknown, at: Date): Promise<string> {
  const attempt = Attempt.safeParse(untrusted);
  if (!attempt.success) throw new Refusal("sign-in-failed");
  const { handle, passphrase, code } = attempt.data;

  const secret = authSecret();
  const stranger = (nobody ??= await makeNobody());
  if (!(await countTry(secret, handle, at))) throw new Refusal("too-many-attempts");
  const member = (await db().member.findUnique({ where: { handle }, select: credentials })) ?? stranger;

  // Both factors are always checked: which of them was wrong cannot be told from the time it took.
  const fits = await passphraseFits(member.passphraseHash, passphrase);
  const step = stepOf(await openJson(member.totpSealed, { kind: "totp", id: member.id }, z.string()), code, at);
  if (member === stranger || !fits || step === null) throw new Refusal("sign-in-failed");
  return start({ ...member, handle, step }, secret, at);
}

type Proven = {
  readonly id: string;
  readonly role: string;
  readonly vettedAt: Date | null;
  readonly handle: string;
  readonly step: number;
};

function start(member: Proven, secret: string, at: Date): Promise<string> {
  const expiresAt = after(at, LONGEST_SESSION_MS);
  const idleUntil = earlier(after(at, idleMs[actingAs(member)]), expiresAt);
  return transaction(async (tx) => {
    // Compare and set: of two that show the same code one gets in, and a code older than the last one is spent. The
    // row stays locked until the session stands, so that a suspension comes wholly before it, and then nobody gets in,
    // or wholly after it.
    const { count } = await tx.member.updateMany({
      where: {
        id: member.id,
        suspendedAt: null,
        OR: [{ totpStep: null }, { totpStep: { lt: BigInt(member.step) } }],
      },
      data: { totpStep: BigInt(member.step) },
    });
    if (count !== 1) throw new Refusal("sign-in-failed");
    await takeBack(tx, secret, member.handle);
    const { id } = await tx.session.create({
      data: { memberId: member.id, createdAt: at, idleUntil, expiresAt },
      select: { id: true },
    });
    await record(tx, member.id, at, { kind: "session.started", session: id, member: member.id });
    return id;
  });
}

/** Who a session is, or null for one that is unknown, revoked, expired or idle for too long, or of somebody suspended. */
export async function resume(id: string, at: Date): Promise<{ id: string; actor: Actor } | null> {
  const session = await db().session.findUnique({
    where: { id },
    select: {
      memberId: true, idleUntil: true, expiresAt: true, revokedAt: true,
      member: { select: { role: true, vettedAt: true, suspendedAt: true } },
    },
  });
  if (!session || session.revokedAt || session.member.suspendedAt) return null;
  if (session.idleUntil <= at || session.expiresAt <= at) return null;

  const role = actingAs(session.member);
  const idleUntil = earlier(after(at, idleMs[role]), session.expiresAt);
  // A page makes several requests; one write a minute is enough to know that somebody is there.
  if (idleUntil.getTime() - session.idleUntil.getTime() >= MINUTE) {
    await db().session.updateMany({ where: { id, idleUntil: { lt: idleUntil } }, data: { idleUntil } });
  }
  return { id, actor: { id: session.memberId, role } };
}

/** Sign out. A session that has ended already stays as it ended. */
export async function end(id: string, at: Date): Promise<void> {
  await transaction(async (tx) => {
    const session = await tx.session.findUnique({ where: { id }, select: { memberId: true } });
    const { count } = await tx.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
    if (!session || count === 0) return;
    const ended = { kind: "session.ended", session: id, member: session.memberId, why: "signed-out" } as const;
    await record(tx, session.memberId, at, ended);
  });
}

/**
 * Revoke every session that a member still has.
 * @returns what the caller records as the last thing in the transaction ([Note: Record last])
 */
export async function revokeAll(tx: Tx, memberId: string, at: Date, why: SessionEnd): Promise<CustodyStatement[]> {
  const revoked = await tx.session.updateManyAndReturn({
    where: { memberId, revokedAt: null, expiresAt: { gt: at }, idleUntil: { gt: at } },
    data: { revokedAt: at },
    select: { id: true },
  });
  return revoked.map(({ id }) => ({ kind: "session.ended", session: id, member: memberId, why }));
}
