import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "~/domain/roles";
import { collective, details } from "../support/collective";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";
import { BreakableDatabase } from "./breakable-database";

/** Moments that a kill from outside hardly ever hits, made to happen. */
let world: World;
let database: BreakableDatabase;
let documenter: Actor;
let incidentId: string;

beforeAll(async () => {
  world = await openWorld();
  database = await BreakableDatabase.before(world.database.runtimeUrl);
  // Before the service asks for its settings the first time.
  process.env.DATABASE_URL = database.url;
  const people = await collective(world);
  ({ documenter } = people);
  ({ id: incidentId } = await world.as(documenter).incidents.create({ teamId: people.teamId, details, account: null }));
});
afterAll(async () => {
  await world.close();
  await database.close();
});

async function send(seed: number): Promise<string> {
  const bytes = await dirtyJpeg(seed);
  try {
    await world.submit(documenter, incidentId, bytes);
    return "taken";
  } catch (error) {
    return error instanceof Error ? error.message : "not an error";
  }
}
const state = async (seed: number) => {
  const digest = createHash("sha256").update(await dirtyJpeg(seed)).digest();
  return (await world.db().evidenceItem.findFirstOrThrow({ where: { digest }, select: { state: true } })).state;
};

test("while PostgreSQL takes no new connections nothing is taken in, and afterwards photos are again", async () => {
  database.turnAway = true;
  database.cut();
  expect(await send(1)).toBe("unexpected");
  database.turnAway = false;
  expect(await send(1)).toBe("taken");
});

test("a photo whose commit nobody heard of is there, and becomes ready", async () => {
  database.loseNextCommit = true;
  expect(await send(2)).toBe("unexpected");
  expect(database.loseNextCommit).toBe(false);
  expect(await send(2)).toBe("already-in-incident");
  await world.settle();
  expect(await state(2)).toBe("ready");
});

test("a worker that did not hear of its commit leaves the photo ready, and its derivatives are there", async () => {
  // The commit to be lost is to be this job's, run here by hand.
  await world.rest();
  expect(await send(3)).toBe("taken");
  const { sanitise } = await import("~/server/evidence/jobs");
  const item = await world.db().evidenceItem.findFirstOrThrow({ orderBy: { receivedAt: "desc" }, select: { id: true } });
  database.loseNextCommit = true;
  await expect(sanitise({ itemId: item.id })).rejects.toThrow(/connection/i);
  expect(database.loseNextCommit).toBe(false);
  await world.settle();
  const seen = await world.as(documenter).evidence.read({ itemId: item.id });
  const { viewDerivative } = await import("~/server/evidence/queries");
  for (const picture of [seen.clean, seen.preview]) {
    const { bytes } = await viewDerivative(documenter, picture!.derivativeId, new Date());
    expect(bytes.length).toBeGreaterThan(0);
  }
});
