import { atlasOf } from "~/atlas/atlas";
import { outline, type Outline } from "~/atlas/outline";

/** The outline of the world, fetched from this very instance with the program. @returns what draws a place on it */
export async function outlineOf(): Promise<(place: { latitude: number; longitude: number }) => Outline> {
  const [near, far] = await Promise.all([import("world-atlas/countries-50m.json"), import("world-atlas/land-110m.json")]);
  const atlas = atlasOf(near.default, far.default);
  return (place) => outline(atlas, place);
}
