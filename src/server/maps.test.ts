import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { archiveOf, EXTENT, tileOf, type Square } from "../../tests/support/map-archive";

const calais = { latitude: 50.95, longitude: 1.86 };
const lines: string[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "map-tiles-"));
  vi.resetModules();
  vi.stubEnv("VOUCHSAFE_DATA", folder);
  vi.stubEnv("DATABASE_URL", "postgres://localhost/vouchsafe");
  vi.stubEnv("PUBLIC_URL", "https://vouchsafe.example");
  lines.length = 0;
  vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** The maps of an instance whose operator named a file with these bytes. */
async function mapsWith(bytes: Uint8Array | null, name = "tiles.pmtiles") {
  const file = path.join(folder, name);
  if (bytes) await writeFile(file, bytes);
  vi.stubEnv("MAP_TILES", file);
  return { file, ...(await import("./maps")) };
}

const sea = [[[-64, -64], [EXTENT + 64, -64], [EXTENT + 64, EXTENT + 64], [-64, EXTENT + 64]]] as const;
const road = [[0, 0], [EXTENT, EXTENT], [EXTENT, 0], [0, EXTENT]] as const;
const bytes = tileOf({ water: [{ rings: [[[0, 0], [1000, 0], [1000, 3000]]] }], roads: [{ lines: [road], tags: { kind: "highway" } }] });
/** All tiles of a few zooms. */
const upTo = (last: number): Square[] =>
  Array.from({ length: last + 1 }, (_, z) => z).flatMap((z) =>
    Array.from({ length: 4 ** z }, (_, nth) => ({ z, x: nth % 2 ** z, y: Math.floor(nth / 2 ** z), bytes })),
  );
const everywhere = upTo(3);

test("without an archive, maps are the shipped outlines and nothing is said", async () => {
  const { checkMaps, mapOf, mapAround } = await import("./maps");
  await checkMaps();
  const map = await mapOf([calais]);
  expect(map.detail).toBeNull();
  expect(map.land).not.toBe("");
  expect((await mapAround(calais)).region).toMatchObject({ detail: null });
  expect(lines).toEqual([]);
});

test("an operator's archive is drawn in place of the outlines, with who made it, and the places lie where they did", async () => {
  const { checkMaps, mapOf, mapAround } = await mapsWith(archiveOf(everywhere));
  await checkMaps();
  const map = await mapOf([calais, { latitude: 51.03, longitude: 2.3 }]);
  expect(map).toMatchObject({ land: "", coasts: "", borders: "", detail: { whole: true, source: "© OpenStreetMap" } });
  expect(map.detail!.roads).not.toBe("");
  const { region, world } = await mapAround(calais);
  expect(region).toMatchObject({ land: "", detail: { whole: true }, place: { x: 300, y: 200 } });
  expect(world.detail).toBeNull();
  expect(lines).toEqual([]);
  vi.stubEnv("MAP_TILES", undefined);
  vi.resetModules();
  const bare = await (await import("./maps")).mapOf([calais, { latitude: 51.03, longitude: 2.3 }]);
  expect(map.places).toEqual(bare.places);
});

test("an archive of many tiles, whose directory has leaves, is drawn from its nearest zoom that takes a handful of them", async () => {
  const { checkMaps, mapOf } = await mapsWith(archiveOf(upTo(5)));
  await checkMaps();
  expect(await mapOf([calais])).toMatchObject({ land: "", detail: { whole: true } });
  expect(lines).toEqual([]);
});

test("what an archive does not know, the outlines show beside it", async () => {
  const { mapOf } = await mapsWith(archiveOf(everywhere, { bounds: [-5, 40, 1.9, 60] }));
  const map = await mapOf([calais]);
  expect(map.land).not.toBe("");
  expect(map.detail).toMatchObject({ whole: false });
});

test("places all over the world are shown on the shipped outline of it", async () => {
  const { mapOf } = await mapsWith(archiveOf(everywhere));
  expect(await mapOf([calais, { latitude: -17, longitude: 178 }])).toMatchObject({ scale: null, detail: null });
});

const event = () => lines.map((line) => JSON.parse(line) as { event: string; why: string }).map(({ event, why }) => `${event} ${why}`);

test("an archive that does not cover the view leaves the outlines, and the log says so without saying where", async () => {
  const { checkMaps, mapOf } = await mapsWith(archiveOf(everywhere, { bounds: [20, 30, 30, 40] }));
  await checkMaps();
  expect(await mapOf([calais])).toMatchObject({ detail: null, land: expect.stringContaining("M") });
  expect(event()).toEqual(["map.outlined not-covered"]);
  expect(lines.join("")).not.toMatch(/50\.9|1\.86|tiles\.pmtiles/);
});

test.each([
  ["gone", "unreadable", (file: string) => rm(file)],
  ["cut short", "damaged", (file: string) => truncate(file, 600)],
  ["another kind of file by now", "no-pmtiles", (file: string) => writeFile(file, "something else".repeat(50))],
])("an archive that is %s later leaves the outlines, until it is there again", async (_, why, happens) => {
  const { file, checkMaps, mapOf } = await mapsWith(archiveOf(everywhere));
  await checkMaps();
  await happens(file);
  expect(await mapOf([calais])).toMatchObject({ detail: null });
  expect(event()).toEqual([`map.outlined ${why}`]);
  await writeFile(file, archiveOf(everywhere));
  expect(await mapOf([calais])).toMatchObject({ detail: { whole: true } });
});

const withTile = (tile: Uint8Array, told: Parameters<typeof archiveOf>[1] = {}) => archiveOf([{ z: 0, x: 0, y: 0, bytes: tile }], told);
test.each([
  ["whose tile is told to be larger than any map needs", withTile(bytes, { length: 1_000_001 }), "too-large"],
  ["whose tile unpacks to more than any map needs", withTile(new Uint8Array(4_000_001)), "too-large"],
  ["whose tile is told to go on beyond the end of the file", withTile(bytes, { length: 900_000 }), "damaged"],
  ["whose tile is no tile", withTile(new TextEncoder().encode("some words, and no tile")), "not-drawn"],
])("an archive %s leaves the outlines", async (_, archive, why) => {
  const { checkMaps, mapOf } = await mapsWith(archive);
  await checkMaps();
  expect(await mapOf([calais])).toMatchObject({ detail: null });
  expect(event()).toEqual([`map.outlined ${why}`]);
});

const whole = archiveOf([{ z: 0, x: 0, y: 0, bytes: tileOf({ water: [{ rings: sea }] }) }]);
test.each([
  ["no file", null, "there is no file that can be read"],
  ["words", new TextEncoder().encode("not a map".repeat(100)), "it is no PMTiles archive of version 3"],
  ["an archive's first bytes", whole.subarray(0, 50), "it is no PMTiles archive of version 3"],
  ["an archive of version 2", archiveOf(everywhere, { version: 2 }), "it is no PMTiles archive of version 3"],
  ["an archive of pictures", archiveOf(everywhere, { tileType: 2 }), "it holds pictures or something else, and no vector tiles"],
  ["an archive that was not copied to its end", whole.subarray(0, -1), "it is damaged, or was not copied to its end"],
  ["an archive without any tile", archiveOf([]), "it holds no tiles"],
  ["an archive of nowhere", archiveOf(everywhere, { bounds: [0, 0, 0, 0] }), "or does not say of what part of the world"],
  ["an archive that tells no water", archiveOf(everywhere, { metadata: { vector_layers: [{ id: "bus_stops" }] } }), "none of its layers is water"],
  ["an archive that says nothing of its layers", archiveOf(everywhere, { metadata: "map" }), "none of its layers is water"],
  ["an archive that says a lot of itself", archiveOf(everywhere, { metadata: { text: "a".repeat(4_000_001) } }), "larger than any map needs"],
])("a service whose map is %s does not start, and says why", async (_, given, sentence) => {
  const { checkMaps } = await mapsWith(given);
  await expect(checkMaps()).rejects.toThrow(sentence);
});

test("a folder is no archive", async () => {
  vi.stubEnv("MAP_TILES", folder);
  await expect((await import("./maps")).checkMaps()).rejects.toThrow("there is no file that can be read");
});
