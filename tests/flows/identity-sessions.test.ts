import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { db } from "~/server/db";
import * as sessions from "~/server/sessions/commands";
import { HOUR, identity, MINUTE, outcome, SECOND, sessionOf, type Member } from "../support/identity";
import { letIn, putOut, REASON } from "../support/suspension";

const { steward, start, after, as, newMember, signIn, events } = identity();

describe("a session", () => {
  test.each([
    ["documenter", 2 * HOUR],
    ["reviewer", 30 * MINUTE],
    ["steward", 30 * MINUTE],
    ["auditor", 30 * MINUTE],
  ] as const)("of a %s may lie idle for %i ms", async (role, idle) => {
    const member = await newMember(role);
    const session = await signIn(member);
    expect(await sessions.resume(session, after(idle - 1))).not.toBeNull();
    expect(await sessions.resume(session, after(2 * idle - 1))).toBeNull();
  });

  test("that is used ends after twelve hours all the same", async () => {
    const session = await signIn(await newMember("steward"));
    for (let at = 0; at < 12 * HOUR; at += 20 * MINUTE) {
      expect(await sessions.resume(session, after(at))).not.toBeNull();
    }
    expect(await sessions.resume(session, after(12 * HOUR - 1))).not.toBeNull();
    expect(await sessions.resume(session, after(12 * HOUR))).toBeNull();
  });

  test("writes down at most once a minute that it is used", async () => {
    const session = await signIn(await newMember("steward"));
    const idleUntil = async () => (await db().session.findUniqueOrThrow({ where: { id: sessionOf(session) } })).idleUntil;
    await sessions.resume(session, after(59 * SECOND));
    expect(await idleUntil()).toEqual(after(30 * MINUTE));
    await sessions.resume(session, after(60 * SECOND));
    expect(await idleUntil()).toEqual(after(31 * MINUTE));
  });

  test("that was signed out is over, once and for all", async () => {
    const session = await signIn(await newMember("steward"));
    await sessions.end(session, after(MINUTE));
    await sessions.end(session, after(2 * MINUTE));
    expect(await sessions.resume(session, after(MINUTE))).toBeNull();
    expect((await events()).filter((kind) => kind === "session.ended")).toHaveLength(1);
  });

  test("that never was is nobody's", async () => {
    expect(await sessions.resume(crypto.randomUUID(), start())).toBeNull();
  });

  test("ends on every device when its member says so, and on nobody else's", async () => {
    const ana = await newMember("documenter");
    const mine = [await signIn(ana), await signIn(ana, after(30 * SECOND))];
    const theirs = await signIn(steward());
    await as(ana.actor, after(MINUTE)).members.signOutEverywhere({});
    for (const session of mine) expect(await sessions.resume(session, after(MINUTE))).toBeNull();
    expect(await sessions.resume(theirs, after(MINUTE))).not.toBeNull();
    expect((await events()).filter((kind) => kind === "session.ended")).toHaveLength(2);
  });
});

describe("a suspension", () => {
  test("is felt on the very next request, and a restored member signs in anew", async () => {
    const ana = await newMember("reviewer");
    const session = await signIn(ana);
    await putOut(as(steward().actor, after(MINUTE)), ana.actor.id);
    expect(await sessions.resume(session, after(MINUTE))).toBeNull();
    expect(await outcome(signIn(ana, after(MINUTE)))).toBe("sign-in-failed");
    expect((await events()).slice(-4)).toEqual(["member.previewed", "member.suspended", "member.wordFell", "session.ended"]);

    const second = await newMember("steward");
    await letIn(as(steward().actor, after(2 * MINUTE)), as(second.actor, after(2 * MINUTE)), ana.actor.id);
    expect(await sessions.resume(session, after(2 * MINUTE))).toBeNull();
    expect(await outcome(signIn(ana, after(2 * MINUTE)))).toBe("went through");
  });

  test("holds by itself, also where somebody wrote it into the table and left the sessions", async () => {
    const ana = await newMember("reviewer");
    const session = await signIn(ana);
    await db().member.update({ where: { id: ana.actor.id }, data: { suspendedAt: after(SECOND) } });
    expect(await sessions.resume(session, after(SECOND))).toBeNull();
  });

  test("leaves no session behind, however close a sign-in comes to it", async () => {
    // Argon2 takes a hundred milliseconds or a few, the transactions after it some: the delays go through all of it.
    for (let delay = 0; delay < 420; delay += 70) {
      const member = await newMember("reviewer");
      const { digest: preview } = await as(steward().actor).members.previewSuspension({ memberId: member.actor.id });
      const [session] = await Promise.allSettled([
        signIn(member),
        setTimeout(delay).then(() => as(steward().actor).members.suspend({ memberId: member.actor.id, preview })),
      ]);
      const left = session.status === "fulfilled" ? await sessions.resume(session.value, after(1)) : null;
      expect(left).toBeNull();
      expect(await db().session.count({ where: { memberId: member.actor.id, revokedAt: null } })).toBe(0);
    }
  });

  test("takes the invites with it that its member made", async () => {
    const second = await newMember("steward");
    const { token } = await as(second.actor).members.invite({ role: "steward", teamId: null });
    await putOut(as(steward().actor), second.actor.id);
    expect(await outcome(as(null).join.inspect({ token }))).toBe("invite-invalid");
  });

  test("never takes the last steward, nor oneself", async () => {
    const suspendSelf = () => outcome(putOut(as(steward().actor), steward().actor.id));
    expect(await suspendSelf()).toBe("last-steward");
    const second = await newMember("steward");
    expect(await suspendSelf()).toBe("second-person-required");
    await putOut(as(steward().actor), second.actor.id);
    expect(await suspendSelf()).toBe("last-steward");
  });

  test("leaves one of two stewards who suspend each other at the same moment", async () => {
    const second = await newMember("steward");
    const looking = async (by: Member, whom: Member) => {
      const { digest: preview } = await as(by.actor).members.previewSuspension({ memberId: whom.actor.id });
      return () => outcome(as(by.actor).members.suspend({ memberId: whom.actor.id, preview }));
    };
    const attempts = [await looking(steward(), second), await looking(second, steward())];
    const outcomes = await Promise.all(attempts.map((attempt) => attempt()));
    expect(outcomes.toSorted()).toEqual(["not-found", "went through"]);
    expect(await db().member.count({ where: { role: "steward", suspendedAt: null } })).toBe(1);
  });

  test("of somebody suspended, unknown or active is refused as it stands", async () => {
    const ana = await newMember("reviewer");
    const memberId = ana.actor.id;
    const proposing = (whom: string) =>
      outcome(as(steward().actor).motions.propose({ motion: { kind: "restoring", memberId: whom }, reason: REASON }));
    expect(await proposing(memberId)).toBe("not-now");
    await putOut(as(steward().actor), memberId);
    const preview = "0".repeat(64);
    expect(await outcome(as(steward().actor).members.suspend({ memberId, preview }))).toBe("not-now");
    expect(await outcome(as(steward().actor).members.previewSuspension({ memberId }))).toBe("not-now");
    const nobody = crypto.randomUUID();
    expect(await outcome(as(steward().actor).members.suspend({ memberId: nobody, preview }))).toBe("not-found");
    expect(await outcome(as(steward().actor).members.previewSuspension({ memberId: nobody }))).toBe("not-found");
    expect(await proposing(nobody)).toBe("not-found");
  });
});
