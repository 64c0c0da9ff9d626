/** Pictures made dirty by code: each carries a marker in one place of its container where something can hide, and has a twin without it. */
import { dirtyGifs } from "./gif";
import { dirtyHeifs } from "./heif";
import { dirtyJpegs } from "./jpeg";
import type { DirtyFiles } from "./parts";
import { dirtyPngs } from "./png";
import { dirtyTiffs } from "./tiff";
import { dirtyWebps } from "./webp";

export { CANARY, type Dirty, type DirtyFiles } from "./parts";

export async function dirtyFiles(): Promise<DirtyFiles> {
  const all = await Promise.all([dirtyJpegs(), dirtyPngs(), dirtyWebps(), dirtyGifs(), dirtyTiffs(), dirtyHeifs()]);
  return Object.assign({}, ...all);
}
