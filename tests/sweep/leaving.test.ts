import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { serveDoors } from "../support/doors";
import { openWorld, type World } from "../support/world";
import { cookies, knock, rpc } from "./visitors";

/** The door through which one leaves in a hurry, and the cookie that says that one has left. */
let world: World;
let served: Awaited<ReturnType<typeof serveDoors>>;
let purse: Awaited<ReturnType<typeof cookies>>;
let member: Actor;

beforeAll(async () => {
  world = await openWorld();
  served = await serveDoors();
  purse = await cookies(world);
  member = await world.member("documenter");
}, 60_000);
afterAll(async () => {
  await served.close();
  await world.close();
});

const me = (cookie: string) => knock(served.origin, rpc("members.me", {}), cookie);
const ended = async () => (await world.db().custodyEvent.findMany({ where: { kind: "session.ended" } })).length;

/** Leaves as the browser does. @returns which cookies it is told to forget */
async function leave(cookie: string | null): Promise<string[]> {
  const answer = await fetch(`${served.origin}/api/trpc/sessions.leave`, {
    method: "POST",
    headers: { origin: "http://localhost:3000", "content-type": "application/json", ...(cookie && { cookie }) },
    body: JSON.stringify({ json: {} }),
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("clear-site-data")).toBe('"cache", "cookies", "storage"');
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const told = answer.headers.getSetCookie();
  for (const each of told) expect(each).toMatch(/^[^=]+=; Path=\/; Max-Age=0;/);
  return told.map((each) => each.split("=", 1)[0]!);
}

test("whoever leaves is out with their next request, and their browser forgets every cookie it has", async () => {
  const cookie = await purse.of(member);
  expect((await me(cookie)).status).toBe(200);
  expect(await leave(`${cookie}; locale=ar`)).toEqual([cookie.split("=", 1)[0], "locale"]);
  expect((await me(cookie)).status).toBe(401);
});

test("leaving without a session, or twice, is answered alike and recorded once", async () => {
  const cookie = await purse.of(member);
  const before = await ended();
  await leave(null);
  await leave("vouchsafe.session=made-up");
  expect(await ended()).toBe(before);
  await leave(cookie);
  await leave(cookie);
  expect(await ended()).toBe(before + 1);
});

test("another site can make nobody leave", async () => {
  const cookie = await purse.of(member);
  const elsewhere = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
  expect((await knock(served.origin, rpc("sessions.leave", {}), cookie, elsewhere)).status).toBe(403);
  expect((await me(cookie)).status).toBe(200);
});

test("the first request from a browser that was left without a connection ends its session, at whichever door", async () => {
  for (const path of ["/api/trpc/members.me", `/api/derivatives/${crypto.randomUUID()}`]) {
    const cookie = await purse.of(member);
    const sent = path.startsWith("/api/trpc") ? rpc("members.me", {}) : { method: "GET", path };
    expect((await knock(served.origin, sent, `${cookie}; left=1`)).status).toBe(401);
    expect((await me(cookie)).status).toBe(401);
  }
});
