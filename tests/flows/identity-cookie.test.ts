import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { NextRequest } from "next/server";
import { decode, encode } from "next-auth/jwt";
import NextAuth, { getServerSession } from "next-auth/next";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { GET, POST } from "~/app/api/auth/[...nextauth]/route";
import { authSecret } from "~/env";
import { authOptions, sessionCookie } from "~/server/auth";
import { db } from "~/server/db";
import * as sessions from "~/server/sessions/commands";
import { newTicketSecret, readTicket, writeTicket } from "~/server/tickets";
import { whoActed } from "../support/entries";
import { codeOf, identity, PASSPHRASE, type Member } from "../support/identity";

const { newMember } = identity();

/** Cookies as a browser keeps them: the newest of a name, none that has expired. */
class Jar {
  readonly cookies = new Map<string, string>();
  keep(headers: readonly string[]): void {
    for (const header of headers) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(header) || !value) this.cookies.delete(name!);
      else this.cookies.set(name!, value);
    }
  }
  get header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}

const parse = (header = ""): Record<string, string> =>
  Object.fromEntries(header.split("; ").filter(Boolean).map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [name, decodeURIComponent(value.join("="))];
  }));

const Cookie = z.object({ sid: z.string() }).nullable();
const Answer = z.record(z.string(), z.unknown()).nullable();

// next-auth itself, over HTTP, with the options of the service; Next's own part of the way is for the browser tests.
let server: Server;
let origin = "";
beforeAll(async () => {
  server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "", "http://localhost");
      const body = Object.fromEntries(new URLSearchParams(await text(request)));
      const nextauth = url.pathname.split("/").slice(3);
      const req = Object.assign(request, { query: { nextauth }, cookies: parse(request.headers.cookie), body });
      const res = Object.assign(response, {
        status: (code: number) => Object.assign(response, { statusCode: code }),
        json: (value: unknown) => response.end(JSON.stringify(value)),
        send: (value: unknown) => response.end(typeof value === "string" ? value : JSON.stringify(value)),
      });
      // Applied rather than called: its types want all of a Next request, its code wants what is here.
      if (url.pathname === "/whoami") {
        const cookie = Cookie.parse(await Reflect.apply(getServerSession, null, [req, res, authOptions()]));
        response.end(JSON.stringify(cookie && (await sessions.resume(cookie.sid, new Date()))));
      } else {
        await Reflect.apply(NextAuth, null, [req, res, authOptions()]);
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  origin = `http://127.0.0.1:${port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function ask(jar: Jar, path: string, form?: Record<string, string>) {
  const response = await fetch(origin + path, {
    headers: { cookie: jar.header },
    ...(form && { method: "POST", body: new URLSearchParams(form) }),
  });
  const set = response.headers.getSetCookie();
  jar.keep(set);
  return { status: response.status, set, body: Answer.parse(await response.json()) };
}

const csrf = async (jar: Jar) => String((await ask(jar, "/api/auth/csrf")).body!.csrfToken);

async function signIn(jar: Jar, member: Member, over: Record<string, string> = {}) {
  const code = codeOf(member.secret, new Date());
  const shown = { handle: member.handle, passphrase: PASSPHRASE, code, csrfToken: await csrf(jar), json: "true" };
  return ask(jar, "/api/auth/callback/credentials", { ...shown, ...over });
}

const errorIn = (body: z.infer<typeof Answer>) => new URL(String(body!.url)).searchParams.get("error");

describe("the cookie", () => {
  test("holds the ticket to the session and nothing else, out of reach of scripts and of other sites", async () => {
    const [jar, member] = [new Jar(), await newMember("documenter")];
    const { status, set } = await signIn(jar, member);
    expect(status).toBe(200);
    const cookie = set.find((header) => header.startsWith(`${sessionCookie()}=`))!;
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Strict/i);
    expect(cookie).toMatch(/; Path=\/(;|$)/i);
    // Nothing of any cookie is for a script or for another site, and none goes by a name that is not ours.
    for (const header of [...set, ...(await ask(new Jar(), "/api/auth/csrf")).set]) {
      expect(header).toMatch(/^vouchsafe\.(session|csrf|callback)=.*; HttpOnly; SameSite=Strict$/i);
    }

    const session = await db().session.findFirstOrThrow({ where: { memberId: member.actor.id } });
    const held = await decode({ token: jar.cookies.get(sessionCookie())!, secret: authSecret() });
    const ticket = z.string().parse(held?.sid);
    expect(readTicket(ticket)?.id).toBe(session.id);
    expect(held).toEqual({ sid: ticket, iat: expect.any(Number), exp: expect.any(Number), jti: expect.any(String) });
    expect((await ask(jar, "/whoami")).body).toMatchObject({ id: session.id, actor: member.actor });
  });

  test("copied before signing out is worth nothing after it", async () => {
    const [jar, thief, member] = [new Jar(), new Jar(), await newMember("documenter")];
    await signIn(jar, member);
    thief.cookies.set(sessionCookie(), jar.cookies.get(sessionCookie())!);
    expect((await ask(thief, "/whoami")).body).toMatchObject({ actor: member.actor });
    await ask(jar, "/api/auth/signout", { csrfToken: await csrf(jar), json: "true" });
    expect(jar.cookies.has(sessionCookie())).toBe(false);
    expect((await ask(thief, "/whoami")).body).toBeNull();
  });

  test("made by whoever has the secret of the instance, its tables and its ledger opens nothing", async () => {
    const member = await newMember("documenter");
    const code = codeOf(member.secret, new Date());
    const ticket = readTicket(await sessions.signIn({ handle: member.handle, passphrase: PASSPHRASE, code }, new Date()))!;
    const { secretDigest } = await db().session.findUniqueOrThrow({ where: { id: ticket.id }, select: { secretDigest: true } });
    const whose = async (sid: string) => {
      const jar = new Jar();
      jar.cookies.set(sessionCookie(), await encode({ token: { sid }, secret: authSecret() }));
      const { body } = await ask(jar, "/whoami");
      await ask(jar, "/api/auth/signout", { csrfToken: await csrf(jar), json: "true" });
      return body;
    };
    for (const secret of [newTicketSecret(), Buffer.from(secretDigest!).toString("base64url"), ""])
      expect(await whose(writeTicket({ ...ticket, secret }))).toBeNull();
    expect(await whose(ticket.id)).toBeNull();
    // Nor has it ended what it could not open.
    expect(await whose(writeTicket(ticket))).toMatchObject({ actor: member.actor });
    expect(await whose(writeTicket(ticket))).toBeNull();
  });

  test("made with another secret, or made up, is nobody's, and no noise in the log", async () => {
    const written = vi.spyOn(process.stderr, "write");
    const jar = new Jar();
    jar.cookies.set(sessionCookie(), "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA");
    expect((await ask(jar, "/whoami")).body).toBeNull();
    expect(written).not.toHaveBeenCalled();
    written.mockRestore();
  });

  test("of another kind, of another purpose or out of its time is nobody's, though whoever made it had the secret", async () => {
    const member = await newMember("documenter");
    const sid = await sessions.signIn(
      { handle: member.handle, passphrase: PASSPHRASE, code: codeOf(member.secret, new Date()) }, new Date(),
    );
    const secret = authSecret();
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = (header: object) => {
      const text = `${part(header)}.${part({ sid })}`;
      return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
    };
    const whose = async (token: string) => {
      const jar = new Jar();
      jar.cookies.set(sessionCookie(), token);
      return (await ask(jar, "/whoami")).body;
    };
    expect(await whose(await encode({ token: { sid }, secret }))).toMatchObject({ actor: member.actor });
    const jwk = { kty: "oct", k: Buffer.from(secret).toString("base64url") };
    for (const forged of [
      sid,
      `${part({ alg: "none" })}.${part({ sid })}.`,
      signed({ alg: "HS256" }),
      signed({ alg: "HS256", jwk, jku: "https://elsewhere.example/keys" }),
      await encode({ token: { sid }, secret: `${secret}x` }),
      await encode({ token: { sid }, secret, salt: "another purpose" }),
      await encode({ token: { sid }, secret, maxAge: -60 }),
    ])
      expect(await whose(forged)).toBeNull();
  });

  test("over https belongs to this host alone, as do the other three of signing in", async () => {
    const before = process.env.PUBLIC_URL;
    vi.resetModules();
    process.env.PUBLIC_URL = "https://example.org";
    try {
      const fresh = await import("~/server/auth");
      const options = { httpOnly: true, sameSite: "strict", path: "/", secure: true };
      expect(fresh.authOptions().cookies).toEqual({
        sessionToken: { name: "__Host-vouchsafe.session", options },
        csrfToken: { name: "__Host-vouchsafe.csrf", options },
        callbackUrl: { name: "__Host-vouchsafe.callback", options },
      });
      const { setDevice } = await import("~/server/devices");
      expect(setDevice("a")).toBe("__Host-vouchsafe.browser=a; Path=/; Max-Age=7776000; HttpOnly; SameSite=Strict; Secure");
    } finally {
      Object.assign(process.env, { PUBLIC_URL: before, NEXTAUTH_URL: before });
      vi.resetModules();
    }
  });
});

test("signing in ends the session in which this browser was, whosever it was, and no other", async () => {
  const [jar, phone] = [new Jar(), new Jar()];
  const [ana, ben] = [await newMember("documenter"), await newMember("documenter")];
  await signIn(phone, ana);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
  try {
    await signIn(jar, ana);
    const copied = new Jar();
    copied.cookies.set(sessionCookie(), jar.cookies.get(sessionCookie())!);
    // A sign-in that fails ends nothing.
    await signIn(jar, ben, { passphrase: "tulip anchor velvet mood" });
    expect((await ask(copied, "/whoami")).body).toMatchObject({ actor: ana.actor });
    await signIn(jar, ben);
    expect((await ask(jar, "/whoami")).body).toMatchObject({ actor: ben.actor });
    expect((await ask(copied, "/whoami")).body).toBeNull();
    expect((await ask(phone, "/whoami")).body).toMatchObject({ actor: ana.actor });
  } finally {
    vi.useRealTimers();
  }
  const events = await db().custodyEvent.findMany({ orderBy: { index: "desc" }, take: 2, select: { by: true, body: true } });
  expect((await whoActed(events)).map(({ by, body }) => [by, (JSON.parse(Buffer.from(body).toString()) as { why?: string }).why])).toEqual([
    [ben.actor.id, undefined], [ana.actor.id, "signed-in-anew"],
  ]);
});

test("whoever signs in is led to no other site, whatever address they are asked to go on to", async () => {
  const member = await newMember("documenter");
  for (const callbackUrl of ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]) {
    const { body } = await signIn(new Jar(), member, { callbackUrl, passphrase: "tulip anchor velvet mood" });
    expect(new URL(String(body!.url)).origin).toBe("http://localhost:3000");
  }
  const { body } = await signIn(new Jar(), member, { callbackUrl: "https://elsewhere.example/" });
  expect(new URL(String(body!.url)).origin).toBe("http://localhost:3000");
});

describe("a refused sign-in", () => {
  test("says the same of an unknown handle and of a wrong passphrase, and sets no session", async () => {
    const [jar, member] = [new Jar(), await newMember("documenter")];
    const unknown = await signIn(jar, member, { handle: "nobody-here" });
    const wrong = await signIn(jar, member, { passphrase: "tulip anchor velvet mood" });
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    expect([errorIn(unknown.body), errorIn(wrong.body)]).toEqual(["sign-in-failed", "sign-in-failed"]);
    expect(unknown.body).toEqual(wrong.body);
    expect(jar.cookies.has(sessionCookie())).toBe(false);
  });

  test("says when it was too many", async () => {
    const [jar, member] = [new Jar(), await newMember("documenter")];
    // The clock stands: on a busy machine a single try may take longer than the wait that the fifth one earns.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    try {
      const errors = [];
      for (let n = 0; n < 6; n += 1) errors.push(errorIn((await signIn(jar, member, { code: "12 34 56" })).body));
      expect(errors.slice(4)).toEqual(["sign-in-failed", "too-many-attempts"]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("says nothing of what went wrong inside, where an address bar would show it", async () => {
    const [jar, member] = [new Jar(), await newMember("documenter")];
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const broken = vi.spyOn(sessions, "signIn").mockRejectedValue(new Error("Member: handle = 'ana'"));
    try {
      expect(errorIn((await signIn(jar, member)).body)).toBe("unexpected");
      expect(written).toHaveBeenCalledTimes(1);
      expect(String(written.mock.calls[0]![0])).not.toContain("ana");
    } finally {
      broken.mockRestore();
      written.mockRestore();
    }
  });

  test("is logged by how it was tried and its code, and by no handle", async () => {
    const [jar, member] = [new Jar(), await newMember("documenter")];
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    try {
      await signIn(jar, member, { passphrase: "tulip anchor velvet mood" });
      await ask(jar, "/api/auth/callback/passkey", { assertion: "made up", csrfToken: await csrf(jar), json: "true" });
    } finally {
      vi.useRealTimers();
    }
    const lines = written.mock.calls.map(([line]) => String(line));
    written.mockRestore();
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { event: "turned.away", where: "sign-in by passphrase", why: "sign-in-failed" },
      { event: "turned.away", where: "sign-in by passkey", why: expect.any(String) },
    ]);
    expect(lines.join("")).not.toContain(member.handle);
  });

  test("is what a form on another site gets, which cannot know the token", async () => {
    const [jar, member] = [new Jar(), await newMember("documenter")];
    await signIn(jar, member, { csrfToken: "made-up" });
    expect(jar.cookies.has(sessionCookie())).toBe(false);
    expect(await db().session.count({ where: { memberId: member.actor.id } })).toBe(0);
  });
});

const context = (path: string) => ({ params: Promise.resolve({ nextauth: path.split("/") }) });
const post = (path: string, headers: Record<string, string>) =>
  POST(new NextRequest(`http://localhost:3000/api/auth/${path}`, { method: "POST", headers, body: "" }), context(path));

describe("the door of sign-in", () => {
  const ours = { origin: "http://localhost:3000", "content-length": "0" };

  test.each(["session", "signin", "signin/credentials", "signout", "error", "callback/credentials", "_log", "csrf/x"])(
    "does not have GET %s",
    async (path) => {
      const request = new NextRequest(`http://localhost:3000/api/auth/${path}`);
      expect((await GET(request, context(path))).status).toBe(404);
    },
  );

  test.each(["_log", "session", "signin/credentials", "callback/other"])("does not have POST %s", async (path) => {
    expect((await post(path, ours)).status).toBe(404);
  });

  test("is shut to other sites and to bodies that no sign-in has", async () => {
    const path = "callback/credentials";
    expect((await post(path, { ...ours, origin: "https://elsewhere.example" })).status).toBe(403);
    expect((await post(path, { ...ours, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post(path, { ...ours, "content-length": "16385" })).status).toBe(413);
    expect((await post(path, { origin: ours.origin })).status).toBe(413);
  });
});
