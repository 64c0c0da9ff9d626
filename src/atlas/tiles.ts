import { project, type Box, type View } from "./view";

/**
 * The squares of Web Mercator into which archives of tiles divide the world: at zoom z it is 2^z of them wide and high, counted from
 * the north-west corner at 180° west and 85.05° north. Beyond 85.05° there are none.
 */
export type Tile = {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** Degrees to add to its longitudes, a multiple of 360: beyond the antimeridian the world goes on. */
  readonly turn: number;
};

/** Degrees, WGS 84; from west to east without passing ±180°. */
export type Bounds = { readonly west: number; readonly south: number; readonly east: number; readonly north: number };

/** How many tiles are read for a drawing at most. */
export const MOST_TILES = 6;
/** Where a fraction of the world's width lies, counted in tiles of a zoom. */
export const longitudeOf = (x: number, z: number): number => (x / 2 ** z) * 360 - 180;
export const latitudeOf = (y: number, z: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180) / Math.PI;

const columnOf = (longitude: number, z: number): number => ((longitude + 180) / 360) * 2 ** z;
function rowOf(latitude: number, z: number): number {
  const north = Math.asinh(Math.tan((Math.min(90, Math.max(-90, latitude)) * Math.PI) / 180));
  return Math.min(1, Math.max(0, (1 - north / Math.PI) / 2)) * 2 ** z;
}

/** Whole numbers from the one that holds `from` to the last before `to`. */
type Span = { readonly first: number; readonly count: number };
const spanOf = (from: number, to: number): Span => ({ first: Math.floor(from), count: Math.max(0, Math.ceil(to) - Math.floor(from)) });
const within = ({ first, count }: Span): number[] => Array.from({ length: count }, (_, at) => first + at);

/**
 * The tiles that hold a view, of the nearest zoom at which a handful of them does: from north-west to south-east, none where even
 * the farthest zoom takes more, or nothing of the view lies between the ends of the square world.
 */
export function tilesOf({ width, height, centre, across, up }: View, { minZoom, maxZoom }: { readonly minZoom: number; readonly maxZoom: number }): Tile[] {
  const [west, east] = [centre.longitude - width / 2 / across, centre.longitude + width / 2 / across];
  const [south, north] = [centre.latitude - height / 2 / up, centre.latitude + height / 2 / up];
  for (let z = maxZoom; z >= minZoom; z -= 1) {
    const columns = spanOf(columnOf(west, z), columnOf(east, z));
    const rows = spanOf(rowOf(north, z), rowOf(south, z));
    if (columns.count * rows.count > MOST_TILES) continue;
    return within(rows).flatMap((y) => within(columns).map((column) => {
      const turns = Math.floor(column / 2 ** z);
      return { z, x: column - turns * 2 ** z, y, turn: turns * 360 };
    }));
  }
  return [];
}

/** What of a view a tile shows, as far as its archive says that it goes; null for nothing. */
export function shownOf(view: View, bounds: Bounds, { z, x, y, turn }: Tile): Box | null {
  const [left, top] = project(view, Math.max(longitudeOf(x, z), bounds.west) + turn, Math.min(latitudeOf(y, z), bounds.north));
  const [right, bottom] = project(view, Math.min(longitudeOf(x + 1, z), bounds.east) + turn, Math.max(latitudeOf(y + 1, z), bounds.south));
  const box = { left: Math.max(0, left), top: Math.max(0, top), right: Math.min(view.width, right), bottom: Math.min(view.height, bottom) };
  return box.left < box.right && box.top < box.bottom ? box : null;
}
