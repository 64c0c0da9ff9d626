import { afterAll, beforeAll, expect, test } from "vitest";
import type { Member } from "../../scripts/bench/guessing/members";
import { openWorld, type World } from "../support/world";

/** A short run of `npm run bench:guessing`, which has a hundred thousand guesses and measures times as well. */
let world: World;
let guessed: Member[];
let others: Member[];

const SMALL = { guesses: 600, everyMs: 60 };
const names = (what: string, count: number) => Array.from({ length: count }, (_, n) => `${what}-${n}`);

beforeAll(async () => {
  world = await openWorld();
  const { newMembers } = await import("../../scripts/bench/guessing/members");
  guessed = await newMembers(names("guessed", 6));
  others = await newMembers(names("other", 3));
}, 60_000);
afterAll(() => world.close());

test.each([
  ["spread", new Date("2026-11-28T06:00:00Z")],
  ["focused", new Date("2026-11-29T06:00:00Z")],
] as const)("guesses that are %s are checked no oftener than is stated, and keep no member out for longer", async (aim, start) => {
  const { ordeal } = await import("../../scripts/bench/guessing/ordeal");
  const { authSecret } = await import("~/env");
  const verdict = await ordeal(aim, { ...SMALL, start }, { guessed, others, secret: authSecret() });
  expect(verdict).toMatchObject({ holds: true, known: 0 });
  // It would be no ordeal if hardly anything had been checked.
  expect(verdict.most).toBeGreaterThan(5);
  expect(verdict.checked).toBeLessThan(SMALL.guesses / 5);
}, 120_000);
