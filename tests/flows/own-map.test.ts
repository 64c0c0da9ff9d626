import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collective, details } from "../support/collective";
import { archiveOf, EXTENT, tileOf } from "../support/map-archive";
import { dirtyJpeg } from "../support/pictures";
import { openWorld, type World } from "../support/world";

/** An operator's own map, from its file to what leaves, and a service that does not start with one that is none. */
const file = path.join(tmpdir(), `own-map-${process.pid}.pmtiles`);
const bytes = tileOf({
  water: [{ rings: [[[0, 0], [EXTENT, 0], [0, EXTENT]]] }],
  roads: [{ lines: [[[0, 0], [EXTENT, EXTENT]]], tags: { kind: "highway" } }],
});
const squares = [0, 1, 2, 3].flatMap((z) => Array.from({ length: 4 ** z }, (_, nth) => ({ z, x: nth % 2 ** z, y: Math.floor(nth / 2 ** z), bytes })));

let world: World;
let team: Awaited<ReturnType<typeof collective>>;
beforeAll(async () => {
  await writeFile(file, archiveOf(squares));
  process.env.MAP_TILES = file;
  world = await openWorld();
  team = await collective(world);
});
afterAll(async () => {
  delete process.env.MAP_TILES;
  await world.close();
  await rm(file, { force: true });
});

test("places and what a file told are shown on it, and coordinates are as coarse as without it", async () => {
  const { id: incidentId } = await world.as(team.documenter).incidents.create({ teamId: team.teamId, details: { ...details, place: "Old lighthouse" }, account: null });
  const desk = world.as(team.proposer).connections;
  const place = (await desk.list()).features.find(({ text }) => text === "Old lighthouse")!;
  await desk.locate({ from: null, featureId: place.id, position: { latitude: 50.958_712, longitude: 1.851_234 } });
  const { map } = await desk.list();
  expect(map!.places.map(({ position }) => position)).toEqual([{ latitude: 50.96, longitude: 1.85 }]);
  expect(map!.drawing).toMatchObject({ land: "", places: [{ x: 300, y: 200 }], detail: { whole: true, source: "© OpenStreetMap" } });

  const { itemId } = await world.submit(team.documenter, incidentId, await dirtyJpeg(31));
  await world.settle();
  const told = await world.as(team.documenter).evidence.told({ itemId });
  expect(told.map).toMatchObject({ region: { place: { x: 300, y: 200 }, detail: { whole: true } }, world: { detail: null } });
  await expect(world.as(team.documenter).evidence.told({ itemId })).rejects.toThrow("already-told");
});

test("the service does not start with a file that is no map, and says which setting names it", async () => {
  await writeFile(file, "no map");
  const { hindrance } = await import("~/server/readiness");
  expect(await hindrance()).toMatch(/^The map tiles that MAP_TILES names cannot be used: it is no PMTiles archive of version 3\. /);
  expect((await world.as(team.proposer).connections.list()).map!.drawing).toMatchObject({ detail: null, land: expect.stringContaining("M") });
});
