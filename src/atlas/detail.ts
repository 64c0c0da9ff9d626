import { VectorTile, type VectorTileFeature } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { latitudeOf, longitudeOf, shownOf, type Bounds, type Tile } from "./tiles";
import { area, cutLine, cutRing, pathOf, project, type Box, type Point, type View } from "./view";

/**
 * What vector tiles know of a view, as paths in its units: water and land, the borders of countries, main roads. Of tiles as Protomaps,
 * OpenMapTiles and Shortbread make them (Mapbox Vector Tile specification 2.1). Names and everything smaller stay in the tile.
 */
export type Detail = {
  /** SVG path data; ground and water are filled by the rule of nonzero. Where the ground lies, the tiles know more than any outline below. */
  readonly ground: string;
  readonly water: string;
  /** The edge of water; not where it only ends with a tile. */
  readonly coasts: string;
  readonly borders: string;
  readonly roads: string;
  /** Whether the ground covers all of the view. */
  readonly whole: boolean;
  /** Who made the map, as its archive has it said beside it. */
  readonly source: string | null;
};

export type TileBytes = { readonly tile: Tile; readonly bytes: Uint8Array };

/** Letters of all paths together; what would be more is drawn coarser, step by step. */
export const MOST_LETTERS = 60_000;
const STEPS = [2, 3, 5, 8] as const;

type Properties = VectorTileFeature["properties"];
const [LINE, POLYGON] = [2, 3];
const mainRoads: readonly unknown[] = ["highway", "major_road", "motorway", "trunk", "primary"];

/** Each schema's words, side by side: no two of them give one word two meanings. */
const kinds = {
  water: { layers: ["water", "ocean", "water_polygons"], type: POLYGON, wanted: () => true },
  borders: {
    layers: ["boundaries", "boundary"], type: LINE,
    wanted: ({ kind, admin_level: level, maritime }: Properties) => (kind === "country" || Number(level) === 2) && !maritime,
  },
  roads: {
    layers: ["roads", "transportation", "streets"], type: LINE,
    wanted: ({ kind_detail: detail, class: kept, kind }: Properties) => mainRoads.includes(detail ?? kept ?? kind),
  },
} as const;
type Kind = keyof typeof kinds;

/** Whether tiles with these layers tell water from land; without, all the world would look like land. */
export const tellsWater = (layers: readonly string[]): boolean => kinds.water.layers.some((name) => layers.includes(name));

/**
 * A geometry says how often a command is repeated, and closing a ring takes no further bytes: told a billion times, a reader would
 * keep a billion points. Everything else takes at least two bytes for each point.
 * @throws Error for a ring that is closed other than once, or bytes that are no tile
 */
function checkCommands(bytes: Uint8Array): void {
  const check = (commands: readonly number[]): void => {
    for (let at = 0; at < commands.length; ) {
      const [command, count] = [commands[at]! & 7, commands[at]! >>> 3];
      if (command === 7 && count !== 1) throw new Error("A ring is closed once.");
      at += command === 7 ? 1 : 1 + 2 * count;
    }
  };
  const feature = (field: number, _: null, reader: PbfReader) => { if (field === 4) check(reader.readPackedVarint()); };
  const layer = (field: number, _: null, reader: PbfReader) => { if (field === 2) reader.readMessage(feature, null); };
  new PbfReader(bytes).readFields((field, _, reader) => { if (field === 3) reader.readMessage(layer, null); }, null);
}

/** A line of a tile in the view's units, without steps that nobody sees. */
function placed(view: View, { z, x, y, turn }: Tile, extent: number, line: readonly { readonly x: number; readonly y: number }[]): Point[] {
  const points: Point[] = [];
  for (const [at, point] of line.entries()) {
    const next = project(view, longitudeOf(x + point.x / extent, z) + turn, latitudeOf(y + point.y / extent, z));
    const last = points.at(-1);
    if (last && at < line.length - 1 && Math.hypot(next[0] - last[0], next[1] - last[1]) < 0.5) continue;
    points.push(next);
  }
  return points;
}

/** An edge of water along which a tile or its archive ends lies outside by this, and is no coast. */
const INSIDE = -0.01;

type Water = { readonly ring: readonly Point[]; readonly coasts: readonly (readonly Point[])[] };
type Pieces = { readonly water: readonly Water[]; readonly borders: readonly Point[][]; readonly roads: readonly Point[][] };

/** @throws Error for bytes that are no tile */
function piecesOf(view: View, box: Box, { tile, bytes }: TileBytes): Pieces {
  checkCommands(bytes);
  const { layers } = new VectorTile(new PbfReader(bytes));
  const linesOf = (kind: Kind): Point[][] => {
    const { layers: names, type, wanted } = kinds[kind];
    return names.flatMap((name) => {
      const layer = Object.hasOwn(layers, name) ? layers[name]! : undefined;
      if (!layer) return [];
      if (!(layer.extent > 0)) throw new Error("A layer has an extent.");
      return Array.from({ length: layer.length }, (_, nth) => layer.feature(nth))
        .filter((feature) => feature.type === type && wanted(feature.properties))
        .flatMap((feature) => feature.loadGeometry().map((line) => placed(view, tile, layer.extent, line)));
    });
  };
  return {
    water: linesOf("water").map((ring) => ({ ring: cutRing(box, ring), coasts: cutLine(box, ring, INSIDE) })),
    borders: linesOf("borders").flatMap((line) => cutLine(box, line)),
    roads: linesOf("roads").flatMap((line) => cutLine(box, line)),
  };
}

const cornersOf = ({ left, top, right, bottom }: Box): Point[] => [[left, top], [right, top], [right, bottom], [left, bottom]];
const sizeOf = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top);

/**
 * Draw what `tiles` know of a view, each as far as its archive's `bounds` go.
 * @returns null where none of them shows any of it @throws Error for bytes that are no tile, and where even the coarsest drawing is too large
 */
export function detailOf(view: View, bounds: Bounds, tiles: readonly TileBytes[], source: string | null): Detail | null {
  const shown = tiles.flatMap((one) => {
    const box = shownOf(view, bounds, one.tile);
    return box ? [{ box, pieces: piecesOf(view, box, one) }] : [];
  });
  if (shown.length === 0) return null;
  const water = shown.flatMap(({ pieces }) => pieces.water);
  const borders = shown.flatMap(({ pieces }) => pieces.borders);
  const roads = shown.flatMap(({ pieces }) => pieces.roads);
  const ground = pathOf(shown.map(({ box }) => cornersOf(box)), 0, true);
  const whole = shown.reduce((sum, { box }) => sum + sizeOf(box), 0) > view.width * view.height - 1;
  for (const least of STEPS) {
    const waters = water.filter(({ ring }) => Math.abs(area(ring)) > 2 * least * least);
    const drawn = {
      ground,
      water: pathOf(waters.map(({ ring }) => ring), least, true),
      coasts: pathOf(waters.flatMap(({ coasts }) => coasts), least, false),
      borders: pathOf(borders, least, false),
      roads: pathOf(roads, least, false),
    };
    if (Object.values(drawn).join("").length <= MOST_LETTERS) return { ...drawn, whole, source };
  }
  throw new Error("More than a page should carry.");
}
