import { open, stat, type FileHandle } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, zstdDecompress } from "node:zlib";
import { Compression, PMTiles, ResolvedValueCache, TileType, type Header, type Source } from "pmtiles";
import * as z from "zod";
import { tellsWater, type TileBytes } from "~/atlas/detail";
import { tilesOf, type Bounds } from "~/atlas/tiles";
import type { View } from "~/atlas/view";

/**
 * An operator's own archive of vector tiles, a PMTiles file of version 3. It is opened for each drawing and read where that needs it:
 * nothing of it is kept, so that another file in its place is the one that is drawn next. What it says of its own lengths is believed
 * up to the bounds below.
 */
const sentences = {
  unreadable: "there is no file that can be read",
  "no-pmtiles": "it is no PMTiles archive of version 3",
  "no-vectors": "it holds pictures or something else, and no vector tiles (MVT)",
  "no-water": "none of its layers is water or ocean, as Protomaps, OpenMapTiles and Shortbread call theirs, so that all would look like land",
  empty: "it holds no tiles, or does not say of what part of the world",
  "too-large": "a part of it is larger than any map needs",
  damaged: "it is damaged, or was not copied to its end",
} as const;

/** Its message is for whoever runs the service, and says nothing of the file's name or content. */
export class MapTilesError extends Error {
  override readonly name = "MapTilesError";
  constructor(readonly code: keyof typeof sentences, cause?: unknown) {
    super(`${sentences[code]}.`, { cause });
  }
}

/** Of a tile, a directory or what the archive says of itself: as it lies in the file, and unpacked. */
const MOST_BYTES = 1_000_000;
const MOST_UNPACKED = 4_000_000;
/** All that is asked for without a length that the archive told: its header, and its first directory. */
const FIRST_BYTES = 16_384;
const HEADER_BYTES = 127;

const unpackers = {
  [Compression.Gzip]: promisify(gunzip),
  [Compression.Brotli]: promisify(brotliDecompress),
  [Compression.Zstd]: promisify(zstdDecompress),
} as const;

const isPacked = (compression: Compression): compression is keyof typeof unpackers => compression in unpackers;
const tooLarge = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";

async function unpack(bytes: ArrayBuffer, compression: Compression): Promise<ArrayBuffer> {
  if (!isPacked(compression)) return bytes;
  try {
    return new Uint8Array(await unpackers[compression](bytes, { maxOutputLength: MOST_UNPACKED })).buffer;
  } catch (error) {
    throw new MapTilesError(tooLarge(error) ? "too-large" : "damaged", error);
  }
}

const sourceOf = (handle: FileHandle): Source => ({
  getKey: () => "map-tiles",
  getBytes: async (offset, length) => {
    if (length > MOST_BYTES) throw new MapTilesError("too-large");
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
    if (bytesRead < length && (offset > 0 || length > FIRST_BYTES)) throw new MapTilesError("damaged");
    return { data: buffer.buffer.slice(0, bytesRead) };
  },
});

const Metadata = z.object({
  vector_layers: z.array(z.object({ id: z.string() })).max(1000),
  attribution: z.string().max(4000).optional(),
});

/** Who made the map, as text: archives write it as a link, and say it in capitals of HTML. */
const sourceIn = (attribution: string): string | null =>
  attribution.replaceAll(/<[^>]*>/g, "").replaceAll("&copy;", "©").replaceAll("&amp;", "&").trim().slice(0, 200) || null;

type Archive = { readonly tiles: PMTiles; readonly header: Header; readonly bounds: Bounds; readonly source: string | null };

/** @throws MapTilesError for what is no archive that can be drawn */
async function archiveIn(handle: FileHandle): Promise<Archive> {
  const source = sourceOf(handle);
  const first = Buffer.from((await source.getBytes(0, HEADER_BYTES)).data);
  if (first.length < HEADER_BYTES || first.toString("latin1", 0, 8) !== "PMTiles\u0003") throw new MapTilesError("no-pmtiles");
  const cache = new ResolvedValueCache(25, false, unpack);
  const tiles = new PMTiles(source, cache, unpack);
  const header = await tiles.getHeader();
  if (header.tileType !== TileType.Mvt) throw new MapTilesError("no-vectors");
  if ((await handle.stat()).size < header.tileDataOffset + (header.tileDataLength ?? 0)) throw new MapTilesError("damaged");
  const bounds = { west: header.minLon, south: header.minLat, east: header.maxLon, north: header.maxLat };
  const root = await cache.getDirectory(source, header.rootDirectoryOffset, header.rootDirectoryLength, header);
  if (root.length === 0 || bounds.west >= bounds.east || bounds.south >= bounds.north) throw new MapTilesError("empty");
  const metadata = Metadata.safeParse(await tiles.getMetadata());
  if (!metadata.success || !tellsWater(metadata.data.vector_layers.map(({ id }) => id))) throw new MapTilesError("no-water");
  return { tiles, header, bounds, source: sourceIn(metadata.data.attribution ?? "") };
}

/** Open the archive for as long as `work` takes. @throws MapTilesError for whatever is wrong with it */
async function withArchive<T>(file: string, work: (archive: Archive) => Promise<T>): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    // A pipe would be waited for without end.
    if (!(await stat(file)).isFile()) throw new MapTilesError("unreadable");
    handle = await open(file, "r");
    return await work(await archiveIn(handle));
  } catch (error) {
    if (error instanceof MapTilesError) throw error;
    throw new MapTilesError(handle ? "damaged" : "unreadable", error);
  } finally {
    await handle?.close();
  }
}

/** @throws MapTilesError where `file` is no archive that can be drawn */
export const checkMapTiles = (file: string): Promise<void> => withArchive(file, async () => {});

export type Shown = { readonly bounds: Bounds; readonly source: string | null; readonly tiles: readonly TileBytes[] };

/**
 * The tiles of the archive that show some of a view, a handful at most, and who made them. Those that it does not have are left out.
 * @throws MapTilesError for an archive that cannot be read to the end
 */
export const tilesIn = (file: string, view: View): Promise<Shown> =>
  withArchive(file, async ({ tiles, header, bounds, source }) => {
    const found: TileBytes[] = [];
    for (const tile of tilesOf(view, header)) {
      const answer = await tiles.getZxy(tile.z, tile.x, tile.y);
      if (answer) found.push({ tile, bytes: new Uint8Array(answer.data) });
    }
    return { bounds, source, tiles: found };
  });
