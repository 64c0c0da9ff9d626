import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { play } from "../instances/play";
import { openWorld, type World } from "../support/world";

/** `npm run test:instances` sets these. */
const long = process.env.INSTANCES !== undefined;
const runs = Number(process.env.INSTANCES ?? 5);
const seed = Number(process.env.INSTANCES_SEED ?? randomInt(2 ** 31));
/** Photos take the worker's time: of few instances one has one. */
const photos = long ? Math.ceil(runs / 4) : 1;
const most = long ? 30 : 24;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("whatever people do, in whatever order and at once, no door opens whose consent is not in force", async () => {
  const { steps, done, refused } = await play(world, { runs, seed, most, photos });
  const names = [...new Set([...done.keys(), ...refused.keys()])].toSorted();
  if (long)
    process.stdout.write(
      [`seed ${seed}: ${runs} instances, ${steps} steps`, ...names.map((name) => `${name.padEnd(10)} ${String(done.get(name) ?? 0).padStart(6)} done ${String(refused.get(name) ?? 0).padStart(6)} refused`), ""].join("\n"),
    );
  expect(steps).toBeGreaterThan(runs);
}, 35 * 60_000);
