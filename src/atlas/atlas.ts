import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

/**
 * The outline of the world, as lines: Natural Earth's coasts and borders at 1:50 million for a neighbourhood and at
 * 1:110 million for the whole, as the package `world-atlas` brings them. It is public domain and lies beside the program: to
 * show where a photo was taken, nobody is asked. Where the files come from is the caller's.
 */

/** Longitude and latitude in degrees, one after the other, and the box that they lie in. Longitudes may pass ±180°. */
export type Line = {
  readonly points: Float64Array;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
};

export type Atlas = {
  /** Closed rings; a hole, such as the Caspian Sea, is one too. */
  readonly land: readonly Line[];
  readonly coasts: readonly Line[];
  readonly borders: readonly Line[];
  /** The rings of the whole world, coarse. */
  readonly world: readonly Line[];
};

export type World = Topology<{ land: GeometryCollection; countries: GeometryCollection }>;
type Position = readonly [longitude: number, latitude: number];

function lineOf(positions: readonly Position[]): Line {
  const points = new Float64Array(positions.flatMap(([longitude, latitude]) => [longitude, latitude]));
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [longitude, latitude] of positions) {
    west = Math.min(west, longitude);
    east = Math.max(east, longitude);
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
  }
  return { points, west, south, east, north };
}

/** A line that crosses the antimeridian jumps from one end of the numbers to the other: here it goes on beyond ±180°. */
function unwrapped(positions: readonly (readonly number[])[]): Position[] {
  let turn = 0;
  let last: number | undefined;
  return positions.map(([longitude = 0, latitude = 0]) => {
    if (last !== undefined && Math.abs(longitude - last) > 180) turn += longitude < last ? 360 : -360;
    last = longitude;
    return [longitude + turn, latitude];
  });
}

/** A ring once around a pole, Antarctica's, does not end where it began: on a flat map its land goes on to the pole. */
function ringOf(positions: readonly (readonly number[])[]): Line {
  const ring = unwrapped(positions);
  const [[first, latitude], [last]] = [ring[0]!, ring.at(-1)!];
  if (Math.abs(last - first) < 180) return lineOf(ring);
  const pole = latitude < 0 ? -90 : 90;
  return lineOf([...ring, [last, pole], [first, pole]]);
}

const linesOf = (lines: readonly (readonly (readonly number[])[])[]): Line[] => lines.map(unwrapped).map(lineOf);

const ringsOf = (world: World): Line[] =>
  feature(world, world.objects.land).features.flatMap(({ geometry }) => {
    if (geometry.type === "Polygon") return geometry.coordinates.map(ringOf);
    if (geometry.type === "MultiPolygon") return geometry.coordinates.flat().map(ringOf);
    throw new Error(`Land is made of polygons, and of no ${geometry.type}.`);
  });

/** @param near `countries-50m.json` @param far `land-110m.json` */
export function atlasOf(near: World, far: World): Atlas {
  const { countries } = near.objects;
  return {
    land: ringsOf(near),
    coasts: linesOf(mesh(near, countries, (one, other) => one === other).coordinates),
    borders: linesOf(mesh(near, countries, (one, other) => one !== other).coordinates),
    world: ringsOf(far),
  };
}
