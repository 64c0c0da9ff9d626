import { afterAll, beforeAll, expect, test } from "vitest";
import { collective } from "../support/collective";
import { told } from "../support/entries";
import { outcome } from "../support/identity";
import { given, saysYes, withWitness } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** That something was read, or a key opened, is an entry: who and which, and nothing of what it says. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;
let grantorId: string;
let disclosureId: string;

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
  const witness = await withWitness(world, people);
  await saysYes(world, people, witness, ["court"]);
  ({ grantorId } = witness);
  ({ disclosureId } = await given(world, people, witness, "court"));
}, 120_000);
afterAll(() => world.close());

const since = async (work: () => Promise<unknown>) => {
  const before = await world.db().custodyEvent.count();
  await work();
  const events = await told(await world.db().custodyEvent.findMany({ orderBy: { index: "asc" }, skip: before }));
  return events.map(({ v: _version, at: _at, ...said }) => said);
};

test("whoever reads what a person answered is written down before they are shown it", async () => {
  const { id: by } = people.documenter;
  expect(await since(() => world.as(people.documenter).consents.read({ grantorId }))).toEqual([{ kind: "grantor.viewed", by, grantor: grantorId }]);
});

test("whoever reads a disclosure here is written down before they are shown it", async () => {
  const { id: by } = people.decider;
  expect(await since(() => world.as(people.decider).disclosures.read({ disclosureId }))).toEqual([{ kind: "disclosure.viewed", by, disclosure: disclosureId }]);
});

test("what is not theirs to read is a refusal in the ledger, and no reading", async () => {
  const other = await world.member("documenter");
  const refused = (action: string) => [{ kind: "access.refused", by: other.id, action }];
  expect(await since(() => outcome(world.as(other).consents.read({ grantorId })))).toEqual(refused("consents.read"));
  expect(await since(() => outcome(world.as(other).disclosures.read({ disclosureId })))).toEqual(refused("disclosures.read"));
});

test("that the service opened the instance's key is written down, by the name of who holds it", async () => {
  const { noteOpened } = await import("~/server/keys/commands");
  expect(await since(() => noteOpened(world.now()))).toEqual([{ kind: "keys.opened", by: null, holder: expect.stringMatching(/^file:[0-9a-f]{16}$/) }]);
});
