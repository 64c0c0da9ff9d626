import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { db } from "~/server/db";
import { deviceCookie } from "~/server/devices";
import * as sessions from "~/server/sessions/commands";
import { serveDoors } from "../support/doors";
import { codeOf, identity, MINUTE, outcome, PASSPHRASE, SECOND, type Member } from "../support/identity";
import { putOut } from "../support/suspension";

const { steward, start, after, as, newMember, signIn } = identity();

const wrong = (handle: string, at: Date, device: string | null = null) =>
  outcome(sessions.signIn({ handle, passphrase: "tulip anchor velvet mood", code: "123456" }, at, device));
const right = (member: Member, at: Date, device: string | null) =>
  outcome(sessions.signIn({ handle: member.handle, passphrase: PASSPHRASE, code: codeOf(member.secret, at) }, at, device));

/** Somebody who has signed in, and the browser that they did it in. */
async function withBrowser(): Promise<{ member: Member; browser: string }> {
  const member = await newMember("documenter");
  return { member, browser: (await sessions.deviceFor(await signIn(member), start()))! };
}

/** A guesser who takes every slot of a handle. */
const hammer = async (handle: string, from: number) => {
  for (let n = 0; n < 6; n += 1) await wrong(handle, after(from + n));
};

describe("a browser in which its member has signed in before", () => {
  test("lets them in while somebody tries their handle without pause", async () => {
    const { member, browser } = await withBrowser();
    await hammer(member.handle, MINUTE);
    expect(await right(member, after(MINUTE + SECOND), null)).toBe("too-many-attempts");
    expect(await right(member, after(MINUTE + SECOND), browser)).toBe("went through");
  });

  test("lets them in while somebody makes up handles without end", async () => {
    const { member, browser } = await withBrowser();
    for (let n = 0; n < 11; n += 1) await wrong(`made-up-${n}`, after(MINUTE));
    expect(await right(member, after(MINUTE + SECOND), null)).toBe("too-many-attempts");
    expect(await right(member, after(MINUTE + SECOND), browser)).toBe("went through");
  });

  test("has no more tries than anybody's, and none of them counts for others", async () => {
    const { member, browser } = await withBrowser();
    const tries = [];
    for (let n = 0; n < 6; n += 1) tries.push(await wrong(member.handle, after(MINUTE + n), browser));
    expect(tries).toEqual([...Array.from({ length: 5 }, () => "sign-in-failed"), "too-many-attempts"]);
    expect(await right(member, after(MINUTE + SECOND), null)).toBe("went through");
  });

  test("is anybody's for every other handle", async () => {
    const [{ browser }, bo] = [await withBrowser(), await newMember("documenter")];
    await hammer(bo.handle, MINUTE);
    expect(await right(bo, after(MINUTE + SECOND), browser)).toBe("too-many-attempts");
  });

  test("lets nobody in by itself", async () => {
    const { member, browser } = await withBrowser();
    expect(await wrong(member.handle, after(MINUTE), browser)).toBe("sign-in-failed");
  });

  test("is anybody's once its member has signed out everywhere, and known again when they sign in", async () => {
    const { member, browser } = await withBrowser();
    await as(member.actor, after(MINUTE)).members.signOutEverywhere({});
    await hammer(member.handle, 2 * MINUTE);
    expect(await right(member, after(2 * MINUTE + SECOND), browser)).toBe("too-many-attempts");
    const again = await sessions.deviceFor(await signIn(member, after(4 * MINUTE)), after(4 * MINUTE));
    await hammer(member.handle, 5 * MINUTE);
    expect(await right(member, after(5 * MINUTE + SECOND), again)).toBe("went through");
  });

  test("is anybody's once its member was suspended, and is not known again by itself when they are back", async () => {
    const { member, browser } = await withBrowser();
    await putOut(as(steward().actor, after(MINUTE)), member.actor.id);
    expect(await right(member, after(2 * MINUTE), browser)).toBe("sign-in-failed");
    // Coming back takes two stewards, which has tests of its own.
    await db().member.update({ where: { id: member.actor.id }, data: { suspendedAt: null } });
    await hammer(member.handle, 3 * MINUTE);
    expect(await right(member, after(3 * MINUTE + SECOND), browser)).toBe("too-many-attempts");
  });
});

describe("over HTTP", () => {
  let served: Awaited<ReturnType<typeof serveDoors>>;
  beforeAll(async () => {
    served = await serveDoors();
  });
  afterAll(() => served.close());

  const pairs = (response: Response) => response.headers.getSetCookie().map((each) => each.split(";", 1)[0]!);
  async function comes(member: Member, over: { code?: string; cookie?: string } = {}): Promise<Response> {
    const asked = await fetch(`${served.origin}/api/auth/csrf`);
    const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await asked.json());
    const code = over.code ?? codeOf(member.secret, new Date());
    return fetch(`${served.origin}/api/auth/callback/credentials`, {
      method: "POST",
      headers: { origin: "http://localhost:3000", cookie: [...pairs(asked), over.cookie ?? ""].join("; ") },
      body: new URLSearchParams({ csrfToken, handle: member.handle, passphrase: PASSPHRASE, code, json: "true" }),
    });
  }
  const left = (response: Response) => response.headers.getSetCookie().find((each) => each.startsWith(`${deviceCookie()}=`));

  test("it is left behind by whoever signed in, out of reach of scripts and of other sites, and by nobody else", async () => {
    const member = await newMember("documenter");
    const [refused, came] = [await comes(member, { code: "123456" }), await comes(member)];
    expect([refused.status, left(refused)]).toEqual([401, undefined]);
    expect([came.status, left(came)]).toEqual([
      200, expect.stringMatching(/^vouchsafe\.browser=[^;]+; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Strict$/),
    ]);
    expect(left(came)).not.toContain(member.handle);
  });

  test("it is what a browser is known by when it comes again", async () => {
    const member = await newMember("documenter");
    const cookie = left(await comes(member))!.split(";", 1)[0]!;
    // As many as make the next wait for a minute, so that a slow machine does not outlast it.
    const last = Date.now();
    for (const before of [62, 62, 62, 62, 62, 60, 56, 48, 32, 0]) await wrong(member.handle, new Date(last - before * SECOND));
    const codes = async (over: object) => z.object({ url: z.string() }).parse(await (await comes(member, { code: "123456", ...over })).json()).url;
    expect(await codes({})).toContain("too-many-attempts");
    expect(await codes({ cookie })).toContain("sign-in-failed");
  });
});
