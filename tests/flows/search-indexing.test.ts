import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import type { IncidentDetails } from "~/domain/incident";
import { collective, details } from "../support/collective";
import { openWorld, type World } from "../support/world";

let world: World;
let documenter: Actor, reviewer: Actor, decider: Actor;
let teamId: string, incidentId: string;

const found = async (words: string) => (await world.as(reviewer).search.find({ words })).hits.map(({ id }) => id);
const say = async (text: string) => (await world.as(reviewer).comments.write({ incidentId, audience: "team", text })).id;
async function write(text: string, accountId: string | null = null): Promise<string> {
  const { accounts } = await world.as(documenter).incidents.read({ incidentId });
  const version = accounts.find(({ id }) => id === accountId)?.version ?? null;
  return (await world.as(documenter).accounts.write({ incidentId, accountId, version, spokenBy: null, words: { language: "en", text, masks: [] }, mentions: [] })).id;
}
const index = async () => (await import("~/server/search/jobs")).index({ incidentId });
const incomplete = async () => (await import("~/server/search/queries")).incomplete(world.db(), 10, []);
/** Which transaction wrote each row of the incident. */
const written = async () =>
  new Map((await world.db().$queryRaw<{ id: string; xmin: string }[]>`SELECT "id", "xmin"::text FROM "SearchRow" WHERE "incidentId" = ${incidentId}::uuid`).map(({ id, xmin }) => [id, xmin]));
async function revise(said: Partial<IncidentDetails>) {
  const { version } = await world.db().incident.findUniqueOrThrow({ where: { id: incidentId }, select: { version: true } });
  await world.as(documenter).incidents.revise({ incidentId, version, details: { ...details, ...said } });
}

/** Somebody takes the incident apart and has read it, and before they put anything into the index this is done. */
async function meanwhile(...work: readonly (() => Promise<unknown>)[]): Promise<void> {
  const { transaction } = await import("~/server/db");
  const { lockIncident } = await import("~/server/scope");
  const waiting: Promise<unknown>[] = [];
  await transaction(async (tx) => {
    await lockIncident(tx, incidentId);
    // Whoever waits for the lock first has it first.
    for (const next of [...work, index]) {
      waiting.push(next());
      await expect.poll(() => world.db().$queryRaw`
        SELECT count(*)::int AS "waiting" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).toEqual([{ waiting: waiting.length }]);
    }
  });
  await Promise.all(waiting);
}

beforeAll(async () => {
  world = await openWorld();
  ({ documenter, proposer: reviewer, decider, teamId } = await collective(world));
}, 60_000);
beforeEach(async () => {
  ({ id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null }));
  await world.settle();
  await world.rest();
});
afterAll(() => world.close());

test("an incident of which much is said is put in a bit at a time, one comment more by itself, and a row that is as it should be is not written again", async () => {
  const { sealJson } = await import("~/server/sealing");
  const many = Array.from({ length: 120 }, (_, n) => ({ id: randomUUID(), text: `Number ${n} of the caravan` }));
  await world.db().comment.createMany({
    data: await Promise.all(many.map(async ({ id, text }) => ({
      id, incidentId, authorId: reviewer.id, byReviewer: true, audience: "team", createdAt: new Date(), sealed: await sealJson({ text }, { kind: "comment", id }),
    }))),
  });
  await index();
  const first = await written();
  expect([first.size, new Set(many.map(({ id }) => first.get(id))).size]).toEqual([121, 3]);
  expect((await found("caravan")).length).toBe(20);
  const id = await say("A lantern was lit.");
  await index();
  const second = await written();
  expect([await found("lantern"), second.size]).toEqual([[id], 122]);
  for (const [of, by] of first) expect(second.get(of)).toBe(by);
  // A report that says something else of what its own row alone is found by.
  await revise({ askedOfObservers: "to sing" });
  await index();
  const third = await written();
  expect([await found("sing"), await incomplete()]).toEqual([[incidentId], []]);
  for (const [of, by] of second) expect([of, third.get(of) === by]).toEqual([of, of !== incidentId]);
  await revise({ place: "Old harbour" });
  await index();
  for (const [of, by] of await written()) expect(third.get(of)).not.toBe(by);
  expect((await world.as(reviewer).search.find({ words: "lantern", place: "harbour" })).hits.map((hit) => hit.id)).toEqual([id]);
});

test("what goes while it is being taken apart is not put back, and what is around it is put in", async () => {
  const [commentId, accountId, stays] = [await say("A warrant was shown."), await write("The warrant was read out."), await write("The warrant named another quay.")];
  const { id: erasureId } = await world.as(reviewer).erasures.plan({ target: { accountId }, ground: "should-not-be-here" });
  await meanwhile(() => world.as(reviewer).comments.remove({ commentId }), () => world.as(decider).erasures.erase({ erasureId }));
  expect(new Set((await written()).keys())).toEqual(new Set([incidentId, stays]));
  expect([await found("warrant"), await incomplete()]).toEqual([[stays], []]);
});

test("what is rewritten while it is being taken apart is in the index by what it says last", async () => {
  const id = await write("A red barrow stood there.");
  await meanwhile(() => write("A red wheelbarrow stood there.", id));
  expect([await found("wheelbarrow"), await incomplete()]).toEqual([[id], []]);
});

test("a report that is changed a second time while what the first change said is taken apart is in the index by what it says last", async () => {
  const id = await write("They came at dawn.");
  await index();
  await revise({ place: "Old harbour" });
  await meanwhile(() => revise({ place: "New quarry" }));
  expect(await incomplete()).toEqual([]);
  const at = async (place: string) => (await world.as(reviewer).search.find({ words: "dawn", place })).hits.map((hit) => hit.id);
  expect([await at("quarry"), await at("harbour"), await found("quarry")]).toEqual([[id], [], [incidentId]]);
});

test("what a report says no longer is no reason to find anything of its incident, before that is taken apart anew as after it", async () => {
  const id = await write("A megaphone was taken.");
  await index();
  const asked = [{ place: "bridge" }, { kind: "eviction" as const }, { period: { from: "2026-11", to: "2026-11" } }];
  const each = async () => {
    const answers = await Promise.all(asked.map((more) => world.as(reviewer).search.find({ words: "megaphone", ...more })));
    return answers.map(({ hits }) => hits.map((hit) => hit.id));
  };
  expect(await each()).toEqual([[id], [id], [id]]);
  await revise({ place: "Quarry", kinds: ["beating"], start: "2026-10-02T06:40" });
  expect(await each()).toEqual([[], [], []]);
  await index();
  const { hits } = await world.as(reviewer).search.find({ words: "megaphone", place: "quarry", kind: "beating", period: { from: "2026-09", to: "2026-10" } });
  expect([await each(), hits.map((hit) => hit.id)]).toEqual([[[], [], []], [id]]);
});
