import type { Atlas, Line } from "./atlas";

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
  readonly place: { readonly x: number; readonly y: number };
};

export type Outline = {
  /** Null where there is no land in it: far out at sea, one is told more by the whole world. */
  readonly region: (Drawing & { readonly scale: { readonly kilometres: number; readonly length: number } }) | null;
  readonly world: Drawing;
};

type Place = { readonly latitude: number; readonly longitude: number };
type Point = readonly [x: number, y: number];
type View = {
  readonly width: number;
  readonly height: number;
  readonly centre: Place;
  /** Units per degree. */
  readonly across: number;
  readonly up: number;
};

const REGION = { width: 600, height: 400, degrees: 12, least: 2 } as const;
const WORLD = { width: 360, height: 180, least: 2 } as const;
const KILOMETRES_PER_DEGREE = 111.2;
const SCALE_KILOMETRES = 200;
/** Beyond 80° longitudes are not shortened further: the neighbourhood of a pole is no rectangle. */
const LEAST_COSINE = Math.cos((80 * Math.PI) / 180);
/** What is cut off ends this far outside, where its edge is not seen. */
const BEYOND = 4;

function regionAround({ latitude, longitude }: Place): View {
  const half = REGION.degrees / 2;
  const centre = { longitude, latitude: Math.min(90 - half, Math.max(half - 90, latitude)) };
  const up = REGION.height / REGION.degrees;
  return { ...REGION, centre, up, across: up * Math.max(LEAST_COSINE, Math.cos((centre.latitude * Math.PI) / 180)) };
}

const wholeWorld: View = { ...WORLD, centre: { latitude: 0, longitude: 0 }, across: 1, up: 1 };

const project = ({ width, height, centre, across, up }: View, longitude: number, latitude: number): Point => [
  width / 2 + (longitude - centre.longitude) * across,
  height / 2 - (latitude - centre.latitude) * up,
];

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

type Side = { readonly inside: (point: Point) => boolean; readonly meet: (from: Point, to: Point) => Point };

const sidesOf = ({ width, height }: View): readonly Side[] => {
  const upright = (x: number, inside: Side["inside"]): Side => ({
    inside,
    meet: ([a, b], [c, d]) => [x, b + ((d - b) * (x - a)) / (c - a)],
  });
  const level = (y: number, inside: Side["inside"]): Side => ({
    inside,
    meet: ([a, b], [c, d]) => [a + ((c - a) * (y - b)) / (d - b), y],
  });
  return [
    upright(-BEYOND, ([x]) => x >= -BEYOND),
    upright(width + BEYOND, ([x]) => x <= width + BEYOND),
    level(-BEYOND, ([, y]) => y >= -BEYOND),
    level(height + BEYOND, ([, y]) => y <= height + BEYOND),
  ];
};

/** A ring as far as it lies in the view (Sutherland and Hodgman, 1974): side by side, what is outside is cut off. */
function cutRing(view: View, ring: readonly Point[]): readonly Point[] {
  const rest = sidesOf(view).reduce(
    (left, { inside, meet }) =>
      left.flatMap((point, at) => {
        const before = left.at(at - 1)!;
        const met = inside(point) === inside(before) ? [] : [meet(before, point)];
        return inside(point) ? [...met, point] : met;
      }),
    ring,
  );
  // Of a ring that only passes by, or goes around the view without holding it, a walk along the edges is left.
  const seen = rest.some(([x, y]) => x > 0 && x < view.width && y > 0 && y < view.height);
  return seen || Math.abs(area(rest)) > 1 ? rest : [];
}

/** Twice the area that a ring encloses, by Gauss. */
const area = (ring: readonly Point[]): number =>
  ring.reduce((sum, [x, y], at) => {
    const [a, b] = ring.at(at - 1)!;
    return sum + a * y - x * b;
  }, 0);

/** A line in the pieces of it that may be seen. A segment that crosses the edge stays whole: the picture ends there. */
function cutLine(view: View, line: readonly Point[]): Point[][] {
  const sides = sidesOf(view);
  const pieces: Point[][] = [];
  let last: Point | undefined;
  for (const [at, point] of line.entries()) {
    const before = line[at - 1];
    if (!before || sides.some(({ inside }) => !inside(before) && !inside(point))) continue;
    if (last !== before) pieces.push([before]);
    pieces.at(-1)!.push(point);
    last = point;
  }
  return pieces;
}

/** Whole units, each step told from the one before; steps shorter than `least` are left out, the last point never is. */
function pathOf(pieces: readonly (readonly Point[])[], least: number, close: boolean): string {
  let path = "";
  for (const piece of pieces) {
    let at: Point | undefined;
    let steps = "";
    for (const [index, [x, y]] of piece.entries()) {
      const next: Point = [Math.round(x), Math.round(y)];
      if (!at) steps = `M${next.join(" ")}l`;
      else {
        const [across, down] = [next[0] - at[0], next[1] - at[1]];
        const last = index === piece.length - 1;
        if ((across === 0 && down === 0) || (!last && Math.hypot(across, down) < least)) continue;
        steps += `${steps.endsWith("l") || across < 0 ? "" : " "}${across}${down < 0 ? "" : " "}${down}`;
      }
      at = next;
    }
    // What is smaller than a step is not drawn.
    if (steps !== "" && !steps.endsWith("l")) path += close ? `${steps}z` : steps;
  }
  return path;
}

const landOf = (view: View, rings: readonly Line[], least: number): string =>
  pathOf(rings.flatMap((ring) => projected(view, ring)).map((ring) => cutRing(view, ring)), least, true);

const linesOf = (view: View, lines: readonly Line[], least: number): string =>
  pathOf(lines.flatMap((line) => projected(view, line)).flatMap((line) => cutLine(view, line)), least, false);

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

function viewOf(places: readonly Place[]): View | null {
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
 * the antimeridian are far apart here.
 */
export function overview({ land, coasts, borders, world }: Atlas, places: readonly [Place, ...Place[]]): Overview {
  const view = viewOf(places);
  if (!view)
    return {
      width: WORLD.width, height: WORLD.height, land: landOf(wholeWorld, world, WORLD.least), coasts: "", borders: "",
      places: places.map((place) => placeOn(wholeWorld, place)), scale: null,
    };
  const kilometres = rounded((view.width / 3 / view.up) * KILOMETRES_PER_DEGREE);
  return {
    width: view.width, height: view.height, land: landOf(view, land, OVERVIEW.least), coasts: linesOf(view, coasts, OVERVIEW.least),
    borders: linesOf(view, borders, OVERVIEW.least), places: places.map((place) => placeOn(view, place)),
    scale: { kilometres, length: Math.round((kilometres / KILOMETRES_PER_DEGREE) * view.up) },
  };
}

/**
 * Draw where `place` is (degrees, WGS 84): its neighbourhood of ±6° of latitude, and the whole world. Whatever the
 * place, it lies within both drawings, and both together stay under 40 kB.
 */
export function outline({ land, coasts, borders, world }: Atlas, place: Place): Outline {
  const view = regionAround(place);
  const { width, height, least } = REGION;
  const ground = landOf(view, land, least);
  return {
    region: ground === ""
      ? null
      : {
          width, height, land: ground, place: placeOn(view, place),
          coasts: linesOf(view, coasts, least),
          borders: linesOf(view, borders, least),
          scale: { kilometres: SCALE_KILOMETRES, length: Math.round((SCALE_KILOMETRES / KILOMETRES_PER_DEGREE) * view.up) },
        },
    world: {
      width: WORLD.width, height: WORLD.height, land: landOf(wholeWorld, world, WORLD.least), coasts: "", borders: "",
      place: placeOn(wholeWorld, place),
    },
  };
}
