import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { IncidentDetails } from "~/domain/incident";
import { collective, details } from "../support/collective";
import { openWorld, type World } from "../support/world";

/** What incidents have in common: found without being legible, said by a person, and gone with what it stood on. */
let world: World;
let team: Awaited<ReturnType<typeof collective>>;
beforeAll(async () => {
  world = await openWorld();
  team = await collective(world);
});
afterAll(() => world.close());

type Forces = IncidentDetails["forces"][number];
const forces = (some: Partial<Forces>): Forces => ({ service: "Police", unit: "", officers: null, plates: [], numbers: [], ...some });
const told = (place: string, some: Partial<Forces>, more: Partial<IncidentDetails> = {}): IncidentDetails => ({ ...details, place, forces: [forces(some)], ...more });
const report = async (of: IncidentDetails) => (await world.as(team.documenter).incidents.create({ teamId: team.teamId, details: of, account: null })).id;
const revise = (incidentId: string, version: number, of: IncidentDetails) => world.as(team.documenter).incidents.revise({ incidentId, version, details: of });
const desk = () => world.as(team.proposer).connections;
const seen = async (incidentId: string) =>
  (await desk().ofIncident({ incidentId })).map(({ id, state, matches }) => ({ id, state, why: matches.map(({ kind, how }) => `${kind} ${how}`).toSorted() }));
/** What happened; that somebody looked is no matter here. */
const kindsSince = async (from: number) =>
  (await world.db().custodyEvent.findMany({ where: { index: { gte: from }, kind: { not: { endsWith: ".viewed" } } }, orderBy: { index: "asc" }, select: { kind: true } })).map(({ kind }) => kind);
const ledgerSize = () => world.db().ledgerEntry.count();

test("the same and what is nearly the same is suggested, whoever looks from where, and what is in one only is not", async () => {
  const one = await report(told("Quai 1", { unit: "Third company", plates: ["AA-123-BB"], numbers: ["1234567"] }));
  const same = await report(told("quai 1!", { unit: "third  company", service: "POLICE" }));
  const near = await report(told("Elsewhere", { plates: ["AA 123 BC"], numbers: ["١٢٣٤٥٦٨"] }));
  const neither = await report(told("Far away", { unit: "Fourth company", numbers: ["9999999"] }));
  expect(await seen(one)).toEqual([
    { id: near, state: "suggested", why: ["number near", "plate near"] }, { id: same, state: "suggested", why: ["place same", "unit same"] },
  ]);
  expect(await seen(near)).toEqual([{ id: one, state: "suggested", why: ["number near", "plate near"] }]);
  expect(await seen(neither)).toEqual([]);
  const unit = (await desk().list()).features.find(({ kind, incidents }) => kind === "unit" && incidents === 2)!;
  const page = await desk().read({ featureId: unit.id });
  expect([page.text, page.total, page.incidents.map(({ id }) => id).toSorted()]).toEqual(["Third company, Police", 2, [one, same].toSorted()]);
});

test("a unit and a place that were written in another way are suggested as near, and each other number of one is not", async () => {
  const one = await report(told("Plage de Dunkerque", { unit: "3e unité mobile" }));
  const written = await report(told("شاطئ دنكيرك", { unit: "Mobile unit 3", service: "" }));
  const place = await report(told("Dunkerke, plage", { unit: "8e unité mobile" }));
  await report(told("Plage de Dunkerque 2", { unit: "Mobile unit 13" }));
  expect(await seen(one)).toEqual([{ id: written, state: "suggested", why: ["place near", "unit near"] }, { id: place, state: "suggested", why: ["place near"] }]);
  await desk().decide({ incidentId: one, otherId: place, from: null, confirmed: true });
  const [, { state }] = (await seen(one)) as [unknown, { state: string }];
  expect(state).toBe("confirmed");
  const unit = (await desk().list()).features.find(({ text }) => text === "Mobile unit 3")!;
  expect((await desk().read({ featureId: unit.id })).near.map(({ text, incidents }) => [text, incidents])).toEqual([["3e unité mobile, Police", 1]]);
});

test("what is the very same is suggested however much else is only near", async () => {
  const one = await report(told("Route de Loon", { unit: "9e unité mobile", plates: ["QQ-456-RR"] }));
  const same = await report(told("Far from there", { plates: ["QQ-456-RR"] }));
  for (let n = 0; n < 31; n += 1) await report(told("Loon (Rte de)", { unit: "Mobile unit 9" }));
  const found = await seen(one);
  expect(found).toHaveLength(30);
  expect(found).toContainEqual({ id: same, state: "suggested", why: ["plate same"] });
});

test("a place that everybody names hides no plate, and what was put aside takes the place of nothing", async () => {
  const one = await report(told("The roundabout", { plates: ["WW-111-XX"] }));
  const plates = [await report(told("Far A", { plates: ["WW-111-XX"] })), await report(told("Far B", { plates: ["WW-111-XY"] }))];
  for (let n = 0; n < 31; n += 1) await report(told("The roundabout", {}));
  const first = await seen(one);
  expect(first.slice(0, 2).map(({ id, why }) => [id, why])).toEqual([[plates[0], ["plate same"]], [plates[1], ["plate near"]]]);
  for (const { id } of first) await desk().decide({ incidentId: one, otherId: id, from: null, confirmed: false });
  expect((await seen(one)).filter(({ state }) => state === "suggested")).toHaveLength(3);
});

test("what was named before names had a rough form is found by it once the clock has been there, and what a person said stays", async () => {
  const one = await report(told("Route de Gravelines", { unit: "Seventh squadron" }));
  const other = await report(told("Gravelines (Rte de)", { unit: "7e escadron", plates: ["ZZ-987-YY"] }));
  const near = [{ id: other, state: "confirmed", why: ["place near", "unit near"] }];
  await desk().decide({ incidentId: one, otherId: other, from: null, confirmed: true });
  const all = () => world.db().featureVariant.count();
  const before = await all();
  await migrated();
  expect(await all()).toBeLessThan(before);
  const { index } = await import("~/server/connections/jobs");
  await index(world.now());
  expect([await all(), await seen(one)]).toEqual([before, near]);
  await index(world.now());
  expect(await all()).toBe(before);
});

/** As the migration leaves them. */
async function migrated(): Promise<void> {
  const { Client } = await import("pg");
  const client = new Client({ connectionString: world.database.runtimeUrl });
  await client.connect();
  await client.query(readFileSync("prisma/migrations/20261129121500_near-names/migration.sql", "utf8"));
  await client.end();
}

test("nothing of what connects them is legible in the tables, and no word of the people affected is in them at all", async () => {
  await report(told("SECRET-PLACE", { unit: "SECRET-UNIT", plates: ["SECRET1"], numbers: ["7654321"] }, { people: { count: 3, minors: "no", injuries: "SECRET-INJURY" } }));
  const tables = ["Feature", "FeatureVariant", "IncidentFeature", "Connection", "SharedFeature", "ConnectionKey"];
  const { Client } = await import("pg");
  const client = new Client({ connectionString: world.database.runtimeUrl });
  await client.connect();
  const rows: string[] = [];
  for (const table of tables) rows.push(...(await client.query<{ row: string }>(`SELECT t::text AS row FROM "${table}" t`)).rows.map(({ row }) => row));
  await client.end();
  const bytes = rows.map((row) => row.replaceAll(/\\x([0-9a-f]+)/g, (_, digits: string) => Buffer.from(digits, "hex").toString("latin1"))).join("\n");
  expect(rows.length).toBeGreaterThan(10);
  expect(["SECRET", "7654321", "secret"].filter((word) => bytes.includes(word))).toEqual([]);
  const { opened } = await import("~/server/connections/queries");
  const all = await world.db().feature.findMany({ select: { id: true, kind: true, sealed: true } });
  const words = JSON.stringify(await Promise.all(all.map(opened)));
  expect([words.includes("SECRET-UNIT"), words.includes("SECRET-INJURY"), words.includes(details.askedOfObservers)]).toEqual([true, false, false]);
});

test("a person says that two belong together; it falls in the very transaction in which one of them no longer says why", async () => {
  const [one, other] = [await report(told("Bridge A", { unit: "Fifth company" })), await report(told("Bridge B", { unit: "Fifth company" }))];
  const from = await ledgerSize();
  await desk().decide({ incidentId: other, otherId: one, from: null, confirmed: true });
  expect(await seen(one)).toEqual([{ id: other, state: "confirmed", why: ["unit same"] }]);
  await revise(other, 1, told("Bridge C", { unit: "Fifth company" }));
  expect(await seen(one)).toEqual([{ id: other, state: "confirmed", why: ["unit same"] }]);
  await revise(other, 2, told("Bridge C", { unit: "Sixth company" }));
  expect([await seen(one), await world.db().connection.count({ where: { OR: [{ oneId: one }, { otherId: one }] } })]).toEqual([[], 0]);
  expect(await kindsSince(from)).toEqual(["connection.confirmed", "incident.revised", "incident.revised", "connection.fell"]);
  // Nobody names them any more: they are not kept.
  const texts = (await desk().list()).features.map(({ text }) => text);
  expect([texts.includes("Bridge B"), texts.includes("Bridge C")]).toEqual([false, true]);
});

test("what was dismissed is asked for again only where there is something new, and what shares nothing is no connection", async () => {
  const [one, other] = [await report(told("Pier 1", { numbers: ["5550001"] })), await report(told("Pier 2", { numbers: ["5550001"] }))];
  await desk().decide({ incidentId: one, otherId: other, from: null, confirmed: false });
  expect((await seen(one)).map(({ state }) => state)).toEqual(["dismissed"]);
  await revise(other, 1, told("Pier 1", { numbers: ["5550001"] }));
  expect((await seen(one)).map(({ state, why }) => [state, why])).toEqual([["suggested", ["number same", "place same"]]]);
  const lonely = await report(told("Nowhere else", {}));
  await expect(desk().decide({ incidentId: one, otherId: lonely, from: null, confirmed: true })).rejects.toThrow("not-now");
  await expect(desk().decide({ incidentId: one, otherId: one, from: null, confirmed: true })).rejects.toThrow("not-now");
});

test("two who say the opposite of two incidents from one page: the second is told, and says it again knowing what the first said", async () => {
  const [one, other] = [await report(told("Gate 1", { numbers: ["6660001"] })), await report(told("Gate 2", { numbers: ["6660001"] }))];
  const said = async () => (await desk().ofIncident({ incidentId: one })).map(({ state, said: id }) => ({ state, id }));
  expect(await said()).toEqual([{ state: "suggested", id: null }]);
  const answers = await Promise.allSettled([true, false].map((confirmed) => desk().decide({ incidentId: one, otherId: other, from: null, confirmed })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(answers.find(({ status }) => status === "rejected")).toMatchObject({ reason: { message: "changed-meanwhile" } });
  const [first] = await said();
  expect(first!.state).toBe(answers[0]!.status === "fulfilled" ? "confirmed" : "dismissed");
  await desk().decide({ incidentId: other, otherId: one, from: first!.id, confirmed: true });
  const [second] = await said();
  expect([second!.state, second!.id === first!.id]).toEqual(["confirmed", false]);
  await expect(desk().decide({ incidentId: one, otherId: other, from: first!.id, confirmed: false })).rejects.toThrow("changed-meanwhile");
});

test("an incident whose report goes takes its features and its connections along", async () => {
  const [one, other] = [await report(told("Lock 1", { unit: "Ninth company" })), await report(told("Lock 2", { unit: "Ninth company", numbers: ["4440001"] }))];
  await desk().decide({ incidentId: one, otherId: other, from: null, confirmed: true });
  const { forget } = await import("~/server/incidents/commands");
  const { transaction } = await import("~/server/db");
  const said = await transaction((tx) => forget(tx, other, world.now()));
  expect([said.map(({ kind }) => kind), await seen(one)]).toEqual([["connection.fell"], []]);
  const texts = (await desk().list()).features.map(({ text }) => text);
  expect([texts.includes("4440001"), texts.includes("Ninth company, Police")]).toEqual([false, true]);
});

test("a place is known to a kilometre, for reviewers alone, and an incident from before is found by the clock", async () => {
  const one = await report(told("Old lighthouse", {}));
  await world.db().incidentFeature.deleteMany({ where: { incidentId: one } });
  await (await import("~/server/connections/jobs")).index(world.now());
  const place = (await desk().list()).features.find(({ text }) => text === "Old lighthouse")!;
  expect(place.incidents).toBe(1);
  await desk().locate({ featureId: place.id, from: null, position: { latitude: 50.958_712, longitude: 1.851_234 } });
  const known = { latitude: 50.96, longitude: 1.85 };
  expect((await desk().read({ featureId: place.id })).position).toEqual(known);
  // Whoever says it from a page on which it was not yet said is told so, and whoever would take back another place too.
  for (const from of [null, { latitude: 50.96, longitude: 1.86 }])
    await expect(desk().locate({ featureId: place.id, from, position: null })).rejects.toThrow("changed-meanwhile");
  expect((await desk().read({ featureId: place.id })).position).toEqual(known);
  await desk().locate({ featureId: place.id, from: known, position: null });
  expect((await desk().read({ featureId: place.id })).position).toBeNull();
  await expect(world.as(team.documenter).connections.list()).rejects.toThrow("not-found");
});

test("many who name the same at once end with one feature, and every one of them names it", async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => report(told("Crossing", { numbers: ["3330001"] }))));
  await Promise.all(ids.slice(0, 3).map((id) => revise(id, 1, told("Crossing 2", { numbers: ["3330002"] }))));
  const found = (await desk().list()).features.filter(({ text }) => text.startsWith("Crossing") || text.startsWith("333"));
  expect([found.length, Object.fromEntries(found.map(({ text, incidents }) => [text, incidents]))]).toEqual([4, { "3330001": 3, "3330002": 3, Crossing: 3, "Crossing 2": 3 }]);
});
