import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CustodyEvent } from "~/domain/custody";
import type { Motion } from "~/domain/motion";
import type { Actor } from "~/domain/roles";
import { details } from "../support/collective";
import { told } from "../support/entries";
import { HOUR, outcome } from "../support/identity";
import { putOut, REASON } from "../support/suspension";
import { introduced, passCourse, SENTENCE, vetted, vouchFor } from "../support/vouched";
import { openWorld, type World } from "../support/world";

const DAY = 24 * HOUR;
let world: World;
let sol: Actor;
let lux: Actor;
beforeAll(async () => {
  world = await openWorld();
  [sol, lux] = [await world.member("steward", "sol"), await world.member("steward", "lux")];
});
afterAll(() => world.close());

const propose = async (by: Actor, motion: Motion) => (await world.as(by).motions.propose({ motion, reason: REASON })).id;
const agree = (by: Actor, motionId: string) => outcome(world.as(by).motions.agree({ motionId }));
const value = async (name: string) => (await world.as(sol).motions.list()).settings.find((each) => each.name === name)?.value;
const lastEvents = async (count: number): Promise<CustodyEvent[]> =>
  told((await world.db().custodyEvent.findMany({ orderBy: { index: "desc" }, take: count })).toReversed());

describe("a number of the instance", () => {
  test("is changed by two stewards, stands in the ledger, and is asked for from then on", async () => {
    const motion = await propose(sol, { kind: "setting", name: "vouches", value: 2 });
    expect(await value("vouches")).toBe(1);
    expect(await agree(sol, motion)).toBe("second-person-required");
    expect(await agree(lux, motion)).toBe("went through");
    expect(await lastEvents(2)).toMatchObject([
      { kind: "motion.agreed", by: lux.id, motion }, { kind: "setting.changed", by: lux.id, name: "vouches", value: 2 },
    ]);
    const maya = await world.member("documenter");
    const sam = await introduced(world, maya);
    await vouchFor(world, await world.member("reviewer"), sam);
    await passCourse(world, sam);
    world.passes(72 * HOUR);
    const [waiting] = await world.as(sol).vouching.candidates();
    expect(waiting?.shortfalls).toEqual([{ why: "vouches-missing", have: 2, need: 3 }]);
    expect(await agree(sol, await propose(lux, { kind: "setting", name: "vouches", value: 1 }))).toBe("went through");
    expect((await world.as(sol).vouching.candidates())[0]?.shortfalls).toEqual([]);
  });

  test("keeps its bounds, and is not proposed to stay as it is", async () => {
    for (const [name, to] of [["vouches", 0], ["coolingHours", 0], ["openAtOnce", 11], ["replaceDays", 14], ["longestChain", 99]] as const)
      expect(await outcome(propose(sol, { kind: "setting", name, value: to }))).toBe("input-invalid");
  });

  test("is changed over the value that was proposed over, by one of two who agree at the same moment", async () => {
    const both = await Promise.all([7, 8].map((days) => propose(sol, { kind: "setting", name: "replaceDays", value: days })));
    const outcomes = await Promise.all(both.map((motion) => agree(lux, motion)));
    expect(outcomes.toSorted()).toEqual(["changed-meanwhile", "went through"]);
    expect(await value("replaceDays")).toBe(outcomes[0] === "went through" ? 7 : 8);
  });

  test("waits a week, can be taken back, and does not outlive whoever proposed it", async () => {
    const third = await world.member("steward");
    const set = (by: Actor) => propose(by, { kind: "setting", name: "openAtOnce", value: 5 });
    const [old, taken, orphan] = [await set(sol), await set(sol), await set(third)];
    await world.as(lux).motions.withdraw({ motionId: taken });
    expect(await agree(lux, taken)).toBe("not-now");
    await putOut(world.as(sol), third.id);
    expect(await agree(lux, orphan)).toBe("not-found");
    world.passes(7 * DAY);
    expect(await agree(lux, old)).toBe("not-now");
    expect(await value("openAtOnce")).toBe(3);
    expect(await agree(lux, crypto.randomUUID())).toBe("not-found");
  });
});

describe("the whole map", () => {
  test("is read by two stewards with a reason, for an hour, and that it is read stands in the ledger first", async () => {
    const [ana, bo] = [await world.member("documenter", "ana"), await world.member("reviewer", "bo")];
    const zoe = await vetted(world, { introducer: ana, voucher: bo, steward: sol });
    const motionId = await propose(sol, { kind: "map" });
    const read = (by: Actor) => world.as(by).motions.readMap({ motionId });
    for (const by of [sol, lux]) expect(await outcome(read(by))).toBe("not-found");
    expect(await agree(lux, motionId)).toBe("went through");
    const third = await world.member("steward");
    expect(await outcome(read(third))).toBe("not-found");
    const size = await world.db().ledgerEntry.count();
    expect((await read(sol)).filter(({ to }) => to === zoe.handle)).toMatchObject([
      { kind: "introduction", from: "ana", sentence: SENTENCE, fellAt: null },
      { kind: "vouch", from: "bo", sentence: SENTENCE, fellAt: null },
    ]);
    expect(await outcome(read(lux))).toBe("went through");
    expect((await lastEvents(2)).map(({ kind, by }) => [kind, by])).toEqual([["map.read", sol.id], ["map.read", lux.id]]);
    expect(await world.db().ledgerEntry.count()).toBe(size + 2);
    world.passes(HOUR);
    expect(await outcome(read(sol))).toBe("not-found");
  });

  test("is not read where its entry cannot be written", async () => {
    const motionId = await propose(sol, { kind: "map" });
    await agree(lux, motionId);
    const { Client } = await import("pg");
    const owner = new Client({ connectionString: world.database.ownerUrl });
    await owner.connect();
    await owner.query(`REVOKE INSERT ON "CustodyEvent" FROM vouchsafe_runtime`);
    try {
      expect(await outcome(world.as(sol).motions.readMap({ motionId }))).toBe("unexpected");
    } finally {
      await owner.query(`GRANT INSERT ON "CustodyEvent" TO vouchsafe_runtime`);
      await owner.end();
    }
    expect(await outcome(world.as(sol).motions.readMap({ motionId }))).toBe("went through");
  });
});

describe("a team", () => {
  test("is where an incident stays, whoever is moved: stewards move people, never content", async () => {
    const [documenter, mover] = [await world.member("documenter"), world.as(sol)];
    const [{ id: here }, { id: there }] = [
      await mover.teams.create({ name: "Here", code: "HER" }), await mover.teams.create({ name: "There", code: "THR" }),
    ];
    const place = (teamId: string, placed: boolean) => mover.teams.place({ teamId, memberId: documenter.id, placed });
    await place(here, true);
    const { id: incidentId } = await world.as(documenter).incidents.create({ teamId: here, details, account: null });
    await place(here, false);
    await place(there, true);
    expect(await outcome(world.as(documenter).incidents.read({ incidentId }))).toBe("not-found");
    expect(await world.as(documenter).incidents.list()).toEqual([]);
    expect(await outcome(mover.incidents.read({ incidentId }))).toBe("not-found");
    await expect(world.db().incident.update({ where: { id: incidentId }, data: { teamId: there } })).rejects.toThrow(/stays with its team/);
    await place(here, true);
    expect(await outcome(world.as(documenter).incidents.read({ incidentId }))).toBe("went through");
  });
});
