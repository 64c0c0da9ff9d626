import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CustodyEvent } from "~/domain/custody";
import type { Actor } from "~/domain/roles";
import { told } from "../support/entries";
import { outcome } from "../support/identity";
import { openWorld, type World } from "../support/world";

let world: World;
let steward: Actor;
let reviewer: Actor;
let documenter: Actor;
beforeAll(async () => {
  world = await openWorld();
  steward = await world.member("steward");
  reviewer = await world.member("reviewer");
  documenter = await world.member("documenter", "ana");
});
afterAll(() => world.close());

/** What the ledger holds of a kind of event, as its authors stated it. */
const stated = async (kind: CustodyEvent["kind"]): Promise<CustodyEvent[]> => {
  const rows = await world.db().custodyEvent.findMany({ where: { kind }, orderBy: { index: "asc" } });
  return told(rows);
};

describe("a team", () => {
  test("is seen by its documenters, and its people by stewards alone", async () => {
    const calais = await world.as(steward).teams.create({ name: "Calais", code: "CAL" });
    const dunkirk = await world.as(steward).teams.create({ name: "Dunkirk", code: "DKK" });
    await world.as(steward).teams.place({ teamId: calais.id, memberId: documenter.id, placed: true });

    const ofCalais = { id: calais.id, name: "Calais", code: "CAL", members: [] };
    const ofDunkirk = { id: dunkirk.id, name: "Dunkirk", code: "DKK", members: [] };
    expect(await world.as(documenter).teams.list()).toEqual([ofCalais]);
    expect(await world.as(reviewer).teams.list()).toEqual([ofCalais, ofDunkirk]);
    expect(await world.as(steward).teams.list()).toEqual([
      { ...ofCalais, members: [{ id: documenter.id, handle: "ana" }] },
      ofDunkirk,
    ]);
  });

  test("has a place for a documenter or not, and what changes nothing is no event", async () => {
    const { id: teamId } = await world.as(steward).teams.create({ name: "Loon-Plage", code: "LP" });
    const place = (placed: boolean) => world.as(steward).teams.place({ teamId, memberId: documenter.id, placed });
    const before = (await stated("team.placed")).length;
    for (const placed of [true, true, false, false, true]) await place(placed);
    const what = { by: steward.id, team: teamId, member: documenter.id };
    expect((await stated("team.placed")).slice(before)).toMatchObject([
      { ...what, placed: true },
      { ...what, placed: false },
      { ...what, placed: true },
    ]);
  });

  test("has no place for who is not there or reports nothing", async () => {
    const { id: teamId } = await world.as(steward).teams.create({ name: "Ouistreham", code: "OUI" });
    const place = (teamId: string, memberId: string) =>
      outcome(world.as(steward).teams.place({ teamId, memberId, placed: true }));
    expect(await place(teamId, reviewer.id)).toBe("not-found");
    expect(await place(teamId, crypto.randomUUID())).toBe("not-found");
    expect(await place(crypto.randomUUID(), documenter.id)).toBe("not-found");
  });

  test("has a code of its own, also when two want it at the same moment", async () => {
    const twice = [1, 2].map(() => outcome(world.as(steward).teams.create({ name: "Twice", code: "TWO" })));
    expect((await Promise.all(twice)).toSorted()).toEqual(["input-invalid", "went through"]);
    for (const code of ["A", "ABCDEF", "ab", "A1", "É"]) {
      expect(await outcome(world.as(steward).teams.create({ name: "Wrong", code }))).not.toBe("went through");
    }
  });
});

describe("the health of an instance", () => {
  test("is what its tables say", async () => {
    expect(await world.as(steward).health.read()).toMatchObject({
      worker: { seenAt: null },
      jobs: { waiting: 0, failed: 0 },
      items: { received: 0, ready: 0, refused: 0 },
      confinement: [],
    });
    const seenAt = new Date("2026-11-22T06:00:00Z");
    const confinement = [{ name: "network", held: true }];
    await world.db().workerBeat.create({ data: { id: 1, seenAt, confinement } });
    const health = await world.as(steward).health.read();
    expect(health).toMatchObject({ worker: { seenAt }, confinement });
    expect(health.ledger.size).toBe(await world.db().ledgerEntry.count());
  });

  test("is for stewards", async () => {
    for (const member of [documenter, reviewer]) {
      expect(await outcome(world.as(member).health.read())).toBe("not-found");
    }
    expect(await outcome(world.as(null).health.read())).toBe("not-signed-in");
  });
});
