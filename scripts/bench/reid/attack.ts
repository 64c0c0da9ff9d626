/** Every hiding, seen in two views by every attacker, becomes vectors; vectors become how often the nearest person is the right one. */
import { type Attacker, hit } from "./attackers";
import { type Hidden, hidden } from "./hidings";
import type { Person, Photo } from "./people";
import { type Pixels, cut, pixelsOf } from "./pixels";

export const views = ["region", "surroundings"] as const;
export type View = (typeof views)[number];
export const galleries = ["clear", "same"] as const;
type Gallery = (typeof galleries)[number];

/** Whoever reads a JPEG smooths chroma across two pixels: that far, what surrounds a region shows in it. That belongs to the other view. */
const EDGE = 2;
/** Of the face's height: what an attacker sees around a face. */
const AROUND = 2.2;

function crop({ pixels, region }: Hidden, photo: Photo, view: View): Pixels {
  if (view === "region") {
    const edge = Math.min(EDGE, Math.floor((Math.min(region.width, region.height) - 1) / 2));
    return cut(pixels, { x: region.x + edge, y: region.y + edge, width: region.width - 2 * edge, height: region.height - 2 * edge });
  }
  const side = AROUND * Math.max(photo.box.width, photo.box.height);
  const [x, y] = [photo.box.x + photo.box.width / 2, photo.box.y + photo.box.height / 2];
  return cut(pixels, { x: x - side / 2, y: y - side / 2, width: side, height: side });
}

/** What each attacker makes of one photo, for each time that it was drawn. */
type Vectors = readonly (readonly Float32Array[])[];
/** One of each photo, by person, hiding and view. */
export type Seen = ReadonlyMap<string, readonly Vectors[]>;
const key = (person: number, hiding: string, view: View) => `${person} ${hiding} ${view}`;

export async function look(everybody: readonly Person[], attackers: readonly Attacker[], told: (done: number) => void): Promise<Seen> {
  const seen = new Map<string, Vectors[]>();
  const queue = everybody.entries();
  let done = 0;
  const lane = async () => {
    for (const [index, person] of queue) {
      for (const photo of person.photos) {
        for (const [name, draws] of await hidden(photo, await pixelsOf(photo.clean))) {
          for (const view of views) {
            const vectors: Float32Array[][] = [];
            for (const one of draws) {
              const face = crop(one, photo, view);
              vectors.push(await Promise.all(attackers.map((attacker) => attacker.vector(face))));
            }
            const place = key(index, name, view);
            seen.set(place, [...(seen.get(place) ?? []), vectors]);
          }
        }
      }
      done += 1;
      told(done);
    }
  };
  await Promise.all([lane(), lane()]);
  return seen;
}

export type Question = { readonly hiding: string; readonly view: View; readonly gallery: Gallery; readonly attacker: number };

/**
 * One list a person: for each of their pictures but the first, how likely it is taken for them, among the people of the same source, whose first
 * pictures are the gallery. A gallery across sources would be told apart by its backgrounds.
 */
export function scores(everybody: readonly Person[], seen: Seen, { hiding, view, gallery, attacker }: Question): number[][] {
  const of = (person: number, name: string) =>
    seen.get(key(person, name, view))!.map((draws) => draws.map((vectors) => vectors[attacker]!));
  return everybody.map((person, index) => {
    const others = everybody.flatMap((other, at) => (other.source === person.source ? [at] : []));
    const known = others.map((at) => of(at, gallery === "clear" ? "none" : hiding)[0]!);
    return of(index, hiding)
      .slice(1)
      .map((probe) => {
        const hits = probe.map((vector, draw) => hit(vector, known.map((draws) => draws[gallery === "clear" ? 0 : draw]!), others.indexOf(index)));
        return hits.reduce((sum, value) => sum + value, 0) / hits.length;
      });
  });
}

/** What guessing comes to, for each probe as in `scores`. */
export function chance(everybody: readonly Person[]): number[][] {
  return everybody.map(({ source, photos }) => photos.slice(1).map(() => 1 / everybody.filter((other) => other.source === source).length));
}
