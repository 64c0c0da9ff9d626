import type { Atlas, Line } from "./atlas";
import type { Detail } from "./detail";
import { boxOf, cutLine, cutRing, pathOf, project, type Place, type Point, type View } from "./view";

/**
 * A place on an outline of its neighbourhood, as paths that a page can draw. Equirectangular around the place, with
 * longitudes shortened by the cosine of its latitude, so that shapes and directions near it are true.
 */
export type Drawing = {
  /** The drawing's own units, from the top left corner. */
  readonly width: number;
  readonly height: number;
  /** SVG path data; empty where there is none. */
  readonly land: string;
  readonly coasts: string;
  readonly borders: string;
  /** What an operator's own archive knows of it, over the outline; null where there is none. */
  readonly detail: Detail | null;
  readonly place: { readonly x: number; readonly y: number };
};

export type Outline = {
  /** Null where there is no land in it: far out at sea, one is told more by the whole world. */
  readonly region: (Drawing & { readonly scale: { readonly kilometres: number; readonly length: number } }) | null;
  readonly world: Drawing;
};

const REGION = { width: 600, height: 400, degrees: 12, least: 2 } as const;
const WORLD = { width: 360, height: 180, least: 2 } as const;
const KILOMETRES_PER_DEGREE = 111.2;
const SCALE_KILOMETRES = 200;
/** Beyond 80° longitudes are not shortened further: the neighbourhood of a pole is no rectangle. */
const LEAST_COSINE = Math.cos((80 * Math.PI) / 180);

/** What `outline` shows of the neighbourhood of a place. */
export function regionAround({ latitude, longitude }: Place): View {
  const half = REGION.degrees / 2;
  const centre = { longitude, latitude: Math.min(90 - half, Math.max(half - 90, latitude)) };
  const up = REGION.height / REGION.degrees;
  return { ...REGION, centre, up, across: up * Math.max(LEAST_COSINE, Math.cos((centre.latitude * Math.PI) / 180)) };
}

const wholeWorld: View = { ...WORLD, centre: { latitude: 0, longitude: 0 }, across: 1, up: 1 };

/** A line as often as it is seen: beyond the antimeridian the world goes on, a turn further. */
function projected(view: View, { points, west, south, east, north }: Line): Point[][] {
  const turns = [-720, -360, 0, 360, 720].filter((turn) => {
    const [left, top] = project(view, west + turn, north);
    const [right, bottom] = project(view, east + turn, south);
    return left <= view.width && right >= 0 && top <= view.height && bottom >= 0;
  });
  return turns.map((turn) =>
    Array.from({ length: points.length / 2 }, (_, at) => project(view, points[2 * at]! + turn, points[2 * at + 1]!)),
  );
}

const landOf = (view: View, rings: readonly Line[], least: number): string =>
  pathOf(rings.flatMap((ring) => projected(view, ring)).map((ring) => cutRing(boxOf(view), ring)), least, true);

const linesOf = (view: View, lines: readonly Line[], least: number): string =>
  pathOf(lines.flatMap((line) => projected(view, line)).flatMap((line) => cutLine(boxOf(view), line)), least, false);

/** What of the shipped outline is seen: nothing of it, where there is detail everywhere. */
function groundOf(view: View, { land, coasts, borders }: Atlas, detail: Detail | null, least: number) {
  if (detail?.whole) return { land: "", coasts: "", borders: "", detail };
  return { land: landOf(view, land, least), coasts: linesOf(view, coasts, least), borders: linesOf(view, borders, least), detail };
}

const worldOf = ({ world }: Atlas) => ({
  width: WORLD.width, height: WORLD.height, land: landOf(wholeWorld, world, WORLD.least), coasts: "", borders: "", detail: null,
});

const placeOn = (view: View, { longitude, latitude }: Place): Drawing["place"] => {
  const [x, y] = project(view, longitude, latitude);
  return { x: Math.round(x), y: Math.round(y) };
};

/** Several places on one drawing. */
export type Overview = Omit<Drawing, "place"> & {
  readonly places: readonly Drawing["place"][];
  /** Null on the whole world, whose scale is another at each latitude. */
  readonly scale: { readonly kilometres: number; readonly length: number } | null;
};

const OVERVIEW = { width: 600, height: 400, least: 2, narrowest: 1.5, widest: 14, margin: 1.4 } as const;
const rounded = (kilometres: number): number => [1000, 500, 200, 100, 50, 20].find((step) => step <= kilometres) ?? 10;

/** What `overview` shows of the world; null where that is all of it. */
export function viewOf(places: readonly Place[]): View | null {
  const middle = (numbers: readonly number[]): number => (Math.min(...numbers) + Math.max(...numbers)) / 2;
  const [latitudes, longitudes] = [places.map(({ latitude }) => latitude), places.map(({ longitude }) => longitude)];
  const centre = { latitude: middle(latitudes), longitude: middle(longitudes) };
  const cosine = Math.max(LEAST_COSINE, Math.cos((centre.latitude * Math.PI) / 180));
  const { width, height, margin, narrowest, widest } = OVERVIEW;
  const tall = Math.max(...latitudes) - Math.min(...latitudes);
  const wide = (Math.max(...longitudes) - Math.min(...longitudes)) * cosine * (height / width);
  const degrees = Math.max(narrowest, Math.max(tall, wide) * margin);
  if (degrees > widest) return null;
  const up = height / degrees;
  return { width, height, centre, up, across: up * cosine };
}

/**
 * Draw where `places` are (degrees, WGS 84): as near as holds all of them, or on the whole world. Places on both sides of
 * the antimeridian are far apart here. @param detail of `viewOf` these places
 */
export function overview(atlas: Atlas, places: readonly [Place, ...Place[]], detail: Detail | null = null): Overview {
  const view = viewOf(places);
  if (!view) return { ...worldOf(atlas), places: places.map((place) => placeOn(wholeWorld, place)), scale: null };
  const kilometres = rounded((view.width / 3 / view.up) * KILOMETRES_PER_DEGREE);
  return {
    width: view.width, height: view.height, ...groundOf(view, atlas, detail, OVERVIEW.least),
    places: places.map((place) => placeOn(view, place)),
    scale: { kilometres, length: Math.round((kilometres / KILOMETRES_PER_DEGREE) * view.up) },
  };
}

/**
 * Draw where `place` is (degrees, WGS 84): its neighbourhood of ±6° of latitude, and the whole world. Whatever the
 * place, it lies within both drawings, and both together stay under 40 kB without detail.
 * @param detail of `regionAround` this place
 */
export function outline(atlas: Atlas, place: Place, detail: Detail | null = null): Outline {
  const view = regionAround(place);
  const { width, height, least } = REGION;
  const ground = groundOf(view, atlas, detail, least);
  return {
    region: ground.land === "" && !detail
      ? null
      : {
          width, height, ...ground, place: placeOn(view, place),
          scale: { kilometres: SCALE_KILOMETRES, length: Math.round((SCALE_KILOMETRES / KILOMETRES_PER_DEGREE) * view.up) },
        },
    world: { ...worldOf(atlas), place: placeOn(wholeWorld, place) },
  };
}
