import { detailOf, type Detail } from "~/atlas/detail";
import { outline, overview, regionAround, viewOf, type Outline, type Overview } from "~/atlas/outline";
import type { Place, View } from "~/atlas/view";
import { config } from "~/env";
import { atlas } from "~/server/atlas";
import { log } from "~/server/log";
import { checkMapTiles, MapTilesError, tilesIn } from "~/server/map-tiles";

/** @throws Error in a sentence, where the operator named an archive of tiles that cannot be drawn */
export async function checkMaps(): Promise<void> {
  const { mapTiles } = config();
  if (mapTiles !== null) await checkMapTiles(mapTiles);
}

/** What the operator's archive knows of a view; null where there is none, and where it does not do, which is logged. */
async function detailIn(view: View): Promise<Detail | null> {
  const { mapTiles } = config();
  if (mapTiles === null) return null;
  try {
    const { bounds, tiles, source } = await tilesIn(mapTiles, view);
    const detail = detailOf(view, bounds, tiles, source);
    if (!detail) log.mapOutlined("not-covered");
    return detail;
  } catch (error) {
    log.mapOutlined(error instanceof MapTilesError ? error.code : "not-drawn", error);
    return null;
  }
}

/** Places on one drawing: over the shipped outline, what the operator's archive knows of it. */
export async function mapOf(places: readonly [Place, ...Place[]]): Promise<Overview> {
  const view = viewOf(places);
  return overview(await atlas(), places, view && (await detailIn(view)));
}

/** A place in its neighbourhood and in the world, likewise. */
export const mapAround = async (place: Place): Promise<Outline> => outline(await atlas(), place, await detailIn(regionAround(place)));
