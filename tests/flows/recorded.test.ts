import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collective, details } from "../support/collective";
import { told } from "../support/entries";
import { outcome } from "../support/identity";
import { given, saysYes, withWitness } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** That something was read, or a key opened, is an entry: who and which, and nothing of what it says. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;
let incidentId: string;
let grantorId: string;
let disclosureId: string;

beforeAll(async () => {
  world = await openWorld();
  people = await collective(world);
  const witness = await withWitness(world, people);
  await saysYes(world, people, witness, ["court"]);
  ({ incidentId, grantorId } = witness);
  ({ disclosureId } = await given(world, people, witness, "court"));
}, 120_000);
afterAll(() => world.close());

/** What comes into the ledger by what is done. */
const entriesOf = async (work: () => Promise<unknown>) => {
  const before = await world.db().custodyEvent.count();
  await work();
  const events = await told(await world.db().custodyEvent.findMany({ orderBy: { index: "asc" }, skip: before }));
  return events.map(({ v: _version, at: _at, ...said }) => said);
};
/** The same, once nothing that was looked at before counts any more. */
const since = (work: () => Promise<unknown>) => {
  world.passes(10 * 60_000);
  return entriesOf(work);
};

test("whoever reads what a person answered is written down before they are shown it", async () => {
  const { id: by } = people.documenter;
  expect(await since(() => world.as(people.documenter).consents.read({ grantorId }))).toEqual([{ kind: "grantor.viewed", by, grantor: grantorId }]);
});

test("whoever reads a disclosure here is written down before they are shown it", async () => {
  const { id: by } = people.decider;
  expect(await since(() => world.as(people.decider).disclosures.read({ disclosureId }))).toEqual([{ kind: "disclosure.viewed", by, disclosure: disclosureId }]);
});

test("a list, a figure and what incidents have in common are read as an incident is: by somebody who stands in the ledger", async () => {
  const { decider } = people;
  const { id: by } = decider;
  const { features } = await world.as(decider).connections.list();
  const feature = features[0]!.id;
  const api = () => world.as(decider);
  const readings = [
    [() => api().incidents.list(), { kind: "list.viewed", list: "incidents" }],
    [() => api().connections.list(), { kind: "list.viewed", list: "connections" }],
    [() => api().disclosures.list(), { kind: "list.viewed", list: "disclosures" }],
    [() => api().notices.list(), { kind: "list.viewed", list: "notices" }],
    [() => api().addressBook.list(), { kind: "list.viewed", list: "recipients" }],
    [() => api().connections.read({ featureId: feature }), { kind: "feature.viewed", feature }],
    [() => api().connections.ofIncident({ incidentId: incidentId.toUpperCase() }), { kind: "connection.viewed", incident: incidentId }],
    [() => api().statistics.read({ half: "2025-2" }), { kind: "statistics.viewed" }],
    [() => api().incidents.read({ incidentId }), { kind: "incident.viewed", incident: incidentId }],
    [() => api().comments.list({ incidentId: incidentId.toUpperCase() }), { kind: "incident.viewed", incident: incidentId }],
  ] as const;
  for (const [read, said] of readings) expect(await since(read)).toEqual([{ by, ...said }]);
});

test("what a page asks for again and again is one entry of a member for ten minutes, and then another", async () => {
  const { decider, proposer } = people;
  const said = (by: string) => ({ kind: "incident.viewed", by, incident: incidentId });
  const page = async () => {
    await Promise.all([world.as(decider).incidents.read({ incidentId }), world.as(decider).comments.list({ incidentId }), world.as(decider).incidents.read({ incidentId })]);
    await world.as(decider).incidents.read({ incidentId });
  };
  expect(await since(page)).toEqual([said(decider.id)]);
  expect(await since(page)).toEqual([said(decider.id)]);
  expect(await since(async () => {
    await page();
    world.passes(9 * 60_000);
    await page();
    await world.as(proposer).incidents.read({ incidentId });
  })).toEqual([said(decider.id), said(proposer.id)]);
});

test("whoever is shown passages by a search has viewed their incidents, and no others", async () => {
  const { documenter, decider } = people;
  const other = await world.member("documenter");
  const report = { ...details, place: "By the salt works" };
  const { id: incident } = await world.as(documenter).incidents.create({
    teamId: people.teamId, details: report, account: { language: "en", text: "The windmill stood at the salt works." },
  });
  await world.settle();
  const find = (who: typeof decider, words: string) => () => world.as(who).search.find({ words });
  expect(await since(find(decider, "salt"))).toEqual([
    { kind: "search.made", by: decider.id }, { kind: "incident.viewed", by: decider.id, incident },
  ]);
  expect(await since(find(other, "salt"))).toEqual([{ kind: "search.made", by: other.id }]);
  expect(await since(find(decider, "nowhere"))).toEqual([{ kind: "search.made", by: decider.id }]);
});

test("what could not be written down is not shown, and is not taken for written down", async () => {
  const { decider } = people;
  world.passes(10 * 60_000);
  const at = world.now();
  const { noteViewed } = await import("~/server/viewed");
  const list = { kind: "list.viewed", list: "incidents" } as const;
  await expect(noteViewed(decider, Object.assign(new Date(at), { toISOString: () => "yesterday" }), [list])).rejects.toThrow("Invalid ISO datetime");
  expect(await entriesOf(() => noteViewed(decider, at, [list]))).toEqual([{ by: decider.id, ...list }]);
  expect(await entriesOf(() => noteViewed(decider, at, [list]))).toEqual([]);
});

test("what is not theirs to read is a refusal in the ledger, and no reading", async () => {
  const other = await world.member("documenter");
  const refused = (action: string) => [{ kind: "access.refused", by: other.id, action }];
  expect(await since(() => outcome(world.as(other).consents.read({ grantorId })))).toEqual(refused("consents.read"));
  expect(await since(() => outcome(world.as(other).disclosures.read({ disclosureId })))).toEqual(refused("disclosures.read"));
  expect(await since(() => outcome(world.as(other).comments.list({ incidentId })))).toEqual(refused("comments.list"));
  expect(await since(() => outcome(world.as(other).incidents.read({ incidentId })))).toEqual(refused("incidents.read"));
  const { id: by } = people.decider;
  expect(await since(() => outcome(world.as(people.decider).connections.read({ featureId: randomUUID() })))).toEqual([{ kind: "access.refused", by, action: "connections.read" }]);
});

test("that the service opened the instance's key is written down, by the name of who holds it", async () => {
  const { noteOpened } = await import("~/server/keys/commands");
  expect(await since(() => noteOpened(world.now()))).toEqual([{ kind: "keys.opened", by: null, holder: expect.stringMatching(/^file:[0-9a-f]{16}$/) }]);
});
