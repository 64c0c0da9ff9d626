import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { atlas } from "~/server/atlas";
import type { Atlas } from "./atlas";
import { outline, overview, type Drawing, type Outline } from "./outline";

let world: Atlas;
beforeAll(async () => {
  world = await atlas();
});

const at = (latitude: number, longitude: number): Outline => outline(world, { latitude, longitude });
const drawings = ({ region, world: whole }: Outline): Drawing[] => (region ? [region, whole] : [whole]);
const paths = (drawing: Drawing): string[] => [drawing.land, drawing.coasts, drawing.borders];

/** The corners that a path visits, piece by piece: read back by its letters, as a browser does. */
const visited = (path: string): [number, number][][] =>
  path.split("M").slice(1).map((piece) => {
    const [x = 0, y = 0, ...steps] = (piece.match(/-?\d+/g) ?? []).map(Number);
    const points: [number, number][] = [[x, y]];
    for (let n = 0; n + 1 < steps.length; n += 2) {
      const [a, b] = points.at(-1)!;
      points.push([a + steps[n]!, b + steps[n + 1]!]);
    }
    return points;
  });

/** Whether a point lies on land, by counting the edges of every ring to its right (even and odd). */
const onLand = ({ land }: Drawing, x: number, y: number): boolean =>
  visited(land).reduce((odd, ring) => {
    const crossings = ring.filter(([c, d], n) => {
      const [a, b] = ring.at(n - 1)!;
      return b > y !== d > y && x < a + ((c - a) * (y - b)) / (d - b);
    });
    return odd !== (crossings.length % 2 === 1);
  }, false);

const places = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe("wherever a photo was taken", () => {
  test("its place lies within each drawing, every path is one that a browser reads, and the answer stays small", () => {
    fc.assert(
      fc.property(places, ({ latitude, longitude }) => {
        const drawn = at(latitude, longitude);
        for (const drawing of drawings(drawn)) {
          const { width, height, place } = drawing;
          expect(place.x >= 0 && place.x <= width && place.y >= 0 && place.y <= height).toBe(true);
          for (const path of paths(drawing)) expect(path).toMatch(/^(M-?\d+ -?\d+l-?\d+[ -]\d+([ -]\d+)*z?)*$/);
        }
        expect(drawn.region?.place.x ?? 300).toBe(300);
        expect(JSON.stringify(drawn).length).toBeLessThan(40_000);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test("nothing of its land lies beyond the edges that are not seen", () => {
    fc.assert(
      fc.property(places, ({ latitude, longitude }) => {
        for (const drawing of drawings(at(latitude, longitude)))
          for (const [x, y] of visited(drawing.land).flat())
            expect(x >= -4 && x <= drawing.width + 4 && y >= -4 && y <= drawing.height + 4).toBe(true);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

test("several places lie on one drawing, each within it, and near ones apart from each other", () => {
  fc.assert(
    fc.property(fc.array(places, { minLength: 1, maxLength: 6 }), (some) => {
      const drawn = overview(world, some as [typeof some[0], ...typeof some]);
      for (const { x, y } of drawn.places) expect(x >= 0 && x <= drawn.width && y >= 0 && y <= drawn.height).toBe(true);
      expect(JSON.stringify(drawn).length).toBeLessThan(60_000);
    }),
    { numRuns: 60 },
  );
  const calais = overview(world, [{ latitude: 50.95, longitude: 1.86 }, { latitude: 51.03, longitude: 2.3 }]);
  const [one, other] = calais.places;
  expect(other!.x - one!.x).toBeGreaterThan(50);
  expect(other!.y).toBeLessThan(one!.y);
  expect(calais.scale!.length).toBeGreaterThan(20);
}, 60_000);

test.each([
  ["Lille", 50.63, 3.06, true],
  ["the Channel", 50.4, -0.6, false],
  ["the Caspian Sea, which is a hole in the land", 41.5, 51, false],
  ["Chukotka, at the antimeridian", 67, 179.99, true],
  ["Chukotka, from the other side", 67, -179.99, true],
  ["the middle of Africa", 6, 21, true],
  ["Antarctica, around which the numbers turn once", -80, 100, true],
  ["the south pole", -89.9, -45, true],
] as const)("%s is drawn as what it is", (_name, latitude, longitude, land) => {
  const { region } = at(latitude, longitude);
  expect(region && onLand(region, region.place.x, Math.min(region.place.y, region.height - 1))).toBe(land);
});

test.each([["the Pacific", 10, -140], ["the Atlantic", 27, -45], ["the Indian Ocean", -30, 85]] as const)(
  "far from any land, in %s, the whole world says more than an empty sheet",
  (_name, latitude, longitude) => {
    const { region, world: whole } = at(latitude, longitude);
    expect(region).toBeNull();
    expect(onLand(whole, 180 + 21, 90 - 6)).toBe(true);
  },
);

test("the two sides of the antimeridian are one neighbourhood", () => {
  expect(at(-17, 180).region).toEqual(at(-17, -180).region);
});

test.each([
  ["London", -224, 97, true],
  ["Utrecht", 144, 162, true],
  ["the Channel", -259, -26, false],
  ["the North Sea", 10, 208, false],
] as const)("seen from Lille, %s lies where its distance and direction say", (_name, east, north, land) => {
  const lille = at(50.63, 3.06).region!;
  const units = lille.scale.length / lille.scale.kilometres;
  expect(onLand(lille, lille.place.x + east * units, lille.place.y - north * units)).toBe(land);
});
