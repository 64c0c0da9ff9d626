/**
 * What of the world a drawing shows, and how lines are cut to it. Equirectangular around the middle, with longitudes shortened by
 * the cosine of its latitude, so that shapes and directions near it are true.
 */

export type Place = { readonly latitude: number; readonly longitude: number };
export type Point = readonly [x: number, y: number];
export type View = {
  readonly width: number;
  readonly height: number;
  readonly centre: Place;
  /** Units per degree. */
  readonly across: number;
  readonly up: number;
};

/** In a drawing's units, from its top left corner. */
export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** What is cut off ends this far outside, where its edge is not seen. */
const BEYOND = 4;

export const project = ({ width, height, centre, across, up }: View, longitude: number, latitude: number): Point => [
  width / 2 + (longitude - centre.longitude) * across,
  height / 2 - (latitude - centre.latitude) * up,
];

export const boxOf = ({ width, height }: View): Box => ({ left: 0, top: 0, right: width, bottom: height });

type Side = { readonly inside: (point: Point) => boolean; readonly meet: (from: Point, to: Point) => Point };

const sidesOf = ({ left, top, right, bottom }: Box, beyond: number): readonly Side[] => {
  const upright = (x: number, inside: Side["inside"]): Side => ({
    inside,
    meet: ([a, b], [c, d]) => [x, b + ((d - b) * (x - a)) / (c - a)],
  });
  const level = (y: number, inside: Side["inside"]): Side => ({
    inside,
    meet: ([a, b], [c, d]) => [a + ((c - a) * (y - b)) / (d - b), y],
  });
  return [
    upright(left - beyond, ([x]) => x >= left - beyond),
    upright(right + beyond, ([x]) => x <= right + beyond),
    level(top - beyond, ([, y]) => y >= top - beyond),
    level(bottom + beyond, ([, y]) => y <= bottom + beyond),
  ];
};

/** A ring as far as it lies in a box (Sutherland and Hodgman, 1974): side by side, what is outside is cut off. */
export function cutRing(box: Box, ring: readonly Point[]): readonly Point[] {
  const rest = sidesOf(box, BEYOND).reduce(
    (left, { inside, meet }) =>
      left.flatMap((point, at) => {
        const before = left.at(at - 1)!;
        const met = inside(point) === inside(before) ? [] : [meet(before, point)];
        return inside(point) ? [...met, point] : met;
      }),
    ring,
  );
  // Of a ring that only passes by, or goes around the box without holding it, a walk along the edges is left.
  const seen = rest.some(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom);
  return seen || Math.abs(area(rest)) > 1 ? rest : [];
}

/** Twice the area that a ring encloses, by Gauss. */
export const area = (ring: readonly Point[]): number =>
  ring.reduce((sum, [x, y], at) => {
    const [a, b] = ring.at(at - 1)!;
    return sum + a * y - x * b;
  }, 0);

/** A line in the pieces of it that lie in a box. A segment that crosses the edge stays whole: the picture ends there. */
export function cutLine(box: Box, line: readonly Point[], beyond = BEYOND): Point[][] {
  const sides = sidesOf(box, beyond);
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
export function pathOf(pieces: readonly (readonly Point[])[], least: number, close: boolean): string {
  let path = "";
  for (const piece of pieces) {
    let at: Point | undefined;
    let steps = "";
    // Asking the text itself would copy it at each step.
    let begun = false;
    for (const [index, [x, y]] of piece.entries()) {
      const next: Point = [Math.round(x), Math.round(y)];
      if (!at) steps = `M${next.join(" ")}l`;
      else {
        const [across, down] = [next[0] - at[0], next[1] - at[1]];
        const last = index === piece.length - 1;
        if ((across === 0 && down === 0) || (!last && Math.hypot(across, down) < least)) continue;
        steps += `${!begun || across < 0 ? "" : " "}${across}${down < 0 ? "" : " "}${down}`;
        begun = true;
      }
      at = next;
    }
    // What is smaller than a step is not drawn.
    if (begun) path += close ? `${steps}z` : steps;
  }
  return path;
}
