import { once } from "node:events";
import http from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actions, may, type Action } from "~/domain/policy";
import type { Actor } from "~/domain/roles";
import { serveDoors } from "../support/doors";
import { putOut } from "../support/suspension";
import { openWorld, type World } from "../support/world";
import { ofBytes } from "./call";
import { callsOf, requestOf } from "./calls";
import { openHouse, people, roleOf, type House } from "./house";
import { cookies, knock, rpc, type Answered, type Sent } from "./visitors";

/**
 * Every action by somebody whose role may, with their own ids: what is missing is a session, or a page of ours behind
 * the request.
 */
let world: World;
let house: House;
let served: Awaited<ReturnType<typeof serveDoors>>;
let purse: Awaited<ReturnType<typeof cookies>>;

beforeAll(async () => {
  world = await openWorld();
  house = await openHouse(world, { photos: false });
  served = await serveDoors();
  purse = await cookies(world);
}, 60_000);
afterAll(async () => {
  await served.close();
  await house.close();
  await world.close();
});

const personFor = (action: Action): Actor => house.everybody[people.find((one) => may(roleOf(one), action))!];

/** A request that goes through as soon as its sender is somebody. */
const requestFor = (action: Action): Promise<Sent> =>
  requestOf(action, callsOf(action)[0]!, house.idsOf(personFor(action)).own, personFor(action), house);

/** Each action, asked in `way`. Fails where anything has changed or was recorded. */
async function everyAction(way: (sent: Sent, actor: Actor, action: Action) => Promise<Answered>) {
  const requests = await Promise.all(actions.map(async (action) => [action, await requestFor(action)] as const));
  const answers = new Map<string, string[]>();
  const [before, size] = [await house.state(), await house.ledgerSize()];
  for (const [action, sent] of requests) {
    const { status, text } = await way(sent, personFor(action), action);
    const key = `${status} ${text}`;
    answers.set(key, [...(answers.get(key) ?? []), action]);
  }
  expect(await house.state()).toEqual(before);
  expect(await house.entries(size)).toEqual([]);
  return answers;
}

const notSignedIn = {
  api: '401 {"error":{"json":{"code":-32001,"message":"not-signed-in","data":{"httpStatus":401,"refusal":{"code":"not-signed-in","details":{}},"reference":null}}}}',
  bytes: '401 {"code":"not-signed-in"}',
};
const toNobody = new Map([
  [notSignedIn.api, actions.filter((action) => !ofBytes.has(action))],
  [notSignedIn.bytes, actions.filter((action) => ofBytes.has(action))],
]);

test("without a session no action is there for anybody, whatever the cookie is", async () => {
  const actors = new Map<string, Record<string, string | null>>();
  for (const actor of new Set(actions.map(personFor))) actors.set(actor.id, await purse.worthless(actor));
  const kinds = Object.keys([...actors.values()][0]!);
  expect(kinds.length).toBeGreaterThan(15);
  for (const kind of kinds) {
    const answers = await everyAction((sent, actor) => knock(served.origin, sent, actors.get(actor.id)![kind]!));
    expect([kind, answers]).toEqual([kind, toNobody]);
  }
}, 300_000);

test("a session that is carried in any other way than its cookie is none", async () => {
  const texts = new Map<string, string>();
  for (const actor of new Set(actions.map(personFor))) texts.set(actor.id, await purse.text(actor));
  const answers = await everyAction((sent, actor) => {
    const text = texts.get(actor.id)!;
    const headers = { ...sent.headers, authorization: `Bearer ${text}` };
    return knock(served.origin, { ...sent, path: `${sent.path}?session=${text}`, headers }, null);
  });
  expect(answers).toEqual(toNobody);
});

test("a cookie acts as whom it belongs to, whoever sends it and whatever stands beside it", async () => {
  const [mine, other] = [await purse.of(house.everybody.documenter), await purse.of(house.stranger)];
  const me = async (cookie: string) => (await knock(served.origin, rpc("members.me", undefined), cookie)).text;
  expect(await me(other)).toContain(house.stranger.id);
  for (const both of [`${other}; ${mine}`, `${mine}; ${other}`]) {
    const text = await me(both);
    // One of them, never a mixture of both.
    expect([house.stranger.id, house.everybody.documenter.id].filter((id) => text.includes(id))).toHaveLength(1);
  }
  const read = (incidentId: string) => knock(served.origin, rpc("incidents.read", { incidentId }), other);
  expect((await read(house.own.incident)).status).toBe(404);
  expect((await read(house.foreign.incident)).status).toBe(200);
});

describe("a session that ends", () => {
  const me = async (cookie: string) => (await knock(served.origin, rpc("members.me", undefined), cookie)).status;

  test("is over on the next request for whoever was suspended", async () => {
    const member = await world.member("documenter");
    const cookie = await purse.of(member);
    expect(await me(cookie)).toBe(200);
    const { digest: preview } = await world.as(house.everybody.steward).members.previewSuspension({ memberId: member.id });
    const { status } = await knock(
      served.origin, rpc("members.suspend", { memberId: member.id, preview }), await purse.of(house.everybody.steward),
    );
    expect([status, await me(cookie)]).toEqual([200, 401]);
  });

  test("is over before what was held back arrives", async () => {
    const member = await world.member("reviewer");
    const { path, headers, body } = rpc("incidents.list", undefined);
    const bytes = Buffer.from(body as string);
    const request = http.request(served.origin + path, {
      method: "POST",
      headers: { ...headers, origin: "http://localhost:3000", "content-length": bytes.length, cookie: await purse.of(member) },
    });
    const answered = once(request, "response");
    request.write(bytes.subarray(0, 1));
    // Long enough for the rest of it to be waited for.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await putOut(world.as(house.everybody.steward), member.id);
    request.end(bytes.subarray(1));
    const [response] = (await answered) as [http.IncomingMessage];
    expect([response.statusCode, await text(response)]).toEqual([401, notSignedIn.api.slice(4)]);
  });

  test("is over on every device for whoever ends them all, the one that asked included", async () => {
    const member = await world.member("reviewer");
    const devices = [await purse.of(member), await purse.of(member)] as const;
    expect((await knock(served.origin, rpc("members.signOutEverywhere", {}), devices[0])).status).toBe(200);
    expect([await me(devices[0]), await me(devices[1])]).toEqual([401, 401]);
  });
});

describe("a request that another site makes, with the cookie of somebody who is signed in", () => {
  const elsewhere: Record<string, Record<string, string>> = {
    "from another origin": { origin: "https://elsewhere.example" },
    "from our host at another port": { origin: "http://localhost:3001", "sec-fetch-site": "same-site" },
    "over https, where we have http": { origin: "https://localhost:3000", "sec-fetch-site": "cross-site" },
    "from a sandbox or a file": { origin: "null", "sec-fetch-site": "cross-site" },
    "from a sandbox, by a browser that says no more": { origin: "null" },
    "from a sibling domain": { "sec-fetch-site": "same-site" },
    "that claims our origin and betrays itself": { origin: "http://localhost:3000", "sec-fetch-site": "cross-site" },
    "that claims our site and betrays itself": { origin: "https://elsewhere.example", "sec-fetch-site": "same-origin" },
  };
  test.each(Object.keys(elsewhere))("%s is refused unread at every door", async (kind) => {
    const sessions = new Map<string, string>();
    for (const actor of new Set(actions.map(personFor))) sessions.set(actor.id, await purse.of(actor));
    const answers = await everyAction((sent, actor) => knock(served.origin, sent, sessions.get(actor.id)!, elsewhere[kind]));
    expect(answers).toEqual(new Map([["403 ", [...actions]]]));
  });

  test("that says nothing of where it comes from changes nothing", async () => {
    const cookie = await purse.of(house.everybody.documenter);
    const answers = await everyAction((sent) =>
      sent.method === "GET" ? Promise.resolve({ status: 403, type: null, location: null, text: "" }) : knock(served.origin, sent, cookie, {}),
    );
    expect([...answers.keys()]).toEqual(["403 "]);
  });
});

test.each(["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])("nothing is asked for or changed by %s", async (method) => {
  const cookie = await purse.of(house.everybody.documenter);
  const bodiless = method === "GET" || method === "HEAD";
  const answers = await everyAction((sent) => {
    const { body, ...rest } = sent;
    const reads = sent.method === "GET" && bodiless;
    if (reads) return Promise.resolve({ status: 405, type: null, location: null, text: "" });
    const path = bodiless && typeof body === "string" ? `${sent.path}?input=${encodeURIComponent(body)}` : sent.path;
    return knock(served.origin, { ...rest, path, method, ...(!bodiless && body !== undefined && { body }) }, cookie);
  });
  expect([...answers.keys()]).toEqual([method === "OPTIONS" ? "204 " : "405 "]);
});
