import * as fc from "fast-check";
import { expect, test } from "vitest";
import { regionAround, viewOf } from "./outline";
import { latitudeOf, longitudeOf, MOST_TILES, shownOf, tilesOf, type Tile } from "./tiles";
import type { View } from "./view";

const world = { west: -180, south: -90, east: 180, north: 90 };
const zooms = { minZoom: 0, maxZoom: 15 };
const places = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
const seen = (view: View, tiles: readonly Tile[]): number =>
  tiles.reduce((sum, tile) => {
    const box = shownOf(view, world, tile);
    return sum + (box ? (box.right - box.left) * (box.bottom - box.top) : 0);
  }, 0);

test("wherever a view is, a handful of tiles of one zoom shows all of it between the ends of the square world", () => {
  fc.assert(
    fc.property(places, fc.boolean(), (place, near) => {
      const view = near ? viewOf([place])! : regionAround(place);
      const tiles = tilesOf(view, zooms);
      expect(tiles.length).toBeLessThanOrEqual(MOST_TILES);
      for (const { z, x, y, turn } of tiles) {
        expect(z).toBe(tiles[0]!.z);
        expect(x >= 0 && x < 2 ** z && y >= 0 && y < 2 ** z && turn % 360 === 0).toBe(true);
      }
      const half = view.height / 2 / view.up;
      const end = latitudeOf(0, 0);
      const [south, north] = [Math.max(-end, view.centre.latitude - half), Math.min(end, view.centre.latitude + half)];
      expect(seen(view, tiles)).toBeCloseTo(Math.max(0, north - south) * view.up * view.width, 0);
    }),
    { numRuns: 500 },
  );
});

test("across the antimeridian the tiles of its other side come a turn later", () => {
  const tiles = tilesOf(regionAround({ latitude: -17, longitude: 179.9 }), zooms);
  const { z } = tiles[0]!;
  expect(tiles.some(({ x, turn }) => x === 2 ** z - 1 && turn === 0)).toBe(true);
  expect(tiles.some(({ x, turn }) => x === 0 && turn === 360)).toBe(true);
  expect(tilesOf(regionAround({ latitude: -17, longitude: -179.9 }), zooms).some(({ x, turn }) => x === 2 ** z - 1 && turn === -360)).toBe(true);
});

test("beyond the ends of the square world there are no tiles", () => {
  expect(latitudeOf(0, 0)).toBeCloseTo(85.051129, 5);
  expect(longitudeOf(1, 0)).toBe(180);
  expect(tilesOf(viewOf([{ latitude: 89, longitude: 20 }])!, zooms)).toEqual([]);
});

test("an archive of what is near alone is not read for a view that takes a hundred of its tiles", () => {
  const view = viewOf([{ latitude: 50.95, longitude: 1.86 }])!;
  expect(tilesOf(view, { minZoom: 12, maxZoom: 255 })).toEqual([]);
  expect(tilesOf(view, { minZoom: 0, maxZoom: 4 }).map(({ z }) => z)).toContain(4);
});

test("a tile shows no more than its archive says that it knows", () => {
  const view = viewOf([{ latitude: 0, longitude: 0 }])!;
  const tile = { z: 0, x: 0, y: 0, turn: 0 };
  expect(shownOf(view, { west: -90, south: -1, east: 0, north: 80 }, tile)).toEqual({
    left: 0, top: 0, right: view.width / 2, bottom: view.height,
  });
  expect(shownOf(view, { west: 90, south: -1, east: 100, north: 80 }, tile)).toBeNull();
});
