import { describe, expect, test } from "vitest";
import { db } from "~/server/db";
import * as sessions from "~/server/sessions/commands";
import { codeOf, HOUR, identity, MINUTE, newHandle, outcome, PASSPHRASE, SECOND, sessionOf } from "../support/identity";

const { steward, start, after, as, join, invite, newMember, signIn, events } = identity();

/** Begin with an invite, and say how to finish with what was given. */
async function begun(token: string, handle: string) {
  const { secret, uri } = await as(null).join.begin({ token, handle });
  const finish = (passphrase = PASSPHRASE, code = codeOf(secret, start())) =>
    outcome(as(null).join.finish({ token, handle, passphrase, code }));
  return { secret, uri, finish };
}

describe("the way in", () => {
  test("leads from a link to a session, and every step stands in the ledger", async () => {
    const team = await as(steward().actor).teams.create({ name: "Calais dawn", code: "CAL" });
    const ana = await newMember("documenter", team.id);
    const session = await signIn(ana);

    expect(await sessions.resume(session, after(SECOND))).toMatchObject({ id: sessionOf(session), actor: ana.actor });
    expect(await as(ana.actor).members.me()).toEqual({
      id: ana.actor.id,
      handle: ana.handle,
      role: "documenter",
      teams: [{ id: team.id, name: "Calais dawn", code: "CAL" }],
    });
    expect(await events()).toEqual([
      "team.created", "member.invited", "member.joined", "team.placed", "session.started",
    ]);
  });

  test("keeps neither token nor secret where somebody who reads the tables could use it", async () => {
    const token = await invite("reviewer");
    const { secret, finish } = await begun(token, newHandle());
    const whileJoining = await db().$queryRaw`SELECT row_to_json(i)::text AS row FROM "Invite" i`;
    expect(await finish()).toBe("went through");
    const rows = JSON.stringify([
      whileJoining,
      await db().$queryRaw`SELECT row_to_json(i)::text AS row FROM "Invite" i`,
      await db().$queryRaw`SELECT row_to_json(m)::text AS row FROM "Member" m`,
      await db().$queryRaw`SELECT row_to_json(e)::text AS row FROM "CustodyEvent" e`,
    ]);
    expect(rows).toContain("$argon2id$");
    for (const precious of [token, secret, PASSPHRASE]) {
      expect(rows).not.toContain(precious);
      expect(rows).not.toContain(Buffer.from(precious).toString("hex"));
    }
  });

  test("is open for 72 hours", async () => {
    const token = await invite("reviewer");
    expect(await as(null, after(72 * HOUR - 1)).join.inspect({ token })).toEqual({
      role: "reviewer",
      introduced: false,
      expiresAt: after(72 * HOUR),
    });
    const { secret } = await begun(token, newHandle());
    const late = as(null, after(72 * HOUR));
    const all = { token, handle: newHandle(), passphrase: PASSPHRASE, code: codeOf(secret, after(72 * HOUR)) };
    expect(await outcome(late.join.inspect({ token }))).toBe("invite-invalid");
    expect(await outcome(late.join.begin({ token, handle: newHandle() }))).toBe("invite-invalid");
    expect(await outcome(late.join.finish(all))).toBe("invite-invalid");
  });

  test.each(["x", "A".repeat(43), "' OR 1=1 --"])("does not open to %j", async (token) => {
    expect(await outcome(as(null).join.inspect({ token }))).toBe("invite-invalid");
  });

  test("opens once", async () => {
    const token = await invite("reviewer");
    await join(token);
    expect(await outcome(join(token))).toBe("invite-invalid");
  });

  test("makes one member of several who finish at the same moment", async () => {
    const before = await db().member.count();
    const token = await invite("reviewer");
    const { secret } = await begun(token, newHandle());
    const finish = (handle: string) =>
      outcome(as(null).join.finish({ token, handle, passphrase: PASSPHRASE, code: codeOf(secret, start()) }));
    const outcomes = await Promise.all([newHandle(), newHandle(), newHandle()].map(finish));
    expect(outcomes.toSorted()).toEqual(["invite-invalid", "invite-invalid", "went through"]);
    expect(await db().member.count()).toBe(before + 1);
    expect(await events()).toEqual(["member.invited", "member.joined"]);
  });

  test("gives a handle to one of two who want it at the same moment, and the other keeps their invite", async () => {
    const handle = newHandle();
    const tokens = [await invite("reviewer"), await invite("reviewer")];
    const candidates = await Promise.all(tokens.map((token) => begun(token, handle)));
    const outcomes = await Promise.all(candidates.map(({ finish }) => finish()));
    expect(outcomes.toSorted()).toEqual(["handle-taken", "went through"]);
    const loser = tokens[outcomes.indexOf("handle-taken")]!;
    expect(await outcome(begun(loser, handle))).toBe("handle-taken");
    expect((await join(loser)).actor.role).toBe("reviewer");
  });

  test("tells which handles are taken as slowly as passphrases are guessed at, and keeps nobody else's invite from it", async () => {
    const [token, other, member] = [await invite("reviewer"), await invite("reviewer"), await newMember("reviewer")];
    const asking = (by: string, handle: string, at: Date) => outcome(as(null, at).join.begin({ token: by, handle }));
    for (let n = 0; n < 5; n += 1) expect(await asking(token, member.handle, start())).toBe("handle-taken");
    expect(await asking(token, member.handle, start())).toBe("too-many-attempts");
    expect(await asking(token, newHandle(), start())).toBe("too-many-attempts");
    // The same is counted where it is finished, and a handle that is free counts for nothing.
    const free = newHandle();
    for (let n = 0; n < 8; n += 1) expect(await asking(other, free, after(SECOND))).toBe("went through");
    expect(await asking(token, newHandle(), after(2 * MINUTE))).toBe("went through");
    expect(await outcome(signIn(member, after(SECOND)))).toBe("went through");
  });

  test("of many invites together are told ten in ten seconds which handles are taken", async () => {
    const { handle } = await newMember("reviewer");
    const tokens = await Promise.all(Array.from({ length: 4 }, () => invite("reviewer")));
    const outcomes: string[] = [];
    for (let n = 0; n < 12; n += 1) outcomes.push(await outcome(as(null).join.begin({ token: tokens[n % 4]!, handle })));
    expect(outcomes.filter((each) => each === "handle-taken")).toHaveLength(10);
    expect(outcomes.slice(10)).toEqual(["too-many-attempts", "too-many-attempts"]);
  });

  test("refuses a weak passphrase and a wrong code, and stays open", async () => {
    const token = await invite("reviewer");
    const handle = newHandle();
    const unbegun = as(null).join.finish({ token, handle, passphrase: PASSPHRASE, code: "123456" });
    expect(await outcome(unbegun)).toBe("totp-wrong");
    const { secret, finish } = await begun(token, handle);
    expect(await finish("password1234")).toBe("passphrase-too-weak");
    expect(await finish(PASSPHRASE, codeOf(secret, after(5 * MINUTE)))).toBe("totp-wrong");
    expect(await finish()).toBe("went through");
  });

  test("is worth nothing to somebody who began before the candidate did", async () => {
    const [token, handle] = [await invite("reviewer"), newHandle()];
    const thief = await begun(token, handle);
    const candidate = await begun(token, handle);
    expect(await thief.finish()).toBe("totp-wrong");
    expect(await candidate.finish()).toBe("went through");
  });

  test("gives an authenticator the handle that the member will have", async () => {
    const { uri, secret } = await begun(await invite("reviewer"), "Marée-Haute".replace("é", "e"));
    expect(uri).toBe(`otpauth://totp/Vouchsafe:maree-haute?secret=${secret}&issuer=Vouchsafe`);
  });

  test("lets the code that proved the second factor sign in right after", async () => {
    const member = await newMember("auditor");
    expect(await outcome(signIn(member))).toBe("went through");
  });
});

describe("an invite", () => {
  test("is listed while it is open, without what would open it", async () => {
    const team = await as(steward().actor).teams.create({ name: "Dunkirk night", code: "DKK" });
    const open = async () => (await as(steward().actor).members.list()).invites.filter((i) => i.team?.id === team.id);
    const token = await invite("documenter", team.id);
    expect(await open()).toEqual([
      {
        id: expect.any(String),
        role: "documenter",
        introduced: false,
        team: { id: team.id, name: "Dunkirk night" },
        expiresAt: after(72 * HOUR),
      },
    ]);
    const ana = await join(token);
    expect(await open()).toEqual([]);
    const { members } = await as(steward().actor).members.list();
    expect(members.find(({ id }) => id === ana.actor.id)).toEqual({
      id: ana.actor.id,
      handle: ana.handle,
      role: "documenter",
      vettedAt: start(),
      suspendedAt: null, leftAt: null, justLeft: false,
      createdAt: start(),
      teams: [{ id: team.id, name: "Dunkirk night" }],
    });
  });

  test("names a team for documenters only, and only one that is there", async () => {
    const team = await as(steward().actor).teams.create({ name: "Grande-Synthe", code: "GSY" });
    expect(await outcome(invite("reviewer", team.id))).toBe("input-invalid");
    expect(await outcome(invite("documenter", crypto.randomUUID()))).toBe("input-invalid");
    expect(await events()).toEqual(["team.created"]);
  });

  test.each(["documenter", "reviewer", "auditor"] as const)("is not for a %s to give", async (role) => {
    const member = await newMember(role);
    expect(await outcome(as(member.actor).members.invite({ role: "steward", teamId: null }))).toBe("not-found");
    expect((await events()).at(-1)).toBe("access.refused");
  });
});
