import { describe, expect, test, vi } from "vitest";
import { hasLeft, forgetAll } from "~/server/leaving";
import * as sessions from "~/server/sessions/commands";
import { identity, MINUTE, sessionOf } from "../support/identity";

const { start, after, as, newMember, signIn, events } = identity();

const asking = (cookie: string) => new Headers({ cookie });

describe("leaving in a hurry", () => {
  test("ends the session that asks, and nobody else's", async () => {
    const ana = await newMember("documenter");
    const [one, other] = [await signIn(ana), await signIn(ana, after(30_000))];
    await sessions.leave(ana.actor, sessionOf(one), after(MINUTE));
    expect(await sessions.resume(one, after(MINUTE))).toBeNull();
    expect(await sessions.resume(other, after(MINUTE))).not.toBeNull();
    expect((await events()).filter((kind) => kind === "session.ended")).toHaveLength(1);
  });

  test("is answered in the same way to whoever has no session", async () => {
    const ended = await events();
    expect(await as(null, start()).sessions.leave({})).toEqual({});
    expect(await events()).toEqual(ended);
  });

  test("takes back every cookie by its name, whichever it is", () => {
    const answer = forgetAll(asking("vouchsafe.session=secret; locale=fr; next-auth.csrf-token=a%7Cb"));
    expect(answer.get("clear-site-data")).toBe('"cache", "cookies", "storage"');
    expect(answer.getSetCookie()).toEqual(
      ["vouchsafe.session", "locale", "next-auth.csrf-token"].map((name) => `${name}=; Path=/; Max-Age=0; SameSite=Strict`),
    );
    expect([...answer.values()].join()).not.toContain("secret");
  });

  test("over https takes back those that belong to this host alone", async () => {
    const before = process.env.PUBLIC_URL;
    vi.resetModules();
    process.env.PUBLIC_URL = "https://example.org";
    try {
      const fresh = await import("~/server/leaving");
      expect(fresh.forgetAll(asking("__Host-vouchsafe.session=x")).getSetCookie()).toEqual([
        "__Host-vouchsafe.session=; Path=/; Max-Age=0; SameSite=Strict; Secure",
      ]);
      expect(fresh.hasLeft(asking("__Host-left=1"))).toBe(true);
      expect(fresh.hasLeft(asking("left=1"))).toBe(false);
    } finally {
      Object.assign(process.env, { PUBLIC_URL: before, NEXTAUTH_URL: before });
      vi.resetModules();
    }
  });

  test("is said by a cookie of that very name", () => {
    expect(hasLeft(asking("a=1; left=1"))).toBe(true);
    expect(hasLeft(asking("a=left; leftover=1"))).toBe(false);
    expect(hasLeft(new Headers())).toBe(false);
  });
});
