import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actions, asksAgain, may, unnamed, type Action } from "~/domain/policy";
import type { Actor } from "~/domain/roles";
import { root } from "~/server/trpc/root";
import { serveDoors } from "../support/doors";
import { openWorld, type World } from "../support/world";
import { ofBytes, owners, reach, type Owner } from "./call";
import { callsOf, requestOf, type AnyCall } from "./calls";
import { CONTENT, nobodys, openHouse, people, roleOf, type House, type Ids, type Person } from "./house";
import { worstMoment } from "./put-out";
import { cookies as openPurse, knock, rpc, type Answered } from "./visitors";

/**
 * Every action × every role × whose ids, over HTTP, as the policy and `reach` say: what they list goes through, and
 * everything else is answered with the very words with which something that is not there is answered.
 */
let world: World;
let house: House;
let served: Awaited<ReturnType<typeof serveDoors>>;
let purse: Awaited<ReturnType<typeof openPurse>>;
const cookieOf = (actor: Actor) => purse.of(actor);

beforeAll(async () => {
  world = await openWorld();
  house = await openHouse(world, { photos: true });
  served = await serveDoors();
  purse = await openPurse(world);
}, 120_000);
afterAll(async () => {
  await served.close();
  await house.close();
  await world.close({ rows: false });
});

/** One question of the sweep: who asks, and whose ids they name. */
type Cell = { readonly person: Person; readonly call: AnyCall; readonly ids: Ids; readonly whose: string; readonly passes: boolean };

const reaches = (call: AnyCall, person: Person, owner: Owner): boolean => {
  const row: Partial<Record<string, readonly Owner[]>> = reach[call.reach];
  return (row[roleOf(person)] ?? []).includes(owner) && !(call.mine && person === "colleague");
};

function cellsOf(action: Action): Cell[] {
  return people.flatMap((person) => callsOf(action).flatMap((call) => {
    const whose: Record<Owner, Ids> = { ...house.idsOf(house.everybody[person]), nobody: nobodys() };
    const wholly = (call.ids.length === 0 ? (["own"] as const) : owners).map((owner) => ({ ids: whose[owner], whose: owner as string, owner }));
    // Whoever may not do it at all is not asked about ids: the three kinds of them show that.
    const mixed = call.ids.length < 2 || call.mixed || !may(roleOf(person), action) ? [] : call.ids.flatMap((id) =>
      (["foreign", "nobody"] as const).map((owner) => ({
        ids: { ...whose.own, [id]: whose[owner][id] }, whose: `own, but ${owner} ${id}`, owner: "nobody" as const,
      })),
    );
    return [...wholly, ...mixed].map(({ owner, ...asked }) => ({
      ...asked, person, call, passes: may(roleOf(person), action) && reaches(call, person, owner),
    }));
  }));
}

const ask = async (action: Action, { call, person }: Cell, ids: Ids, cookie: string): Promise<Answered> =>
  knock(served.origin, await requestOf(action, call, ids, house.everybody[person], house), cookie);

const said = (code: string, status: number): Answered => ({
  status, type: "application/json", location: null, text: JSON.stringify({ code }),
});
/** What the API says of something that is not there, and the doors of bytes. */
const notThere = (action: Action): Answered =>
  ofBytes.has(action) ? said("not-found", 404) : refused("not-found", 404, -32_004);
const askedAgain = (action: Action): Answered =>
  ofBytes.has(action) ? said("prove-again", 401) : refused("prove-again", 401, -32_001);
const procedures = root._def.procedures as unknown as Partial<Record<Action, { readonly _def: { readonly type: string } }>>;
/**
 * What is to be done by nobody who has been put out: all that changes something, and what hands out what has left for good. Sessions end
 * with a suspension, in its transaction; and who takes back their consent has said so, whoever writes it down. What is refused here in any case is held to it in its own flow.
 */
const heard: ReadonlySet<string> = new Set(["members.signOutEverywhere", "sessions.end", "sessions.name", "sessions.acknowledge", "sessions.prove", "consents.withdraw"]);
const leaving: ReadonlySet<string> = new Set(["dossiers.handOut", "exports.take", "originals.handOut", "resealings.handOut"]);
const done = (call: AnyCall): boolean => call.answers === undefined;
const changing = actions.filter((action) =>
  !heard.has(action) && callsOf(action).some(done) && (leaving.has(action) || procedures[action]?._def.type === "mutation"));
const refused = (code: string, status: number, number: number, details: object = {}): Answered => ({
  status, type: "application/json", location: null,
  text: JSON.stringify({
    error: { json: { code: number, message: code, data: { httpStatus: status, refusal: { code, details }, reference: null } } },
  }),
});

/** Everybody, signed in for one test: who has shown who they are is asked again before a whole sweep is over. */
const everybodysCookies = async (): Promise<Map<Person, string>> =>
  new Map(await Promise.all(people.map(async (person) => [person, await cookieOf(house.everybody[person])] as const)));

describe("what the policy does not list", () => {
  test.each(actions)("%s: is answered like what is not there, changes nothing, and stands in the ledger with who tried it", async (action) => {
    const cells = cellsOf(action).filter(({ passes }) => !passes);
    const cookies = await everybodysCookies();
    const [before, size] = [await house.state(), await house.ledgerSize()];
    const expected: string[] = [];
    const told: string[] = [];
    await Promise.all(
      cells.map(async (cell) => {
        const answer = await ask(action, cell, cell.ids, cookies.get(cell.person)!);
        const absent = may(roleOf(cell.person), action) ? (cell.call.absent ?? "not-found") : "not-found";
        const by = unnamed.has(action) && may(roleOf(cell.person), action) ? [] : [house.everybody[cell.person].id];
        if (absent === "not-found") expected.push([...by, "access.refused", action].join(" "));
        const right = absent === "not-found" ? isDeepStrictEqual(answer, notThere(action)) : answer.text.includes(`"message":"${absent}"`);
        if (!right) told.push(`${cell.person}, ${cell.whose}: ${answer.status} ${answer.text}`);
      }),
    );
    expect(told).toEqual([]);
    expect(await house.state()).toEqual(before);
    expect(await house.entries(size)).toEqual(expected.toSorted());
  });
});

/** What may stand where an id belongs. Some of it is no text at all, which the types of the calls do not know. */
const noIds = [
  "", "not-an-id", "' OR 1=1 --", "00000000-0000-0000-0000-00000000000g", "\u0000", "a".repeat(5000), 7, { not: "" },
] as string[];
const withIds = actions.filter((action) => callsOf(action).some(({ ids }) => ids.length > 0));

describe("what is no id", () => {
  test.each(withIds)("%s: finds nothing, changes nothing and breaks nothing", async (action) => {
    const person = people.find((one) => may(roleOf(one), action))!;
    const { own } = house.idsOf(house.everybody[person]);
    const cookie = await cookieOf(house.everybody[person]);
    const before = await house.state();
    const told: string[] = [];
    for (const call of callsOf(action))
      for (const [id, bad] of call.ids.flatMap((id) => noIds.map((bad) => [id, bad] as const))) {
        const sent = await requestOf(action, call, { ...own, [id]: bad }, house.everybody[person], house);
        const { status, text } = await knock(served.origin, sent, cookie);
        if (![400, 404, 413, 422].includes(status)) told.push(`${id} ${JSON.stringify(bad).slice(0, 20)}: ${status} ${text}`);
      }
    expect(told).toEqual([]);
    expect(await house.state()).toEqual(before);
  });
});

describe("what asks for the authenticator again", () => {
  test.each([...asksAgain])("%s: is done for nobody who has not shown it lately, and tells them nothing of whose it would be", async (action) => {
    const cells = cellsOf(action).filter(({ person }) => may(roleOf(person), action));
    expect(cells).not.toEqual([]);
    const unproven = new Map<Person, string>();
    for (const person of people) unproven.set(person, await purse.unproven(house.everybody[person]));
    const [before, size] = [await house.state(), await house.ledgerSize()];
    for (const cell of cells)
      expect(await ask(action, cell, cell.ids, unproven.get(cell.person)!)).toEqual(askedAgain(action));
    expect([await house.state(), await house.entries(size)]).toEqual([before, []]);
  });
});

describe("whoever is put out while their request is on its way", () => {
  let moment: Awaited<ReturnType<typeof worstMoment>>;
  beforeAll(async () => {
    moment = await worstMoment(world.database.ownerUrl);
    // The key of all cards is made with the first, and is nobody's.
    await world.as(house.everybody.documenter).receipts.make({ grantorId: house.own.person });
  });
  afterAll(() => moment.close());

  test.each(changing)("%s: changes nothing", async (action) => {
    const told: string[] = [];
    for (const cell of cellsOf(action).filter(({ passes, whose }) => passes && whose === "own").filter(({ call }) => done(call))) {
      const actor = house.everybody[cell.person];
      const ids = { ...cell.ids, ...(await cell.call.afresh?.(house, cell.ids, actor)) };
      const cookie = await purse.drowsy(actor);
      const [before, size] = [await house.state(), await house.ledgerSize()];
      const { answer, out } = await moment.of(actor, () => ask(action, cell, ids, cookie));
      const [after, entries] = [await house.state(), await house.entries(size)];
      const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
      const recorded = entries.filter((entry) => !entry.includes("access.refused"));
      if (!out || changed.length > 0 || recorded.length > 0) told.push(`${cell.person}: ${out} ${answer.status} ${answer.text.slice(0, 90)} ${changed.join(" ")} ${recorded.join(", ")}`);
    }
    expect(told).toEqual([]);
  });
});

test("several calls in one request are answered as each would be alone", async () => {
  const cookie = await cookieOf(house.everybody.documenter);
  const mine = { incidentId: house.own.incident };
  const sent = { "0": { json: mine }, "1": { json: { incidentId: house.foreign.incident } }, "2": { json: { disclosureId: house.own.proposed } } };
  const path = "/api/trpc/incidents.read,incidents.read,disclosures.read?batch=1";
  const before = await house.state();
  const { status, text } = await knock(served.origin, { ...rpc("", null), path, body: JSON.stringify(sent) }, cookie);
  expect(status).toBe(207);
  const answers = (JSON.parse(text) as object[]).map((answer) => JSON.stringify(answer));
  expect(answers[0]).toContain(CONTENT.account);
  expect(answers.slice(1)).toEqual([notThere("incidents.read").text, notThere("disclosures.read").text]);
  expect(await house.state()).toEqual(before);
});

/** Words and ids that somebody must not find in an answer that they did get. */
function unseen(person: Person): string[] {
  const { foreign } = house.idsOf(house.everybody[person]);
  const personal = [foreign.passkey, foreign.session];
  if (roleOf(person) === "reviewer") return personal;
  return roleOf(person) === "documenter" ? Object.values(foreign) : [...Object.values(CONTENT), ...personal];
}

describe("what the policy lists", () => {
  test.each(actions)("%s: goes through for whom it is listed, and tells nobody of what is not theirs", async (action) => {
    const cells = cellsOf(action).filter(({ passes }) => passes);
    const told: string[] = [];
    for (const cell of cells) {
      const actor = house.everybody[cell.person];
      const fresh = await cell.call.afresh?.(house, cell.ids, actor);
      const answer = await ask(action, cell, { ...cell.ids, ...fresh }, await cookieOf(actor));
      const right = cell.call.answers ? answer.text.includes(`"${ofBytes.has(action) ? "code" : "message"}":"${cell.call.answers}"`) : answer.status === 200;
      if (!right) told.push(`${cell.person}, ${cell.whose}: ${answer.status} ${answer.text}`);
      const seen = unseen(cell.person).filter((word) => answer.text.includes(word));
      if (seen.length > 0) told.push(`${cell.person}, ${cell.whose}: tells ${seen.join(" ")}`);
    }
    expect(told).toEqual([]);
    // Each role that the policy names has been let in at least once.
    const entered = new Set(cells.map(({ person }) => roleOf(person)));
    expect([...entered].every((role) => may(role, action))).toBe(true);
  });
});
