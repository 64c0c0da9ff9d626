import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { collective } from "../support/collective";
import { consented, released } from "../support/consented";
import { outcome } from "../support/identity";
import { openWorld, type World } from "../support/world";

/** Somebody takes their word back while the detector writes down what it found in a photo of them: neither waits for the other in a circle. */
vi.mock("~/media", async (original) => ({
  ...(await original<object>()), suggestFaces: async () => [{ x: 150, y: 150, width: 40, height: 40, confident: true }],
}));

let world: World;
let people: Awaited<ReturnType<typeof collective>>;
beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
});
afterAll(() => world.close());

test("both are done", async () => {
  const made = await consented(world, people, { seed: 5, purposes: ["press"] });
  const { disclosureId } = await released(world, people, made);
  const { suggest } = await import("~/server/evidence/jobs");
  await world.db().evidenceItem.update({ where: { id: made.itemId }, data: { suggestedAt: null } });

  // Whoever holds the regions keeps the detector in the middle of its transaction.
  const holder = new Client({ connectionString: world.database.ownerUrl });
  await holder.connect();
  try {
    const waiting = async (count: number) =>
      vi.waitFor(async () => expect((await holder.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`)).rowCount).toBe(count), { timeout: 20_000 });
    await holder.query("BEGIN");
    await holder.query(`LOCK TABLE "Region" IN ACCESS EXCLUSIVE MODE`);
    const suggesting = outcome(suggest({ itemId: made.itemId }));
    await waiting(1);
    const withdrawing = outcome(world.as(people.documenter).consents.withdraw({ grantorId: made.grantorId, purposes: ["press"], manner: "spoken" }));
    await waiting(2);
    await holder.query("COMMIT");
    expect(await Promise.all([suggesting, withdrawing])).toEqual(["went through", "went through"]);
  } finally {
    await holder.end();
  }
  expect((await world.db().disclosure.findUniqueOrThrow({ where: { id: disclosureId } })).state).toBe("closed");
});
