/**
 * Rectangles on a picture, in whole pixels of the upright picture: the origin is its top left corner, `x` and `y`
 * name a rectangle's own top left corner. Every function that returns a Box returns one that lies wholly inside
 * the picture, with integer sides of at least {@link MIN_SIDE} (or the picture's own side, where that is less),
 * however far outside or however small the input was.
 */
export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };
export type Box = Point & Size;

/** Smaller faces than this are not recognisable, and a rectangle that cannot be hit again cannot be corrected. */
export const MIN_SIDE = 4;

export const corners = ["nw", "ne", "se", "sw"] as const;
export type Corner = (typeof corners)[number];

const between = (low: number, value: number, high: number): number => Math.min(Math.max(value, low), high);

/** One dimension of {@link fit}: a start and a length inside `0 … limit`. */
function fitSpan(start: number, length: number, limit: number): readonly [start: number, length: number] {
  const whole = between(Math.min(MIN_SIDE, limit), Math.round(length), limit);
  return [between(0, Math.round(start), limit - whole), whole];
}

/** The nearest box inside the picture; it is moved before it is shrunk. */
export function fit(box: Box, picture: Size): Box {
  const [x, width] = fitSpan(box.x, box.width, picture.width);
  const [y, height] = fitSpan(box.y, box.height, picture.height);
  return { x, y, width, height };
}

/** The box between two opposite corners, in any order, cut at the picture's edges. */
export function spanning(a: Point, b: Point, picture: Size): Box {
  const left = between(0, Math.min(a.x, b.x), picture.width);
  const top = between(0, Math.min(a.y, b.y), picture.height);
  const right = between(0, Math.max(a.x, b.x), picture.width);
  const bottom = between(0, Math.max(a.y, b.y), picture.height);
  return fit({ x: left, y: top, width: right - left, height: bottom - top }, picture);
}

/** The box of a given size about a point, or the nearest one that fits. */
export const centredOn = (middle: Point, size: Size, picture: Size): Box =>
  fit({ x: middle.x - size.width / 2, y: middle.y - size.height / 2, ...size }, picture);

/** The same box elsewhere; it stops at the picture's edges and keeps its size. */
export const moved = (box: Box, by: Point, picture: Size): Box =>
  fit({ ...box, x: box.x + by.x, y: box.y + by.y }, picture);

/** One corner dragged, the opposite corner staying where it is; dragged past it, the box is turned over, not lost. */
export function resized(box: Box, corner: Corner, by: Point, picture: Size): Box {
  const left = box.x;
  const top = box.y;
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  const west = corner === "nw" || corner === "sw";
  const north = corner === "nw" || corner === "ne";
  return spanning(
    { x: west ? right : left, y: north ? bottom : top },
    { x: (west ? left : right) + by.x, y: (north ? top : bottom) + by.y },
    picture,
  );
}

/** How far one press of an arrow key goes: a two-hundredth of the longer side, so that no picture takes minutes. */
export const keyStep = (picture: Size): number => Math.max(1, Math.round(Math.max(picture.width, picture.height) / 200));

/** What a tap adds: about a head in a group photo, to be dragged into shape. */
export function usualSize(picture: Size): Size {
  const side = Math.round(Math.min(picture.width, picture.height) / 8);
  return { width: side, height: Math.round(side * 1.25) };
}

export const cornerOf = (box: Box, corner: Corner): Point => ({
  x: corner === "nw" || corner === "sw" ? box.x : box.x + box.width,
  y: corner === "nw" || corner === "ne" ? box.y : box.y + box.height,
});

const inside = (box: Box, { x, y }: Point): boolean =>
  x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;

/**
 * Which box a finger means that comes down at `at`: the smallest that it is on, else the nearest whose middle is not
 * farther than `reach` to either side. So a face of a few pixels can be hit, and never instead of one that was.
 * @param preferred the box that wins where the finger is on it, whatever else lies there
 */
export function meantBy<B extends Box & { readonly id: string }>(
  boxes: readonly B[],
  at: Point,
  reach: number,
  preferred: string | null = null,
): B | null {
  const on = boxes.filter((box) => inside(box, at));
  const held = on.find(({ id }) => id === preferred);
  if (held) return held;
  if (on.length > 0) return on.reduce((a, b) => (b.width * b.height < a.width * a.height ? b : a));
  const away = (box: Box) => ({
    x: Math.abs(box.x + box.width / 2 - at.x),
    y: Math.abs(box.y + box.height / 2 - at.y),
  });
  const near = boxes.filter((box) => away(box).x <= reach && away(box).y <= reach);
  const distance = (box: Box) => Math.hypot(away(box).x, away(box).y);
  return near.length > 0 ? near.reduce((a, b) => (distance(b) < distance(a) ? b : a)) : null;
}
