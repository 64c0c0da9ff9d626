import { gzipSync } from "node:zlib";
import { PbfWriter } from "pbf";
import { zxyToTileId } from "pmtiles";

/** Archives of vector tiles, written by hand: PMTiles version 3, and tiles by the Mapbox Vector Tile specification 2.1. */

type Point = readonly [x: number, y: number];
export type Feature = { readonly lines?: readonly (readonly Point[])[]; readonly rings?: readonly (readonly Point[])[]; readonly tags?: Readonly<Record<string, string | number | boolean>> };
export type Layers = Readonly<Record<string, readonly Feature[]>>;

export const EXTENT = 4096;
const [MOVE, LINE, CLOSE] = [1, 2, 7] as const;
const zigzag = (value: number): number => (value << 1) ^ (value >> 31);

function geometryOf({ lines = [], rings = [] }: Feature): number[] {
  let [x, y] = [0, 0];
  const step = ([a, b]: Point): number[] => {
    const steps = [zigzag(a - x), zigzag(b - y)];
    [x, y] = [a, b];
    return steps;
  };
  return [...lines, ...rings].flatMap(([first, ...rest], at) => [
    MOVE | (1 << 3), ...step(first!), LINE | (rest.length << 3), ...rest.flatMap(step), ...(at < lines.length ? [] : [CLOSE | (1 << 3)]),
  ]);
}

/** @param geometry instead of a feature's own commands */
export function tileOf(layers: Layers, { extent = EXTENT, geometry }: { readonly extent?: number; readonly geometry?: readonly number[] } = {}): Uint8Array {
  const tile = new PbfWriter();
  for (const [name, features] of Object.entries(layers)) {
    const tags = features.flatMap((feature) => Object.entries(feature.tags ?? {}));
    tile.writeMessage(3, (_, layer: PbfWriter) => {
      layer.writeStringField(1, name);
      let told = 0;
      for (const feature of features)
        layer.writeMessage(2, (_, writer: PbfWriter) => {
          const count = Object.keys(feature.tags ?? {}).length;
          writer.writePackedVarint(2, Array.from({ length: count }, (_, nth) => [told + nth, told + nth]).flat());
          told += count;
          writer.writeVarintField(3, feature.rings ? 3 : 2);
          writer.writePackedVarint(4, [...(geometry ?? geometryOf(feature))]);
        }, null);
      for (const [key] of tags) layer.writeStringField(3, key);
      for (const [, value] of tags)
        layer.writeMessage(4, (_, writer: PbfWriter) => {
          if (typeof value === "string") writer.writeStringField(1, value);
          else if (typeof value === "number") writer.writeVarintField(5, value);
          else writer.writeBooleanField(7, value);
        }, null);
      layer.writeVarintField(5, extent);
      layer.writeVarintField(15, 2);
    }, null);
  }
  return tile.finish();
}

type Told = {
  readonly version?: number;
  readonly tileType?: number;
  readonly bounds?: readonly [west: number, south: number, east: number, north: number];
  readonly metadata?: unknown;
  /** What the directory says of a tile's length, instead of the truth. */
  readonly length?: number;
};
export type Square = { readonly z: number; readonly x: number; readonly y: number; readonly bytes: Uint8Array };

const HEADER = 127;
const GZIP = 2;
const MVT = 1;

type Entry = { readonly id: number; readonly run: number; readonly length: number; readonly offset: number };

/** Four lists of numbers; one that is a leaf's has no run. */
function directoryOf(entries: readonly Entry[]): Uint8Array {
  const directory = new PbfWriter();
  directory.writeVarint(entries.length);
  for (const [at, { id }] of entries.entries()) directory.writeVarint(id - (entries[at - 1]?.id ?? 0));
  for (const { run } of entries) directory.writeVarint(run);
  for (const { length } of entries) directory.writeVarint(length);
  for (const { offset } of entries) directory.writeVarint(1 + offset);
  return gzipSync(directory.finish());
}

/** Bytes one after the other, and where each begins. */
function inARow(parts: readonly Uint8Array[]): { readonly all: Uint8Array; readonly offsets: readonly number[] } {
  let end = 0;
  const offsets = parts.map((part) => (end += part.length) - part.length);
  return { all: Buffer.concat(parts), offsets };
}

const PER_LEAF = 1000;

/** An archive in which everything is packed with gzip; with many tiles, its directory has leaves. */
export function archiveOf(squares: readonly Square[], told: Told = {}): Uint8Array {
  const sorted = squares.map(({ z, x, y, bytes }) => ({ z, id: zxyToTileId(z, x, y), bytes: gzipSync(bytes) })).toSorted((a, b) => a.id - b.id);
  const data = inARow(sorted.map(({ bytes }) => bytes));
  const entries = sorted.map(({ id, bytes }, at): Entry => ({ id, run: 1, length: told.length ?? bytes.length, offset: data.offsets[at]! }));
  const chunks = entries.length <= PER_LEAF ? [] : Array.from({ length: Math.ceil(entries.length / PER_LEAF) }, (_, nth) => entries.slice(nth * PER_LEAF, (nth + 1) * PER_LEAF));
  const packed = chunks.map(directoryOf);
  const leaves = inARow(packed);
  const root = directoryOf(chunks.length === 0 ? entries : chunks.map(([first], at): Entry => ({ id: first!.id, run: 0, length: packed[at]!.length, offset: leaves.offsets[at]! })));
  const metadata = gzipSync(JSON.stringify(told.metadata ?? { vector_layers: [{ id: "water" }, { id: "roads" }], attribution: "<a href='x'>&copy; OpenStreetMap</a>" }));
  const body = inARow([Buffer.alloc(HEADER), root, metadata, leaves.all, data.all]);
  const header = Buffer.alloc(HEADER);
  header.write("PMTiles", "latin1");
  header.writeUInt8(told.version ?? 3, 7);
  const [, rootAt, metadataAt, leavesAt, dataAt] = body.offsets;
  const count = sorted.length;
  const numbers = [rootAt, root.length, metadataAt, metadata.length, leavesAt, leaves.all.length, dataAt, data.all.length, count, count, count];
  for (const [at, number] of numbers.entries()) header.writeBigUInt64LE(BigInt(number!), 8 + 8 * at);
  const zooms = count === 0 ? [0] : sorted.map(({ z }) => z);
  for (const [at, number] of [1, GZIP, GZIP, told.tileType ?? MVT, Math.min(...zooms), Math.max(...zooms)].entries()) header.writeUInt8(number, 96 + at);
  for (const [at, degrees] of (told.bounds ?? [-180, -85, 180, 85]).entries()) header.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * at);
  return Buffer.concat([header, body.all.subarray(HEADER)]);
}
