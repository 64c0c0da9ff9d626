import { randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { db } from "~/server/db";
import * as sessions from "~/server/sessions/commands";
import { Authenticator } from "../support/authenticator";
import { codeOf, holding, HOUR, identity, MINUTE, outcome, SECOND, type Member } from "../support/identity";
import { letIn, putOut } from "../support/suspension";

const { steward, start, after, as, newMember, signIn, events } = identity();

/** Make a passkey in the session of somebody who has just signed in. */
async function making(session: string, at: Date, wrong: Parameters<Authenticator["make"]>[1] = {}, passkey = new Authenticator()) {
  const caller = await holding(session, at);
  const { challenge } = await caller.passkeys.offer({});
  await caller.passkeys.add({ label: "old phone", attestation: passkey.make(challenge, wrong) });
  return passkey;
}
const somebody = async () => {
  const member = await newMember("reviewer");
  const session = await signIn(member);
  return { member, session, passkey: await making(session, start()) };
};
const challengeAt = async (at: Date) => (await as(null, at).passkeys.ask({})).challenge;
const enter = (assertion: unknown, at: Date) => sessions.signInWithPasskey({ assertion: JSON.stringify(assertion) }, at);
const stepsOf = async (member: Member) => (await db().member.findUniqueOrThrow({ where: { id: member.actor.id } })).totpStep;

describe("a passkey", () => {
  test("that was made signs its owner in, with nothing typed, and every step stands in the ledger", async () => {
    const { member, passkey } = await somebody();
    const before = await stepsOf(member);
    const session = await enter(passkey.sign(await challengeAt(after(HOUR))), after(HOUR));
    expect(await sessions.resume(session, after(HOUR))).toMatchObject({ actor: member.actor, provenAt: after(HOUR) });
    expect(await stepsOf(member)).toBe(before);
    expect((await events()).slice(-3)).toEqual(["session.started", "passkey.added", "session.started"]);
  });

  test("is asked for as one that its device finds by itself, with the person verified, and that can make keys", async () => {
    const session = await signIn(steward());
    expect(await (await holding(session, start())).passkeys.offer({})).toMatchObject({
      rp: { id: "localhost" },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      extensions: { prf: {} },
    });
    expect(await as(null).passkeys.ask({})).toMatchObject({ rpId: "localhost", userVerification: "required" });
  });

  test("shows again who holds a session, for five minutes", async () => {
    const member = await newMember("steward");
    const session = await signIn(member);
    const passkey = await making(session, start());
    const later = await holding(session, after(20 * MINUTE));
    const invite = { role: "auditor", teamId: null } as const;
    expect(await outcome(later.members.invite(invite))).toBe("prove-again");
    const asked = await later.passkeys.askAgain({});
    expect(asked?.allowCredentials.map(({ id }) => id)).toEqual([passkey.id.toString("base64url")]);
    await later.sessions.prove({ assertion: passkey.sign(asked!.challenge) });
    expect(await outcome((await holding(session, after(21 * MINUTE))).members.invite(invite))).toBe("went through");
    expect(await events()).toContain("session.proven");
  });

  test("lets its owner in while somebody tries their handle without pause", async () => {
    const { member, passkey } = await somebody();
    const wrong = { handle: member.handle, passphrase: "tulip anchor velvet mood", code: "123456" };
    for (let n = 0; n < 8; n += 1) await outcome(sessions.signIn(wrong, after(MINUTE + n)));
    expect(await outcome(signIn(member, after(MINUTE + SECOND)))).toBe("too-many-attempts");
    const at = after(MINUTE + SECOND);
    expect(await outcome(enter(passkey.sign(await challengeAt(at)), at))).toBe("went through");
  });

  test("is renamed and removed by its owner alone, and lets nobody in from then on", async () => {
    const { session, passkey } = await somebody();
    const caller = await holding(session, start());
    const [{ id: passkeyId } = { id: "" }] = await caller.passkeys.list();
    const stranger = await holding(await signIn(await newMember("reviewer")), start());
    expect(await stranger.passkeys.list()).toEqual([]);
    expect(await outcome(stranger.passkeys.rename({ passkeyId, label: "mine" }))).toBe("not-found");
    expect(await outcome(stranger.passkeys.remove({ passkeyId }))).toBe("not-found");

    await caller.passkeys.rename({ passkeyId, label: "desk" });
    expect(await caller.passkeys.list()).toMatchObject([{ label: "desk", prf: true }]);
    const asked = await challengeAt(start());
    await caller.passkeys.remove({ passkeyId });
    expect(await outcome(enter(passkey.sign(asked), start()))).toBe("sign-in-failed");
    expect((await events()).at(-1)).toBe("passkey.removed");
  });

  test("is made and removed only by somebody who has shown who they are", async () => {
    const { session } = await somebody();
    const later = await holding(session, after(10 * MINUTE));
    expect(await outcome(later.passkeys.offer({}))).toBe("prove-again");
    expect(await outcome(later.passkeys.remove({ passkeyId: crypto.randomUUID() }))).toBe("prove-again");
  });

  test("of somebody suspended lets nobody in, and lets them in again once they are let back in", async () => {
    const { member, passkey } = await somebody();
    await putOut(as(steward().actor), member.actor.id);
    expect(await outcome(enter(passkey.sign(await challengeAt(start())), start()))).toBe("sign-in-failed");
    await letIn(as(steward().actor), as((await newMember("steward")).actor), member.actor.id);
    expect(await outcome(enter(passkey.sign(await challengeAt(start())), start()))).toBe("went through");
  });

  test("can be had ten times, and each of them once", async () => {
    const session = await signIn(await newMember("reviewer"));
    const first = await making(session, start());
    expect(await outcome(making(session, start(), {}, first))).toBe("passkey-not-taken");
    for (let n = 1; n < 10; n += 1) await making(session, start());
    expect(await outcome(making(session, start()))).toBe("too-many-passkeys");
  });
});

describe("what is to be signed", () => {
  test("is good once, and for five minutes", async () => {
    const { passkey } = await somebody();
    const [once, late] = [await challengeAt(start()), await challengeAt(start())];
    expect(await outcome(enter(passkey.sign(once), start()))).toBe("went through");
    expect(await outcome(enter(passkey.sign(once), start()))).toBe("sign-in-failed");
    expect(await outcome(enter(passkey.sign(late), after(5 * MINUTE)))).toBe("sign-in-failed");
  });

  test("is spent also where what was signed was wrong", async () => {
    const { passkey } = await somebody();
    const asked = await challengeAt(start());
    expect(await outcome(enter(passkey.sign(asked, { origin: "http://localhost:3001" }), start()))).toBe("sign-in-failed");
    expect(await outcome(enter(passkey.sign(asked), start()))).toBe("sign-in-failed");
  });

  test("is met by one alone of several at the same moment", async () => {
    const { passkey } = await somebody();
    const assertion = passkey.sign(await challengeAt(start()));
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => outcome(enter(assertion, start()))));
    expect(outcomes.toSorted()).toEqual(["sign-in-failed", "sign-in-failed", "sign-in-failed", "went through"]);
  });

  test("for one purpose or one session is of no use for another", async () => {
    const { member, session, passkey } = await somebody();
    const other = await signIn(member, after(MINUTE));
    const [mine, theirs] = [await holding(session, after(MINUTE)), await holding(other, after(MINUTE))];
    const toProve = (await mine.passkeys.askAgain({}))!.challenge;
    expect(await outcome(enter(passkey.sign(toProve), after(MINUTE)))).toBe("sign-in-failed");
    expect(await outcome(theirs.sessions.prove({ assertion: passkey.sign(toProve) }))).toBe("sign-in-failed");
    const toEnter = await challengeAt(after(MINUTE));
    expect(await outcome(mine.sessions.prove({ assertion: passkey.sign(toEnter) }))).toBe("sign-in-failed");
    const attestation = new Authenticator().make(toEnter);
    expect(await outcome(mine.passkeys.add({ label: "x", attestation }))).toBe("passkey-not-taken");
    expect(await outcome(mine.sessions.prove({ assertion: passkey.sign(toProve) }))).toBe("went through");
  });

  test("shows nobody to be somebody else", async () => {
    const [ana, bo] = [await somebody(), await somebody()];
    const caller = await holding(ana.session, after(MINUTE));
    const { challenge } = (await caller.passkeys.askAgain({}))!;
    expect(await outcome(caller.sessions.prove({ assertion: bo.passkey.sign(challenge) }))).toBe("sign-in-failed");
  });
});

describe("what a passkey signed is refused", () => {
  test.each([
    ["for another site's page", { origin: "https://vouchsafe.example" }],
    ["for another site", { rpId: "vouchsafe.example" }],
    ["without the person having been verified", { verified: false }],
    ["where it was to be something else", { type: "payment.get" }],
    ["by a copy, whose counter goes back", { counter: 1 }],
  ])("%s", async (_what, wrong) => {
    const { passkey } = await somebody();
    await enter(passkey.sign(await challengeAt(start())), start());
    expect(await outcome(enter(passkey.sign(await challengeAt(start()), wrong), start()))).toBe("sign-in-failed");
  });

  test.each([
    ["for another site's page", { origin: "https://vouchsafe.example" }],
    ["for another site", { rpId: "vouchsafe.example" }],
    ["without the person having been verified", { verified: false }],
    ["with a certificate, which nobody asked for and nobody looks at", { certificate: Buffer.from("3000", "hex") }],
  ])("when it is made, %s", async (_what, wrong) => {
    const session = await signIn(await newMember("reviewer"));
    expect(await outcome(making(session, start(), wrong))).toBe("passkey-not-taken");
  });

  test("by another key under the same name", async () => {
    const { passkey } = await somebody();
    const forged = { ...new Authenticator().sign(await challengeAt(start())), id: passkey.id.toString("base64url"), rawId: passkey.id.toString("base64url") };
    expect(await outcome(enter(forged, start()))).toBe("sign-in-failed");
  });

  test("with one byte changed anywhere, and never as a fault of ours", async () => {
    const { passkey } = await somebody();
    // The two bytes before a signature's numbers (DER's tag and length of both together) say nothing about what was
    // signed, and the library reads three of their sixteen bits leniently.
    const first = { clientDataJSON: 0, authenticatorData: 0, signature: 2 };
    const changed = (value: string, from: number) => {
      const bytes = Buffer.from(value, "base64url");
      bytes[randomInt(from, bytes.length)]! ^= 1 << randomInt(8);
      return bytes.toString("base64url");
    };
    for (let n = 0; n < 40; n += 1) {
      const signed = passkey.sign(await challengeAt(start()));
      const part = (["clientDataJSON", "authenticatorData", "signature"] as const)[n % 3]!;
      const response = { ...signed.response, [part]: changed(signed.response[part], first[part]) };
      expect(await outcome(enter({ ...signed, response }, start()))).toBe("sign-in-failed");
    }
  });

  test("where it is no such thing at all", async () => {
    for (const shown of [undefined, null, {}, { assertion: "{" }, { assertion: "null" }, { assertion: "x".repeat(20_000) }])
      expect(await outcome(sessions.signInWithPasskey(shown, start()))).toBe("sign-in-failed");
  });
});

test("a key that a passkey made for the browser is not let in here", async () => {
  const { session, passkey } = await somebody();
  const caller = await holding(session, start());
  const { challenge } = (await caller.passkeys.askAgain({}))!;
  const assertion = { ...passkey.sign(challenge), clientExtensionResults: { prf: { results: { first: "c2VjcmV0" } } } };
  await expect(caller.sessions.prove({ assertion } as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("the table tells neither what a device is called nor which credential it holds", async () => {
  const { passkey } = await somebody();
  const [row] = await db().$queryRaw<{ all: string }[]>`
    SELECT json_agg(p)::text || encode(string_agg("sealed", ''), 'escape') AS all FROM "Passkey" p`;
  expect(row!.all).not.toContain("old phone");
  expect(row!.all).not.toContain(passkey.id.toString("hex"));
  const asked = await challengeAt(start());
  const [kept] = await db().$queryRaw<{ all: string }[]>`SELECT json_agg(c)::text AS all FROM "Challenge" c`;
  expect(kept!.all).not.toContain(Buffer.from(asked, "base64url").toString("hex"));
});

test("a code that was used is none of a passkey's business, and the other way round", async () => {
  const { member, passkey } = await somebody();
  await enter(passkey.sign(await challengeAt(after(MINUTE))), after(MINUTE));
  const code = { handle: member.handle, passphrase: "tulip anchor velvet moon", code: codeOf(member.secret, after(MINUTE)) };
  expect(await outcome(sessions.signIn(code, after(MINUTE)))).toBe("went through");
});
