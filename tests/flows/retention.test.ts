import { afterAll, beforeAll, expect, test } from "vitest";
import { presets } from "~/domain/vouching";
import type { Actor } from "~/domain/roles";
import { collective, details } from "../support/collective";
import { video } from "../support/refused-files";
import { openWorld, type World } from "../support/world";

const DAY = 86_400_000;

let world: World;
let documenter: Actor, proposer: Actor, decider: Actor;
let teamId: string;
let seed = 0;

beforeAll(async () => {
  world = await openWorld();
  ({ documenter, proposer, decider, teamId } = await collective(world));
});
afterAll(() => world.close());

const inDays = (days: number) => new Date(+world.now() + days * DAY);
const commands = () => import("~/server/erasures/commands");
const retention = () => import("~/server/retention/commands");
const night = async (days: number) => (await retention()).retain(inDays(days));
const clock = async (days: number) => (await commands()).eraseDue(inDays(days));
const state = async (itemId: string) =>
  (await world.db().evidenceItem.findUniqueOrThrow({ where: { id: itemId }, select: { state: true } })).state;
const toGo = async (itemId: string) => (await world.as(decider).erasures.ofItem({ itemId })).erasures;

async function incident() {
  const { id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null });
  const { itemId } = await world.keep(documenter, incidentId, video(`kept ${(seed += 1)}`));
  await world.settle();
  return { incidentId, itemId };
}

test("what nothing new was heard of for three years is announced for a month and then goes", async () => {
  const { itemId } = await incident();
  await night(1094);
  expect(await toGo(itemId)).toEqual([]);
  await night(1096);
  await night(1097);
  const [line, ...more] = await toGo(itemId);
  expect(more).toEqual([]);
  expect(line).toMatchObject({ ground: "kept-long-enough", plannedBy: null, may: { erase: true, callOff: true } });
  await clock(1125);
  expect(await state(itemId)).toBe("refused");
  await clock(1127);
  expect(await state(itemId)).toBe("erased");
});

test("a new photo of the same incident keeps the old ones, even when they were announced", async () => {
  const { incidentId, itemId } = await incident();
  await night(1096);
  expect(await toGo(itemId)).toHaveLength(1);
  const { itemId: newer } = await world.keep(documenter, incidentId, video("newer"));
  await world.settle();
  await world.db().evidenceItem.update({ where: { id: newer }, data: { receivedAt: inDays(1100) } });
  await clock(1127);
  expect([await state(itemId), await toGo(itemId)]).toEqual(["refused", []]);
  const spared = await world.db().custodyEvent.findFirstOrThrow({ where: { item: itemId, kind: "item.spared" } });
  expect(spared.by).toBeNull();
});

test("what a reviewer says is needed is kept as long again, and what is held does not go", async () => {
  const [needed, held] = [await incident(), await incident()];
  await night(1096);
  const [line] = await toGo(needed.itemId);
  await world.as(proposer).erasures.callOff({ erasureId: line!.id });
  const { id: holdId } = await world.as(proposer).holds.ask({
    itemId: held.itemId, ground: "legal-claim", reason: "It is before a court.", until: inDays(300),
  });
  await world.as(decider).holds.decide({ holdId, agree: true });
  await world.db().hold.update({ where: { id: holdId }, data: { until: inDays(1200) } });
  // It was called off by today's clock, on which the three years begin anew.
  await night(1094);
  await clock(1127);
  expect([await toGo(needed.itemId), await state(needed.itemId), await state(held.itemId)]).toEqual([[], "refused", "refused"]);
  await clock(1201);
  expect(await state(held.itemId)).toBe("erased");
});

test("two stewards choose another term, within bounds, and the night goes by it", async () => {
  expect(presets.evidenceDays).toBe(1095);
  const { itemId } = await incident();
  const [one, two] = [await world.member("steward"), await world.member("steward")];
  const motion = (value: number) => world.as(one).motions.propose({ motion: { kind: "setting", name: "evidenceDays", value }, reason: "We keep less." });
  await expect(motion(7)).rejects.toThrow("input-invalid");
  await world.as(two).motions.agree({ motionId: (await motion(60)).id });
  await night(61);
  expect(await toGo(itemId)).toMatchObject([{ ground: "kept-long-enough" }]);
});

test("sessions that are long over, and why an original was asked for, are forgotten, and the ledger says how many", async () => {
  const { itemId } = await incident();
  const { id: openingId } = await world.as(proposer).originals.ask({ itemId, purpose: "court", reason: "to compare" });
  const later = inDays(1);
  const { id: sessionId } = await world.db().session.create({
    data: { memberId: documenter.id, createdAt: world.now(), provenAt: world.now(), idleUntil: later, expiresAt: later }, select: { id: true },
  });
  await night(30);
  expect(await world.db().session.count({ where: { id: sessionId } })).toBe(1);
  await night(366);
  expect(await world.db().session.count({ where: { id: sessionId } })).toBe(0);
  expect(await world.db().opening.count({ where: { id: openingId } })).toBe(0);
  const { body } = await world.db().custodyEvent.findFirstOrThrow({ where: { kind: "retention.applied" }, orderBy: { index: "desc" } });
  expect(JSON.parse(Buffer.from(body).toString())).toMatchObject({ openings: 1, manifests: 0, sessions: 1, by: null });
});

test("whoever looks after the instance sees how many are to go and how many went, and not what", async () => {
  const { erasing } = await world.as(await world.member("steward")).health.read();
  expect(erasing.erased).toBeGreaterThanOrEqual(2);
  expect(Object.keys(erasing).toSorted()).toEqual(["erased", "toForget", "toGo"]);
});
