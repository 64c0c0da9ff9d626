import { expect, test } from "vitest";
import { EXTENT, tileOf, type Layers } from "../../tests/support/map-archive";
import { detailOf, MOST_LETTERS, tellsWater, type Detail } from "./detail";
import { regionAround, viewOf } from "./outline";
import { tilesOf, type Tile } from "./tiles";
import type { View } from "./view";

const world = { west: -180, south: -85, east: 180, north: 85 };
/** The four tiles of zoom 7 meet in the middle of what is seen around here. */
const view = viewOf([{ latitude: 0, longitude: 0 }])!;
const tile: Tile = { z: 7, x: 64, y: 64, turn: 0 };

const drawn = (layers: Layers, at: Tile = tile, of: View = view): Detail => detailOf(of, world, [{ tile: at, bytes: tileOf(layers) }], null)!;
const square = (from: number, to: number) => [[from, from], [to, from], [to, to], [from, to]] as const;
const line = [[100, 100], [900, 100], [900, 700]] as const;
/** Units of the view for one of the tile's. */
const units = (360 / 2 ** 7 / EXTENT) * view.across;
const corners = (path: string): number => (path.match(/-?\d+/g) ?? []).length / 2;

test("water, borders of countries and main roads are drawn over the ground, where they are", () => {
  const { ground, water, coasts, borders, roads, whole } = drawn({
    earth: [{ rings: [square(0, EXTENT)] }],
    water: [{ rings: [square(500, 1000)], tags: { kind: "lake" } }],
    boundaries: [{ lines: [line], tags: { kind: "country" } }],
    roads: [{ lines: [line], tags: { kind: "major_road", kind_detail: "trunk" } }],
  });
  expect(ground).toBe("M300 200l300 0 0 200-300 0z");
  const from = Math.round(300 + 500 * units);
  const side = Math.round(300 + 1000 * units) - from;
  expect(water).toMatch(new RegExp(`^M${from} ${from - 100}l${side}`));
  expect(coasts).toMatch(new RegExp(`^M${from} ${from - 100}l${side}`));
  const [left, right, bottom] = [100, 900, 700].map((one) => Math.round(one * units)) as [number, number, number];
  expect(borders).toBe(`M${300 + left} ${200 + left}l${right - left} 0 0 ${bottom - left}`);
  expect(roads).toBe(borders);
  expect(whole).toBe(false);
});

test.each([
  ["Protomaps", "roads", { kind: "highway" }, "roads", { kind: "minor_road" }],
  ["Protomaps, in detail", "roads", { kind: "major_road", kind_detail: "primary" }, "roads", { kind: "major_road", kind_detail: "tertiary" }],
  ["OpenMapTiles", "transportation", { class: "motorway" }, "transportation", { class: "rail" }],
  ["Shortbread", "streets", { kind: "trunk" }, "streets", { kind: "residential" }],
] as const)("main roads as %s calls them are drawn, and no others", (_, layer, tags, otherLayer, other) => {
  expect(drawn({ [layer]: [{ lines: [line], tags }] }).roads).not.toBe("");
  expect(drawn({ [otherLayer]: [{ lines: [line], tags: other }] }).roads).toBe("");
});

test.each([
  ["Protomaps", "boundaries", { kind: "country" }, { kind: "region" }],
  ["OpenMapTiles", "boundary", { admin_level: 2, maritime: 0 }, { admin_level: 2, maritime: 1 }],
  ["Shortbread", "boundaries", { admin_level: 2, maritime: false }, { admin_level: 4, maritime: false }],
] as const)("borders of countries as %s calls them are drawn, not those in them and not those at sea", (_, layer, tags, other) => {
  expect(drawn({ [layer]: [{ lines: [line], tags }] }).borders).not.toBe("");
  expect(drawn({ [layer]: [{ lines: [line], tags: other }] }).borders).toBe("");
});

test("a layer that is called as every object's own words is none", () => {
  expect(drawn({ constructor: [{ lines: [line], tags: { kind: "highway" } }], water: [{ rings: [square(500, 1000)] }] }).roads).toBe("");
});

test("water alone makes land of what it leaves: an archive without it tells nothing", () => {
  expect(tellsWater(["streets", "ocean"])).toBe(true);
  expect(tellsWater(["earth", "roads"])).toBe(false);
});

test("where a sea goes on in the next tile, its coast does not run along the edge", () => {
  // All of the tile and its margin but the upper left corner.
  const ring = [[-64, 500], [500, 500], [500, -64], [EXTENT + 64, -64], [EXTENT + 64, EXTENT + 64], [-64, EXTENT + 64]] as const;
  const { water, coasts } = drawn({ ocean: [{ rings: [ring] }] });
  expect(corners(water)).toBe(6);
  expect(corners(coasts)).toBe(3);
});

test("an island is no water: a ring that turns the other way takes away", () => {
  const { water } = drawn({ water: [{ rings: [square(0, 3000), square(1000, 2000).toReversed()] }] });
  expect(water.match(/M/g)).toHaveLength(2);
});

test("beyond the antimeridian the other side is drawn where it is seen", () => {
  const fiji = regionAround({ latitude: -17, longitude: 179 });
  const far = tilesOf(fiji, { minZoom: 0, maxZoom: 8 }).find(({ turn }) => turn === 360)!;
  const { ground, water } = drawn({ water: [{ rings: [square(0, EXTENT)] }] }, far, fiji);
  const edge = Math.round(300 + fiji.across);
  expect(ground.startsWith(`M${edge} `)).toBe(true);
  expect(Number(/^M(\d+)/.exec(water)![1])).toBeGreaterThanOrEqual(edge - 4);
});

test("near a pole the tiles end, and the outline below goes on", () => {
  const north = viewOf([{ latitude: 84.9, longitude: 20 }])!;
  const tiles = tilesOf(north, { minZoom: 0, maxZoom: 8 }).map((one) => ({ tile: one, bytes: tileOf({ water: [{ rings: [square(-64, EXTENT + 64)] }] }) }));
  const { ground, whole } = detailOf(north, { ...world, north: 90 }, tiles, null)!;
  expect(whole).toBe(false);
  expect(Number(/^M\d+ (\d+)/.exec(ground)![1])).toBe(Math.round(200 - (85.0511 - 84.9) * north.up));
});

test("where its tiles show all of a view, nothing else has to; where they show nothing of it, there is no detail", () => {
  const tiles = tilesOf(view, { minZoom: 0, maxZoom: 7 }).map((one) => ({ tile: one, bytes: tileOf({ water: [] }) }));
  expect(detailOf(view, world, tiles, "somebody")).toMatchObject({ whole: true, source: "somebody" });
  expect(detailOf(view, { ...world, east: 0.2 }, tiles, null)).toMatchObject({ whole: false });
  expect(detailOf(view, { ...world, east: -20 }, tiles, null)).toBeNull();
  expect(detailOf(view, world, [], null)).toBeNull();
});

const jagged = (count: number, step: number) => Array.from({ length: count }, (_, at) => [(at * step) % 1000, (at % 2) * 1000] as const);

test("a page carries so much of a map and no more: what would be more is drawn coarser, and in the end not at all", () => {
  const ponds = (count: number) => Array.from({ length: count }, (_, at) => {
    const [x, y] = [(at % 80) * 15, Math.floor(at / 80) * 15];
    return { rings: [[[x, y], [x + 14, y], [x + 14, y + 14], [x, y + 14]] as const] };
  });
  const lake = { rings: [square(700, 1000)] };
  const few = drawn({ water: [lake, ...ponds(400)] });
  expect(few.water.match(/M/g)!.length).toBeGreaterThan(300);
  expect(few.water.length + few.coasts.length).toBeLessThan(MOST_LETTERS);
  expect(drawn({ water: [lake, ...ponds(3200)] }).water.match(/M/g)).toHaveLength(1);
  expect(() => drawn({ roads: [{ lines: [jagged(30_000, 37)], tags: { kind: "highway" } }] })).toThrow("More than a page should carry");
});

test.each([
  ["bytes that are no tile", new TextEncoder().encode("no tile at all, but some words")],
  ["a tile that ends in the middle", tileOf({ water: [{ rings: [square(500, 1000)] }] }).subarray(0, 30)],
  ["a ring that is closed a billion times", tileOf({ water: [{ rings: [square(0, 9)] }] }, { geometry: [9, 0, 0, ((2 ** 28) << 3) | 7, 9, 0, 0] })],
  ["a layer without an extent", tileOf({ water: [{ rings: [square(500, 1000)] }] }, { extent: 0 })],
])("%s: nothing is drawn, and nothing is waited for", (_, bytes) => {
  expect(() => detailOf(view, world, [{ tile, bytes }], null)).toThrow(Error);
});
