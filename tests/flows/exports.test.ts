import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExportFormat } from "~/domain/exchange";
import type { IncidentDetails } from "~/domain/incident";
import type { Actor } from "~/domain/roles";
import { readZip } from "~/dossier";
import type { Language } from "~/messages/languages";
import { collective, details } from "../support/collective";
import { whoActed } from "../support/entries";
import { faultsOf, type FtmEntity } from "../support/ftm";
import { outcome } from "../support/identity";
import { sha256 } from "../support/sha256";
import { saysYes, withWitness, type Witnessed } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** Units, places and incidents for Uwazi and as FollowTheMoney: what goes along, and what never does. */
let world: World;
let team: Awaited<ReturnType<typeof collective>>;
let bridge: Witnessed, camp: Witnessed, silent: Witnessed;
const me = () => world.as(team.documenter);
const period = { from: "2026-11", to: "2026-12" };

async function told(of: Partial<IncidentDetails>, says: "yes" | "nothing"): Promise<Witnessed> {
  const person = await withWitness(world, team);
  await me().incidents.revise({ incidentId: person.incidentId, version: 1, details: { ...details, ...of } });
  if (says === "yes") await saysYes(world, team, person, ["monitoring"]);
  await me().incidents.advance({ incidentId: person.incidentId, from: "draft", to: "submitted" });
  return person;
}

const force = (service: string, unit: string) => ({ service, unit, officers: 977, plates: ["PLATE-99"], numbers: ["7654321"] });
const HOSTILE = '=cmd|" /C calc"!A0, near\n the  "old" | new bridge';

beforeAll(async () => {
  world = await openWorld();
  team = await collective(world);
  bridge = await told({
    place: HOSTILE, start: "2026-11-02T06:43", end: "2026-11-03T01:00", kinds: ["eviction", "tear-gas"],
    forces: [force("Police", "CRS 8"), force("police", "crs 8"), force("Gendarmerie", ""), force("", "@unit|two")],
    people: { count: 863, minors: "yes", injuries: "SECRET-INJURY" }, askedOfObservers: "SECRET-ASKED",
  }, "yes");
  camp = await told({ place: "The camp", start: "2026-12-05T04:00", forces: [force("POLICE", "CRS-8")] }, "yes");
  silent = await told({ place: "SECRET-PLACE", forces: [force("SECRET-SERVICE", "SECRET-UNIT")] }, "nothing");
  await told({ place: "SECRET-LATER", start: "2027-01-01T08:00" }, "yes");
  const draft = await withWitness(world, team);
  await me().incidents.revise({ incidentId: draft.incidentId, version: 1, details: { ...details, place: "SECRET-DRAFT" } });
  await saysYes(world, team, draft, ["monitoring"]);
  const { features } = await world.as(team.proposer).connections.list();
  const featureId = features.find(({ text }) => text === "The camp")!.id;
  await world.as(team.proposer).connections.locate({ featureId, from: null, position: { latitude: -50.95123, longitude: 1.85678 } });
}, 120_000);
afterAll(() => world.close());

async function taken(format: ExportFormat, { actor = team.proposer, language = "en" }: { actor?: Actor; language?: Language } = {}) {
  const { take } = await import("~/server/exports/commands");
  return take(actor, { format, language, period }, world.now());
}
const entitiesIn = (bytes: Uint8Array): FtmEntity[] =>
  Buffer.from(bytes).toString().trimEnd().split("\n").map((line) => JSON.parse(line) as FtmEntity);
type Row = Readonly<Record<string, string>>;
const tablesIn = (bytes: Uint8Array) => {
  const files = new Map([...readZip(bytes)!].map(([name, file]) => [name, Buffer.from(file).toString()]));
  const table = (name: string) => parse<Row>(files.get(name)!, { columns: true });
  return { files, incidents: table("incidents.csv"), organisations: table("organisations.csv"), places: table("places.csv") };
};
const PLACE = `'=cmd/" /C calc"!A0, near the "old" / new bridge`;

test("as FollowTheMoney they are what its own model asks for, each thing once, and the same in the next file", async () => {
  const entities = entitiesIn(await taken("ftm"));
  expect(faultsOf(entities)).toEqual([]);
  const of = (schema: string) => entities.filter((entity) => entity.schema === schema);
  const names = (schema: string) => of(schema).map(({ properties }) => properties["name"]![0]!).toSorted();
  expect(names("Organization")).toEqual(["'@unit/two", "CRS 8, Police", "Gendarmerie", "Police"]);
  expect(names("Address")).toEqual([PLACE, "The camp"]);
  expect(names("Event")).toEqual([`2026-11-02 ${PLACE}`, "2026-12-05 The camp"]);
  const named = (name: string) => entities.find(({ properties }) => properties["name"]?.[0] === name)!;
  const event = named(`2026-11-02 ${PLACE}`);
  expect(event.properties).toEqual({
    name: [`2026-11-02 ${PLACE}`], startDate: ["2026-11-02"], endDate: ["2026-11-03"], location: [PLACE], addressEntity: [named(PLACE).id],
    keywords: ["Eviction", "Tear gas"], involved: ["CRS 8, Police", "Gendarmerie", "'@unit/two"].map((name) => named(name).id),
  });
  expect(named("2026-12-05 The camp").properties["involved"]).toEqual([named("CRS 8, Police").id]);
  expect(of("Membership").map(({ properties }) => properties)).toEqual([{ member: [named("CRS 8, Police").id], organization: [named("Police").id] }]);
  // To about a kilometre.
  expect(named("The camp").properties).toMatchObject({ latitude: ["-50.95"], longitude: ["1.86"] });
  expect(named(PLACE).properties).not.toHaveProperty("latitude");

  for (const { id } of entities) expect(id).toMatch(/^[0-9a-f]{40}$/);
  const french = entitiesIn(await taken("ftm", { language: "fr" }));
  expect(french.map(({ id }) => id)).toEqual(entities.map(({ id }) => id));
  expect(JSON.stringify(french)).toContain("Gaz lacrymogène");
});

test("the model itself notices what is wrong", () => {
  const event = { id: "a", schema: "Event", properties: { name: ["x"], addressEntity: ["a"], startDate: ["yesterday"], involvedIn: ["a"] } };
  expect(faultsOf([event, { id: "b", schema: "Incident", properties: {} }, { id: "c", schema: "Membership", properties: { member: ["a"] } }])).toEqual([
    "Event.addressEntity: a", "Event.startDate: yesterday", "Event.involvedIn: no property", "Incident: no schema of an entity",
    "Membership c: lacks organization", "Membership.member: a",
  ]);
});

test("for Uwazi they are tables of its templates, in which one row finds another by its title", async () => {
  const { files, incidents, organisations, places } = tablesIn(await taken("uwazi"));
  expect([...files.keys()]).toEqual(["incidents.csv", "organisations.csv", "places.csv", "templates.json"]);
  const templates = JSON.parse(files.get("templates.json")!) as Record<string, { column: string; label: string; type: string; to?: string }[]>;
  for (const [name, rows] of Object.entries({ "incidents.csv": incidents, "organisations.csv": organisations, "places.csv": places })) {
    const template = templates[name]!;
    expect(Object.keys(rows[0]!)).toEqual(["title", ...template.map(({ column }) => column)]);
    for (const { column, label, type, to } of template) {
      // As Uwazi names a property by its label.
      expect(column).toBe(`${label.toLowerCase().replaceAll(/[^a-z0-9]/g, "_")}${type === "geolocation" ? "_geolocation" : ""}`);
      const values = rows.map((row) => row[column]!).filter((value) => value !== "");
      if (type === "date") for (const value of values) expect(value).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      if (type === "geolocation") expect(values).toEqual(["-50.95|1.86"]);
      const titles = (to === "places.csv" ? places : organisations).map(({ title }) => title);
      if (type === "relationship") for (const value of values) expect(titles).toEqual(expect.arrayContaining(value.split("|")));
    }
  }
  expect(organisations.map(({ title, part_of: of }) => [title, of])).toEqual(
    expect.arrayContaining([["CRS 8, Police", "Police"], ["Police", ""], ["'@unit/two", ""], ["Gendarmerie", ""]]),
  );
  const first = incidents.find(({ start }) => start === "2026-11-02")!;
  expect(first).toMatchObject({ place: PLACE, end: "2026-11-03", kinds: "Eviction|Tear gas", organisations: "CRS 8, Police|Gendarmerie|'@unit/two" });
  // What one program knows as one thing, the other does as well.
  const ids = entitiesIn(await taken("ftm")).filter(({ schema }) => schema !== "Membership").map(({ id }) => id);
  expect([...incidents, ...organisations, ...places].map(({ reference }) => reference!).toSorted()).toEqual(ids.toSorted());
});

test("nothing goes along of people, of single officers, of who said nothing, and no id, digest or reference of ours", async () => {
  const { files } = tablesIn(await taken("uwazi"));
  const all = [...files.values(), Buffer.from(await taken("ftm")).toString()].join("\n");
  // What a thing is called there has forty digits, and three of them may be any three.
  const said = all.replaceAll(/\b[0-9a-f]{40}\b/g, "");
  for (const secret of ["SECRET", "863", "977", "PLATE", "7654321", "06:43", "dogs", "CAL-"]) expect(said).not.toContain(secret);
  const ids = [bridge, camp, silent].flatMap(({ incidentId, grantorId, accountId }) => [incidentId, grantorId, accountId]);
  const features = await world.db().feature.findMany({ select: { id: true, digest: true } });
  for (const ours of [...ids, team.documenter.id, team.teamId, ...features.flatMap(({ id, digest }) => [id, Buffer.from(digest).toString("hex").slice(0, 16)])])
    expect(all).not.toContain(ours);
});

test("each is an entry, by the digest of the file and nothing of it; whoever is no reviewer is given none", async () => {
  const from = await world.db().custodyEvent.count({ where: { kind: "exports.taken" } });
  for (const format of ["uwazi", "ftm"] as const) {
    const bytes = await taken(format, { actor: team.decider });
    const row = await world.db().custodyEvent.findFirstOrThrow({ where: { kind: "exports.taken" }, orderBy: { id: "desc" } });
    const [{ by, body } = row] = await whoActed([row]);
    const entry = JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>;
    expect([by, entry["format"], entry["digest"]]).toEqual([team.decider.id, format, sha256(bytes)]);
    expect(Object.keys(entry).toSorted()).toEqual(["at", "by", "digest", "format", "kind", "v"]);
  }
  expect(await world.db().custodyEvent.count({ where: { kind: "exports.taken" } })).toBe(from + 2);
  const { may } = await import("~/domain/policy");
  for (const role of ["documenter", "steward", "auditor", "candidate"] as const) expect(may(role, "exports.take")).toBe(false);
});

test("a few are made at once, and whoever asks for more is told to come again", async () => {
  const found = await Promise.all([1, 2, 3].map(() => outcome(taken("ftm"))));
  expect(found).toEqual(["went through", "went through", "busy"]);
  expect(await outcome(taken("ftm"))).toBe("went through");
});

test("whoever takes their yes back is out of the next one, and of one that is being made", async () => {
  const { openForMonitoring, stillOpen } = await import("~/server/statistics/queries");
  const { transaction } = await import("~/server/db");
  const { open } = await openForMonitoring(team.proposer, period, world.now());
  const still = () => transaction((tx) => stillOpen(tx, team.proposer, open, world.now()));
  expect([open.length, await still()]).toEqual([2, true]);
  await me().consents.withdraw({ grantorId: camp.grantorId, purposes: ["monitoring"], manner: "spoken" });
  expect(await still()).toBe(false);
  const rest = Buffer.from(await taken("ftm")).toString();
  expect([rest.includes("The camp"), rest.includes("old")]).toEqual([false, true]);

  await me().consents.addGrantor({ incidentId: bridge.incidentId, kind: "depicted", minor: false });
  expect(await taken("ftm")).toEqual(new Uint8Array());
  expect(tablesIn(await taken("uwazi")).incidents).toEqual([]);
});
