import { describe, expect, test } from "vitest";
import { db } from "~/server/db";
import * as sessions from "~/server/sessions/commands";
import { codeOf, holding, identity, MINUTE, outcome, PASSPHRASE, SECOND, type Member } from "../support/identity";
import { putOut } from "../support/suspension";

const { steward, start, after, as, newMember, signIn, events } = identity();

/** Somebody with ten codes on paper. */
async function withPaper() {
  const member = await newMember("reviewer");
  const session = await signIn(member);
  const { codes } = await (await holding(session, start())).recoveryCodes.make({});
  return { member, session, codes };
}
const enter = ({ handle }: Member, code: string, at: Date, passphrase = PASSPHRASE) =>
  sessions.signIn({ handle, passphrase, code }, at);
const leftOf = async (session: string, at: Date) => (await holding(session, at)).recoveryCodes.left();

describe("a recovery code", () => {
  test("stands once for the second factor, shows that it was used, and stands in the ledger", async () => {
    const { member, session, codes } = await withPaper();
    const entered = await enter(member, codes[3]!, after(MINUTE));
    expect(await sessions.resume(entered, after(MINUTE))).toMatchObject({ actor: member.actor, provenAt: after(MINUTE) });
    expect(await outcome(enter(member, codes[3]!, after(2 * MINUTE)))).toBe("sign-in-failed");
    expect(await leftOf(session, after(2 * MINUTE))).toEqual({ left: 9, usedAt: after(MINUTE) });
    expect(await (await holding(session, after(2 * MINUTE))).sessions.elsewhere()).toMatchObject([{ means: "paper" }]);
    expect((await events()).slice(-3)).toEqual(["recoveryCodes.made", "recoveryCode.used", "session.started"]);
  });

  test("is one of ten, of 80 bits each, none like another", async () => {
    const { codes } = await withPaper();
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  });

  test("takes the place of the code alone: without the passphrase it opens nothing, and is not spent", async () => {
    const { member, codes } = await withPaper();
    expect(await outcome(enter(member, codes[0]!, after(MINUTE), "tulip anchor velvet mood"))).toBe("sign-in-failed");
    expect(await outcome(enter(member, codes[0]!, after(2 * MINUTE)))).toBe("went through");
  });

  test("is read as people write it down", async () => {
    const { member, codes } = await withPaper();
    const code = codes[0]!;
    const written = ` ${code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")} `;
    expect(await outcome(enter(member, written, after(MINUTE)))).toBe("went through");
  });

  test("is of use to its owner alone, also where somebody else has the same on paper", async () => {
    const [ana, bo] = [await withPaper(), await withPaper()];
    expect(await outcome(enter(bo.member, ana.codes[0]!, after(MINUTE)))).toBe("sign-in-failed");
  });

  test("lets one in of several who show it at the same moment", async () => {
    const { member, codes } = await withPaper();
    const outcomes = await Promise.all([1, 2, 3].map(() => outcome(enter(member, codes[0]!, after(MINUTE)))));
    expect(outcomes.toSorted()).toEqual(["sign-in-failed", "sign-in-failed", "went through"]);
  });

  test("counts as a try like any other", async () => {
    const { member } = await withPaper();
    const outcomes: string[] = [];
    for (let n = 0; n < 6; n += 1) outcomes.push(await outcome(enter(member, "AAAA-AAAA-AAAA-AAAA", after(MINUTE + n))));
    expect(outcomes).toEqual([...Array.from({ length: 5 }, () => "sign-in-failed"), "too-many-attempts"]);
    expect(await outcome(enter({ ...member, handle: "nobody" }, "AAAA-AAAA-AAAA-AAAA", after(MINUTE)))).toBe("sign-in-failed");
  });

  test("of somebody suspended lets nobody in", async () => {
    const { member, codes } = await withPaper();
    await putOut(as(steward().actor), member.actor.id);
    expect(await outcome(enter(member, codes[0]!, after(MINUTE)))).toBe("sign-in-failed");
  });

  test("of an older paper is worth nothing, and a new paper is made only by who has shown who they are", async () => {
    const { member, session, codes } = await withPaper();
    expect(await outcome((await holding(session, after(10 * MINUTE))).recoveryCodes.make({}))).toBe("prove-again");
    await (await holding(session, after(MINUTE))).recoveryCodes.make({});
    expect(await outcome(enter(member, codes[0]!, after(MINUTE)))).toBe("sign-in-failed");
    expect(await leftOf(session, after(MINUTE))).toEqual({ left: 10, usedAt: null });
  });

  test("does not show again who somebody is: that takes what they have with them", async () => {
    const { session, codes } = await withPaper();
    const later = await holding(session, after(10 * MINUTE));
    await expect(later.sessions.prove({ passphrase: PASSPHRASE, code: codes[0]! })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("stands nowhere in the table", async () => {
    const { codes } = await withPaper();
    const rows = await db().$queryRaw<{ all: string }[]>`SELECT json_agg(r)::text AS all FROM "RecoveryCode" r`;
    for (const code of codes)
      for (const form of [code, code.replaceAll("-", "")])
        for (const text of [form, Buffer.from(form).toString("hex")]) expect(rows[0]!.all).not.toContain(text);
  });
});

test("whoever never made any has none", async () => {
  expect(await leftOf(await signIn(await newMember("auditor")), start())).toBeNull();
});

describe("another authenticator app", () => {
  test("takes the place of the one before once it has shown a code, and not earlier", async () => {
    const member = await newMember("reviewer");
    const session = await signIn(member);
    const me = await holding(session, start());
    const { secret, uri } = await me.factors.newApp({});
    expect(uri).toContain(secret);
    expect(await outcome(signIn({ ...member, secret }, after(30 * SECOND)))).toBe("sign-in-failed");
    expect(await outcome(signIn(member, after(30 * SECOND)))).toBe("went through");

    expect(await outcome(me.factors.connectApp({ code: codeOf(member.secret, start()) }))).toBe("totp-wrong");
    await me.factors.connectApp({ code: codeOf(secret, start()) });
    expect(await outcome(signIn(member, after(2 * MINUTE)))).toBe("sign-in-failed");
    expect(await outcome(signIn({ ...member, secret }, start()))).toBe("sign-in-failed");
    expect(await outcome(signIn({ ...member, secret }, after(2 * MINUTE)))).toBe("went through");
    expect(await events()).toContain("authenticator.replaced");
  });

  test("is the last that was begun", async () => {
    const session = await signIn(await newMember("reviewer"));
    const me = await holding(session, start());
    const { secret: first } = await me.factors.newApp({});
    const { secret: second } = await me.factors.newApp({});
    expect(await outcome(me.factors.connectApp({ code: codeOf(first, start()) }))).toBe("totp-wrong");
    expect(await outcome(me.factors.connectApp({ code: codeOf(second, start()) }))).toBe("went through");
    expect(await outcome(me.factors.connectApp({ code: codeOf(second, start()) }))).toBe("totp-wrong");
  });

  test("is connected after somebody came back by paper, within the five minutes in which they have shown who they are", async () => {
    const { member, codes } = await withPaper();
    const me = await holding(await enter(member, codes[0]!, after(MINUTE)), after(2 * MINUTE));
    const { secret } = await me.factors.newApp({});
    await me.factors.connectApp({ code: codeOf(secret, after(2 * MINUTE)) });
    expect(await outcome(signIn({ ...member, secret }, after(4 * MINUTE)))).toBe("went through");
  });

  test("is asked for by nobody who has not shown who they are", async () => {
    const session = await signIn(await newMember("reviewer"));
    const later = await holding(session, after(10 * MINUTE));
    expect(await outcome(later.factors.newApp({}))).toBe("prove-again");
    expect(await outcome(later.factors.connectApp({ code: "123456" }))).toBe("prove-again");
  });
});
