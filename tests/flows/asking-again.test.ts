import { describe, expect, test } from "vitest";
import { db } from "~/server/db";
import * as sessions from "~/server/sessions/commands";
import { codeOf, holding, identity, MINUTE, outcome, PASSPHRASE, SECOND, type Member } from "../support/identity";

const { steward, start, after, newMember, signIn, events } = identity();

const inviting = async (session: string, at: Date) =>
  outcome((await holding(session, at)).members.invite({ role: "auditor", teamId: null }));
const proving = async (session: string, member: Member, at: Date, over: { passphrase?: string; code?: string } = {}) =>
  outcome((await holding(session, at)).sessions.prove({ passphrase: PASSPHRASE, code: codeOf(member.secret, at), ...over }));

describe("what decides about others", () => {
  test("is done without asking for five minutes after signing in, then asks, and goes on for five minutes more", async () => {
    const session = await signIn(steward());
    expect(await inviting(session, after(5 * MINUTE - 1))).toBe("went through");
    expect(await inviting(session, after(5 * MINUTE))).toBe("prove-again");
    expect(await proving(session, steward(), after(6 * MINUTE))).toBe("went through");
    expect(await inviting(session, after(11 * MINUTE - 1))).toBe("went through");
    expect(await inviting(session, after(11 * MINUTE))).toBe("prove-again");
    expect((await events()).filter((kind) => kind === "session.proven")).toHaveLength(1);
  });

  test("leaves nothing behind when it was refused for that, and does not read what was asked", async () => {
    const session = await signIn(steward());
    const before = await db().invite.count();
    const caller = await holding(session, after(10 * MINUTE));
    // @ts-expect-error -- nonsense is refused for the same reason as sense: nothing is looked at before
    expect(await outcome(caller.members.invite({ role: "emperor" }))).toBe("prove-again");
    expect(await db().invite.count()).toBe(before);
  });

  test("asks nobody who may not do it anyway: who is not allowed learns nothing from being asked", async () => {
    const session = await signIn(await newMember("documenter"));
    const caller = await holding(session, after(10 * MINUTE));
    expect(await outcome(caller.members.previewSuspension({ memberId: crypto.randomUUID() }))).toBe("not-found");
    expect(await outcome(caller.motions.agree({ motionId: crypto.randomUUID() }))).toBe("not-found");
  });

  test("asks on each device by itself", async () => {
    const [old, fresh] = [await signIn(steward()), await signIn(steward(), after(6 * MINUTE))];
    expect(await inviting(fresh, after(7 * MINUTE))).toBe("went through");
    expect(await inviting(old, after(7 * MINUTE))).toBe("prove-again");
  });
});

describe("showing it again", () => {
  test("takes both, each of them right, and a code that was not used", async () => {
    const session = await signIn(steward());
    const later = after(10 * MINUTE);
    expect(await proving(session, steward(), later, { passphrase: "tulip anchor velvet mood" })).toBe("sign-in-failed");
    expect(await proving(session, steward(), later, { code: codeOf(steward().secret, start()) })).toBe("sign-in-failed");
    expect(await proving(session, await newMember("documenter"), later)).toBe("sign-in-failed");
    expect(await inviting(session, later)).toBe("prove-again");
    expect(await proving(session, steward(), later)).toBe("went through");
    expect(await proving(session, steward(), later)).toBe("sign-in-failed");
  });

  test("cannot be guessed with a stolen cookie, and guessing at the door does not keep it from its owner", async () => {
    const member = await newMember("documenter");
    const session = await signIn(member);
    const door = { handle: member.handle, passphrase: "tulip anchor velvet mood", code: "123456" };
    for (let n = 0; n < 6; n += 1) await outcome(sessions.signIn(door, after(6 * MINUTE + n)));
    expect(await outcome(signIn(member, after(6 * MINUTE + SECOND)))).toBe("too-many-attempts");
    expect(await proving(session, member, after(6 * MINUTE + SECOND))).toBe("went through");

    const tries = [];
    for (let n = 0; n < 6; n += 1) tries.push(await proving(session, member, after(8 * MINUTE + n), { code: "123456" }));
    expect(tries).toEqual([...Array.from({ length: 5 }, () => "sign-in-failed"), "too-many-attempts"]);
  });

  test("does nothing for a session that has ended meanwhile", async () => {
    const session = await signIn(steward());
    const caller = await holding(session, after(10 * MINUTE));
    await sessions.end(session, after(10 * MINUTE));
    const code = codeOf(steward().secret, after(10 * MINUTE));
    expect(await outcome(caller.sessions.prove({ passphrase: PASSPHRASE, code }))).toBe("not-signed-in");
  });
});
