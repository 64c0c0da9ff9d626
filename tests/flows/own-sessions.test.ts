import { describe, expect, test } from "vitest";
import { db } from "~/server/db";
import * as sessions from "~/server/sessions/commands";
import { codeOf, holding, HOUR, identity, MINUTE, outcome, PASSPHRASE, sessionOf } from "../support/identity";

const { steward, start, after, as, newMember, signIn, events } = identity();

const twoDevices = async () => {
  const member = await newMember("reviewer");
  return { member, phone: await signIn(member), desk: await signIn(member, after(MINUTE)) };
};

describe("somebody's own sessions", () => {
  test("are listed for them alone, newest first, without those that are over", async () => {
    const { member, phone, desk } = await twoDevices();
    await signIn(steward());
    const ended = await signIn(member, after(2 * MINUTE));
    await sessions.end(ended, after(2 * MINUTE));
    const listed = await (await holding(phone, after(3 * MINUTE))).sessions.list();
    expect(listed).toEqual([
      { id: sessionOf(desk), createdAt: after(MINUTE), means: "code", name: null, isThis: false },
      { id: sessionOf(phone), createdAt: start(), means: "code", name: null, isThis: true },
    ]);
    expect((await (await holding(phone, after(29 * MINUTE))).sessions.list())).toHaveLength(2);
    // The desk lay idle for half an hour; the telephone did not.
    expect((await (await holding(phone, after(32 * MINUTE))).sessions.list()).map(({ id }) => id)).toEqual([sessionOf(phone)]);
  });

  test("bear the names that their owner gave them, which the table does not tell", async () => {
    const { phone, desk } = await twoDevices();
    const me = await holding(phone, after(2 * MINUTE));
    await me.sessions.name({ sessionId: sessionOf(desk), name: "  the old laptop " });
    expect((await me.sessions.list()).map(({ name }) => name)).toEqual(["the old laptop", null]);
    const { nameSealed } = await db().session.findUniqueOrThrow({ where: { id: sessionOf(desk) }, select: { nameSealed: true } });
    expect(Buffer.from(nameSealed!).includes("laptop")).toBe(false);
    expect(await outcome(me.sessions.name({ sessionId: sessionOf(desk), name: "x".repeat(41) }))).not.toBe("went through");
  });

  test("are ended one by one, and the next request there is refused", async () => {
    const { phone, desk } = await twoDevices();
    await (await holding(phone, after(2 * MINUTE))).sessions.end({ sessionId: sessionOf(desk) });
    expect(await sessions.resume(desk, after(2 * MINUTE))).toBeNull();
    expect(await sessions.resume(phone, after(2 * MINUTE))).not.toBeNull();
    expect((await events()).at(-1)).toBe("session.ended");
    expect(await outcome((await holding(phone, after(2 * MINUTE))).sessions.end({ sessionId: sessionOf(desk) }))).toBe("not-found");
  });

  test("are ended without being asked who they are, also long after it was last shown", async () => {
    const { phone, desk } = await twoDevices();
    expect(await outcome((await holding(phone, after(20 * MINUTE))).sessions.end({ sessionId: sessionOf(desk) }))).toBe("went through");
  });

  test("are nobody else's to name or to end, and a stranger cannot tell one from none", async () => {
    const { desk } = await twoDevices();
    const stranger = await holding(await signIn(steward()), start());
    for (const sessionId of [sessionOf(desk), crypto.randomUUID()]) {
      expect(await outcome(stranger.sessions.name({ sessionId, name: "mine" }))).toBe("not-found");
      expect(await outcome(stranger.sessions.end({ sessionId }))).toBe("not-found");
    }
    expect(await sessions.resume(desk, after(MINUTE))).not.toBeNull();
  });
});

describe("signing in elsewhere", () => {
  const elsewhere = async (session: string, at: Date) => (await holding(session, at)).sessions.elsewhere();

  test("is shown to the sessions that were there before, and not to the one that came", async () => {
    const { phone, desk } = await twoDevices();
    expect(await elsewhere(phone, after(2 * MINUTE))).toEqual([{ id: sessionOf(desk), createdAt: after(MINUTE), means: "code" }]);
    expect(await elsewhere(desk, after(2 * MINUTE))).toEqual([]);
  });

  test("is shown also where somebody was in for a moment only", async () => {
    const { phone, desk } = await twoDevices();
    await sessions.end(desk, after(MINUTE));
    expect(await elsewhere(phone, after(2 * MINUTE))).toHaveLength(1);
  });

  test("is shown until the reader says that it was them, and what comes later is shown again", async () => {
    const { member, phone, desk } = await twoDevices();
    const [seen] = await elsewhere(phone, after(2 * MINUTE));
    // Comes in between being shown and being acknowledged.
    const later = await signIn(member, after(2 * MINUTE));
    await (await holding(phone, after(3 * MINUTE))).sessions.acknowledge({ until: seen!.createdAt });
    expect((await elsewhere(phone, after(3 * MINUTE))).map(({ id }) => id)).toEqual([sessionOf(later)]);
    expect((await elsewhere(desk, after(3 * MINUTE))).map(({ id }) => id)).toEqual([sessionOf(later)]);
  });

  test("cannot be acknowledged ahead of time", async () => {
    const { member, phone } = await twoDevices();
    await (await holding(phone, after(2 * MINUTE))).sessions.acknowledge({ until: after(HOUR) });
    await signIn(member, after(3 * MINUTE));
    expect(await elsewhere(phone, after(4 * MINUTE))).toHaveLength(1);
  });

  test("as somebody else is nobody's business here", async () => {
    const { phone } = await twoDevices();
    const other = await newMember("reviewer");
    await sessions.signIn({ handle: other.handle, passphrase: PASSPHRASE, code: codeOf(other.secret, after(MINUTE)) }, after(MINUTE));
    expect(await elsewhere(phone, after(2 * MINUTE))).toHaveLength(1);
    expect(await as(other.actor).sessions.elsewhere()).toEqual([]);
  });
});
