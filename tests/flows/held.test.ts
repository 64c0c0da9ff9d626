import { afterAll, beforeAll, expect, test } from "vitest";
import type { Purpose, RecipientClass } from "~/domain/consent";
import { collective } from "../support/collective";
import { consented, released } from "../support/consented";
import { openWorld, type World } from "../support/world";

const DAY = 86_400_000;

let world: World;
let team: Awaited<ReturnType<typeof collective>>;
beforeAll(async () => {
  world = await openWorld();
  team = await collective(world);
});
afterAll(() => world.close());

const disclosure = (id: string) => world.db().disclosure.findUniqueOrThrow({ where: { id }, select: { state: true, closing: true } });
const open = ({ token }: { token: string }) => world.as(null).recipient.open({ token });
const give = (to: { incidentId: string; itemId: string }, purpose: Purpose, recipient: RecipientClass, until?: Date) =>
  released(world, team, to, { purpose, to: recipient, ...(until && { until }) });

async function hold(itemId: string) {
  const until = new Date(+world.now() + 60 * DAY);
  const { id: holdId } = await world.as(team.proposer).holds.ask({ itemId, ground: "legal-claim", reason: "It is before a court.", until });
  return { holdId, agree: () => world.as(team.decider).holds.decide({ holdId, agree: true }) };
}
const wantGone = (itemId: string) => world.as(team.proposer).erasures.plan({ target: { itemId }, ground: "asked-by-person" });

test("what is held leaves for what it is held for, and whoever has it for something else has it no more", async () => {
  const photo = await consented(world, team, { seed: 70, purposes: ["press", "court"] });
  const [press, court] = [await give(photo, "press", "journalist"), await give(photo, "court", "court")];
  const { agree } = await hold(photo.itemId);
  // Asked for by one alone it changes nothing that leaves.
  await open(press);
  await agree();
  expect(await disclosure(press.disclosureId)).toEqual({ state: "closed", closing: "held" });
  await expect(open(press)).rejects.toThrow("disclosure-closed");
  await open(court);
  expect(await world.db().notice.findMany({ select: { disclosureId: true, closing: true } })).toEqual([
    { disclosureId: press.disclosureId, closing: "held" },
  ]);
  await expect(give(photo, "press", "journalist")).rejects.toThrow("not-cleared");
});

test("what somebody wants gone leaves for nobody from that moment on, and for a court again while two reviewers hold it", async () => {
  const photo = await consented(world, team, { seed: 71, purposes: ["press", "court"] });
  const [press, court] = [await give(photo, "press", "journalist"), await give(photo, "court", "court")];
  await wantGone(photo.itemId);
  for (const each of [press, court]) {
    expect(await disclosure(each.disclosureId)).toEqual({ state: "closed", closing: "to-go" });
    await expect(open(each)).rejects.toThrow("disclosure-closed");
  }
  const { holdId, agree } = await hold(photo.itemId);
  await expect(give(photo, "court", "court")).rejects.toThrow("not-cleared");
  await agree();
  await expect(give(photo, "press", "journalist")).rejects.toThrow("not-cleared");
  const again = await give(photo, "court", "court");
  await open(again);
  // When what it was kept for is over, so is what it was given out for.
  await world.as(team.decider).holds.end({ holdId });
  expect(await disclosure(again.disclosureId)).toEqual({ state: "closed", closing: "to-go" });
});

test("what is called off leaves again, and what no person asked for closes nothing; no opening comes after the wish", async () => {
  const photo = await consented(world, team, { seed: 73 });
  const press = await give(photo, "press", "journalist");
  const { id: other } = await world.as(team.proposer).erasures.plan({ target: { itemId: photo.itemId }, ground: "should-not-be-here" });
  await open(press);
  const { id: erasureId } = await wantGone(photo.itemId);
  await expect(give(photo, "press", "journalist")).rejects.toThrow("not-cleared");
  await world.as(team.decider).erasures.callOff({ erasureId });
  await world.as(team.decider).erasures.callOff({ erasureId: other });
  const again = await give(photo, "press", "journalist");

  // At the same moment: one comes first, and no opening comes after the wish.
  const openings = Array.from({ length: 6 }, () => open(again));
  const wish = wantGone(photo.itemId);
  await Promise.allSettled([...openings, wish]);
  await wish;
  const events = await world.db().custodyEvent.findMany({ orderBy: { index: "asc" }, select: { body: true } });
  const said = events.map(({ body }) => JSON.parse(new TextDecoder().decode(body)) as { kind: string; disclosure?: string; item?: string });
  const gone = said.findLastIndex(({ kind, item }) => kind === "item.toGo" && item === photo.itemId);
  expect(gone).toBeGreaterThan(said.findLastIndex(({ kind, disclosure: id }) => kind === "disclosure.opened" && id === again.disclosureId));
  await expect(open(again)).rejects.toThrow("disclosure-closed");
});

test("when the term of a hold is over the door is shut by the clock, without anybody doing anything", async () => {
  const photo = await consented(world, team, { seed: 72, purposes: ["court"] });
  await wantGone(photo.itemId);
  await (await hold(photo.itemId)).agree();
  const court = await give(photo, "court", "court", new Date(+world.now() + 90 * DAY));
  await open(court);
  world.passes(60 * DAY);
  await expect(open(court)).rejects.toThrow("disclosure-closed");
  expect(await disclosure(court.disclosureId)).toEqual({ state: "released", closing: null });
});
