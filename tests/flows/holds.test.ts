import { afterAll, beforeAll, expect, test } from "vitest";
import { NOTICE_MS } from "~/domain/erasure";
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

/** A sealed file that somebody wants gone, in a week. */
async function toGo() {
  const { id: incidentId } = await world.as(documenter).incidents.create({ teamId, details, account: null });
  const { itemId } = await world.keep(documenter, incidentId, video(`held ${(seed += 1)}`));
  await world.settle();
  const { id: erasureId } = await world.as(proposer).erasures.plan({ target: { itemId }, ground: "should-not-be-here" });
  return { incidentId, itemId, erasureId };
}
const state = async (itemId: string) =>
  (await world.db().evidenceItem.findUniqueOrThrow({ where: { id: itemId }, select: { state: true } })).state;
const ask = (actor: Actor, itemId: string, ms = 60 * DAY) =>
  world.as(actor).holds.ask({ itemId, ground: "legal-claim", reason: "It is before a court.", until: new Date(+world.now() + ms) });
const clock = async (ms: number) => {
  const { eraseDue } = await import("~/server/erasures/commands");
  await eraseDue(new Date(+world.now() + ms));
};

test("what two reviewers hold is not erased, not even at once, until the term is over; then it is, by itself", async () => {
  const { itemId, erasureId } = await toGo();
  const { id: holdId } = await ask(proposer, itemId);
  await expect(world.as(proposer).holds.decide({ holdId, agree: true })).rejects.toThrow("second-person-required");
  // Each sees the one way there is for them: whoever asked ends it, another agrees or declines.
  for (const [reader, may] of [[proposer, { decide: false, end: true }], [decider, { decide: true, end: false }]] as const)
    expect((await world.as(reader).erasures.ofItem({ itemId })).holds).toMatchObject([{ state: "asked", may }]);
  await world.as(decider).holds.decide({ holdId, agree: true });
  await expect(world.as(decider).erasures.erase({ erasureId })).rejects.toThrow("not-now");
  await clock(59 * DAY);
  expect(await state(itemId)).toBe("refused");
  const { erasures, holds } = await world.as(decider).erasures.ofItem({ itemId });
  expect(erasures).toMatchObject([{ hold: { ground: "legal-claim", agreed: true }, may: { erase: false } }]);
  expect(holds).toMatchObject([{ state: "held", reason: "It is before a court.", may: { decide: false, end: true } }]);
  await clock(61 * DAY);
  expect(await state(itemId)).toBe("erased");
  expect(await world.db().hold.count({ where: { itemId } })).toBe(0);
});

test("one reviewer alone delays an erasing by a week and no longer, whoever asks again", async () => {
  const { itemId } = await toGo();
  await ask(proposer, itemId);
  await expect(ask(decider, itemId)).rejects.toThrow("not-now");
  await clock(NOTICE_MS - 60_000);
  expect(await state(itemId)).toBe("refused");
  await world.db().hold.updateMany({ where: { itemId }, data: { askedAt: new Date(+world.now() - 8 * DAY) } });
  await expect(ask(proposer, itemId)).rejects.toThrow("second-person-required");
  await clock(NOTICE_MS + 60_000);
  expect(await state(itemId)).toBe("erased");
});

test("a hold that is declined or ended holds nothing", async () => {
  const { itemId, erasureId } = await toGo();
  const first = await ask(proposer, itemId);
  await world.as(decider).holds.decide({ holdId: first.id, agree: false });
  const second = await ask(decider, itemId);
  await world.as(proposer).holds.decide({ holdId: second.id, agree: true });
  await world.as(proposer).holds.end({ holdId: second.id });
  await expect(world.as(proposer).holds.end({ holdId: second.id })).rejects.toThrow("not-now");
  await world.as(decider).erasures.erase({ erasureId });
  expect(await state(itemId)).toBe("erased");
});

test("a hold has a term, of a year at most", async () => {
  const { itemId } = await toGo();
  await expect(ask(proposer, itemId, -1)).rejects.toThrow("input-invalid");
  await expect(ask(proposer, itemId, 400 * DAY)).rejects.toThrow("input-invalid");
  await expect(world.as(documenter).holds.ask({ itemId, ground: "legal-claim", reason: "Mine.", until: world.now() })).rejects.toThrow("not-found");
});

test("of a hold and an erasing at the same moment one comes first: what is held is there, and what is gone is not held", async () => {
  const { itemId, erasureId } = await toGo();
  const [held, erased] = await Promise.allSettled([ask(proposer, itemId), world.as(decider).erasures.erase({ erasureId })]);
  expect([held.status, erased.status].toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await state(itemId)).toBe(erased.status === "fulfilled" ? "erased" : "refused");
});
