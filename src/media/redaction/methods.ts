/**
 * What is drawn where pixels were destroyed. A method is told a size and a seed and never sees a pixel: a blur of what was there, its mean
 * colour or a mosaic of it cannot be written as one, and all three identify people to somebody who treats their own pictures the same way.
 */
import { createHash, randomBytes } from "node:crypto";

import type { Size } from "./shapes";

/** `solid`: black. `mosaic`: neutral cells by chance, for people who want the look of a blur. */
export const methods = ["solid", "mosaic"] as const;
export type Method = (typeof methods)[number];

/** Three bytes a pixel, rows without padding, as large as it was asked for. */
type Texture = Buffer;
type Drawing = {
  /** Changes when the same seed and size give other pixels. */
  readonly version: number;
  /** Whether chance has a part in it. Without one the seed is null. */
  readonly seeded: boolean;
  readonly draw: (size: Size, seed: string | null, index: number) => Texture;
};

/** 16 bytes from the system's generator, in hexadecimal. */
export const Seed = /^[0-9a-f]{32}$/;
export const freshSeed = (): string => randomBytes(16).toString("hex");

/**
 * Bytes that a seed stands for: SHAKE256 (FIPS 202) of purpose, seed and number of the region. The same everywhere and for ever, and from what
 * can be seen of one region nothing follows about the next.
 */
function chance(seed: string | null, index: number, length: number): Buffer {
  if (seed === null || !Seed.test(seed)) throw new RangeError("a seed is 16 bytes in hexadecimal");
  return createHash("shake256", { outputLength: length }).update(`mosaic 1 ${seed} ${index}`).digest();
}

/** Cells along each side, whatever the rectangle: seen without what surrounds it, it tells neither its size nor its proportions. */
const CELLS = 8;

/** Muted tones between grey and clay. As many as a power of two, so that a byte picks each as often. */
const palette: readonly (readonly [number, number, number])[] = [
  [96, 91, 88],
  [108, 101, 96],
  [117, 112, 109],
  [126, 117, 110],
  [135, 129, 125],
  [144, 134, 126],
  [153, 146, 141],
  [162, 151, 142],
];

function cells({ width, height }: Size, seed: string | null, index: number): Texture {
  const tones = chance(seed, index, CELLS * CELLS);
  const texture = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * CELLS) / height) * CELLS;
    for (let x = 0; x < width; x += 1) {
      const tone = palette[tones[row + Math.floor((x * CELLS) / width)]! % palette.length]!;
      texture.set(tone, (y * width + x) * 3);
    }
  }
  return texture;
}

export const drawings: Readonly<Record<Method, Drawing>> = {
  solid: { version: 1, seeded: false, draw: ({ width, height }) => Buffer.alloc(width * height * 3) },
  mosaic: { version: 1, seeded: true, draw: cells },
};
