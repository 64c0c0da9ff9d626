import { generateSync } from "otplib";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { Actor, MemberRole } from "~/domain/roles";
import { db } from "~/server/db";
import * as members from "~/server/members/commands";
import * as sessions from "~/server/sessions/commands";
import { createCaller } from "~/server/trpc/root";
import { openWorld, type World } from "./world";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const PASSPHRASE = "tulip anchor velvet moon";

export type Member = { readonly handle: string; readonly secret: string; readonly actor: Actor };

/** What came of it: a refusal's code, or that it went through. */
export async function outcome(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    return error instanceof Error ? error.message : "not an error";
  }
  return "went through";
}

/** What an authenticator shows. */
export const codeOf = (secret: string, at: Date): string => generateSync({ secret, epoch: at.getTime() / 1000 });

let count = 0;
export const newHandle = (): string => `member-${(count += 1)}`;

/** The session to which a ticket is. */
export const sessionOf = (ticket: string): string => ticket.split(".")[0]!;

/** What the holder of a session may ask for at `at`: through its row, as a request does. */
export async function holding(session: string, at: Date) {
  const held = await sessions.resume(session, at);
  return createCaller({
    actor: held?.actor ?? null, session: held?.id ?? null, provenAt: held?.provenAt ?? null, at, headers: new Headers(),
  });
}

/**
 * A world with one steward, in which people come in as they do: by a link, with a passphrase and a code. Each test
 * has a day of its own, so that none feels the guesses or the codes of another, and begins with that steward as the
 * only active one.
 */
export function identity() {
  let world: World;
  let steward: Member;
  let start = new Date("2026-11-22T06:00:00Z");
  let entries = 0;

  const after = (ms: number): Date => new Date(start.getTime() + ms);
  const as = (actor: Actor | null, at: Date = start) =>
    createCaller({ actor, session: actor && crypto.randomUUID(), provenAt: at, at, headers: new Headers() });

  /** From a link to a member, as a candidate does it. */
  async function join(token: string, handle = newHandle()): Promise<Member> {
    const { role } = await as(null).join.inspect({ token });
    const { secret } = await as(null).join.begin({ token, handle });
    await as(null).join.finish({ token, handle, passphrase: PASSPHRASE, code: codeOf(secret, start) });
    const { id } = await db().member.findUniqueOrThrow({ where: { handle }, select: { id: true } });
    return { handle, secret, actor: { id, role } };
  }
  const invite = async (role: MemberRole, teamId: string | null = null): Promise<string> =>
    (await as(steward.actor).members.invite({ role, teamId })).token;

  beforeAll(async () => {
    world = await openWorld();
    steward = await join((await members.inviteFirstSteward(start))!, "sol");
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    start = after(48 * HOUR);
    entries = await db().custodyEvent.count();
    // Each of these days is one of a founding that has just begun.
    await db().founding.updateMany({ where: { endedAt: null, founders: { gt: 0 } }, data: { startedAt: start, founders: 1 } });
  });
  afterEach(async () => {
    const { id } = steward.actor;
    await db().member.updateMany({ where: { id }, data: { suspendedAt: null } });
    await db().member.updateMany({ where: { id: { not: id }, role: "steward" }, data: { suspendedAt: start } });
  });

  return {
    steward: () => steward,
    start: () => start,
    after,
    as,
    join,
    invite,
    newMember: async (role: MemberRole, teamId: string | null = null) => join(await invite(role, teamId)),
    signIn: (member: Member, at: Date = start) =>
      sessions.signIn({ handle: member.handle, passphrase: PASSPHRASE, code: codeOf(member.secret, at) }, at),
    /** What this test has written into the ledger. */
    events: async (): Promise<string[]> =>
      (await db().custodyEvent.findMany({ orderBy: { index: "asc" }, skip: entries })).map(({ kind }) => kind),
  };
}
