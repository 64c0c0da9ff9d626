/** What a set of rectangles is worth against the annotated faces of a picture: whom it covers, how much of it frames nobody, and how much it destroys. */
import type { Region } from "~/media";

export type Found = Region & { readonly score: number };
export type Face = Region & { readonly ignore: boolean };
export type Picture = { readonly width: number; readonly height: number; readonly source: string; readonly faces: readonly Face[] };

/** `covered`: the highest score among the regions that hold the face; 0 when none does. */
export type Met = { readonly height: number; readonly source: string; readonly covered: number };
/** `right`: frames a face that no surer rectangle frames. */
export type Judged = { readonly score: number; readonly right: boolean };

/** Share of a face's area that a region has to hold, beside its centre. */
const HELD = 0.7;
/** Intersection over union from which a rectangle frames a face. */
const FRAMES = 0.4;

const area = ({ width, height }: Region) => width * height;

function shared(one: Region, other: Region): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width <= 0 || height <= 0 ? 0 : width * height;
}

const overlap = (one: Region, other: Region) => {
  const both = shared(one, other);
  return both / (area(one) + area(other) - both);
};

function holds(region: Region, face: Region): boolean {
  const [x, y] = [face.x + face.width / 2, face.y + face.height / 2];
  const centre = region.x <= x && x <= region.x + region.width && region.y <= y && y <= region.y + region.height;
  return centre && shared(region, face) >= HELD * area(face);
}

/** `regions`: what would be redacted. Faces to be ignored count neither way. */
export const met = (regions: readonly Found[], { faces, source }: Picture): Met[] =>
  faces
    .filter(({ ignore }) => !ignore)
    .map((face) => ({
      height: face.height,
      source,
      covered: regions.reduce((best, region) => (region.score > best && holds(region, face) ? region.score : best), 0),
    }));

/** `boxes`: as detected, before they are enlarged. Each face counts for one box, the surest; boxes on faces to be ignored count neither way. */
export function judged(boxes: readonly Found[], { faces }: Picture): Judged[] {
  const free = new Set(faces.filter(({ ignore }) => !ignore));
  const ignored = faces.filter(({ ignore }) => ignore);
  return boxes
    .toSorted((a, b) => b.score - a.score)
    .flatMap((box) => {
      const [face] = [...free].filter((one) => overlap(box, one) >= FRAMES).toSorted((a, b) => overlap(box, b) - overlap(box, a));
      if (face) free.delete(face);
      else if (ignored.some((one) => overlap(box, one) >= FRAMES || shared(box, one) > area(box) / 2)) return [];
      return [{ score: box.score, right: face !== undefined }];
    });
}

/** Pixels under at least one of the regions. */
export function destroyed(regions: readonly Region[], { width, height }: Picture): number {
  const mask = new Uint8Array(width * height);
  for (const region of regions) {
    const [left, right] = [Math.max(0, Math.floor(region.x)), Math.min(width, Math.ceil(region.x + region.width))];
    for (let y = Math.max(0, Math.floor(region.y)); y < Math.min(height, region.y + region.height); y += 1) mask.fill(1, y * width + left, y * width + right);
  }
  return mask.reduce((sum, one) => sum + one, 0);
}
