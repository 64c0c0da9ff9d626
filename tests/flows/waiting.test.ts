import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { asked } from "../support/asked";
import { collective } from "../support/collective";
import { consented, released } from "../support/consented";
import { outcome } from "../support/identity";
import { withWitness } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** Who waits for a lock while somebody says something else: neither waits for the other in a circle, and what was said meanwhile is heard. */
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

/** What happens while somebody holds a lock, until so many wait. */
async function whileHeld(lock: string, values: readonly string[], meanwhile: (waiting: (count: number) => Promise<unknown>) => Promise<void>): Promise<void> {
  const holder = new Client({ connectionString: world.database.ownerUrl });
  await holder.connect();
  try {
    await holder.query("BEGIN");
    await holder.query(lock, [...values]);
    await meanwhile((count) =>
      vi.waitFor(async () => expect((await holder.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`)).rowCount).toBe(count), { timeout: 20_000 }));
    await holder.query("COMMIT");
  } finally {
    await holder.end();
  }
}

test("a word is taken back while the detector writes down what it found in a photo, and both are done", async () => {
  const made = await consented(world, people, { seed: 5, purposes: ["press"] });
  const { disclosureId } = await released(world, people, made);
  const { suggest } = await import("~/server/evidence/jobs");
  await world.db().evidenceItem.update({ where: { id: made.itemId }, data: { suggestedAt: null } });
  let outcomes: Promise<string>[] = [];
  // Whoever holds the regions keeps the detector in the middle of its transaction.
  await whileHeld(`LOCK TABLE "Region" IN ACCESS EXCLUSIVE MODE`, [], async (waiting) => {
    const suggesting = outcome(suggest({ itemId: made.itemId }));
    await waiting(1);
    outcomes = [suggesting, outcome(world.as(people.documenter).consents.withdraw({ grantorId: made.grantorId, purposes: ["press"], manner: "spoken" }))];
    await waiting(2);
  });
  expect(await Promise.all(outcomes)).toEqual(["went through", "went through"]);
  expect((await world.db().disclosure.findUniqueOrThrow({ where: { id: disclosureId } })).state).toBe("closed");
});

test("a yes to less that was said while an approval waited is what it is held against", async () => {
  const { incidentId, grantorId, accountId } = await withWitness(world, people);
  const say = (by: ReturnType<World["as"]>, form: "clean" | "redacted") => by.consents.record({
    grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [], accounts: [accountId], recipients: { kind: "any" }, until: null,
    answers: [{ purpose: "court", answer: "given", form }],
  });
  await say(world.as(people.documenter), "clean");
  const { id: disclosureId } = await world.as(people.proposer).disclosures.propose({
    incidentId, purpose: "court", recipient: { class: "court", name: "The court" }, until: new Date(+world.now() + 86_400_000), reason: "For the hearing",
    items: [], accounts: [{ id: accountId, form: "clean" }],
  });
  const { told } = await world.as(people.decider).disclosures.read({ disclosureId });
  let outcomes: Promise<string>[] = [];
  await whileHeld(`SELECT FROM "Incident" WHERE "id" = $1 FOR UPDATE`, [incidentId], async (waiting) => {
    const decider = world.as(people.decider);
    // They press before it is said, and wait in vain.
    world.passes(1000);
    const saying = outcome(say(world.as(people.documenter), "redacted"));
    await waiting(1);
    outcomes = [saying, outcome(decider.disclosures.decide({ disclosureId, verdict: "approve", reason: "covered", told: told!.digest }))];
    await waiting(2);
  });
  expect(await Promise.all(outcomes)).toEqual(["went through", "not-cleared"]);
});
