import { createHash } from "node:crypto";

import * as fc from "fast-check";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";

import { noise } from "../../scripts/seeded-chance";
import { close } from "./confined/pool";
import { type CleanImage, untrust } from "./proof";
import { Recipe } from "./recipe";
import { type Redaction, type Region, planned, redact, redactInSizes, replay } from "./redact";
import { drawings, methods } from "./redaction/methods";
import { resize } from "./resize";
import { sanitise } from "./sanitise";

afterAll(close);

const SIZE = { width: 330, height: 250 };

/** Coloured noise: what leaks of it is easily told from black. */
async function noisy(seed: number): Promise<CleanImage> {
  const data = noise(SIZE.width * SIZE.height * 3, seed);
  return sanitise(untrust(await sharp(data, { raw: { ...SIZE, channels: 3 } }).png().toBuffer()));
}

type Decoded = { readonly data: Buffer; readonly width: number };
async function pixelsOf({ bytes }: CleanImage): Promise<Decoded> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width };
}

/** Every value of the pixels inside, clamped to the picture. */
function inside({ data, width }: Decoded, { x, y, width: across, height: down }: Region): number[] {
  const height = data.length / 3 / width;
  const values: number[] = [];
  for (let row = Math.max(0, Math.floor(y)); row < Math.min(height, y + down); row += 1) {
    const from = Math.max(0, Math.floor(x));
    values.push(...data.subarray((row * width + from) * 3, (row * width + Math.min(width, Math.ceil(x + across))) * 3));
  }
  return values;
}

const SEED = "00112233445566778899aabbccddeeff";

const regions: readonly Region[] = [
  { x: 40, y: 30, width: 61, height: 47 },
  { x: 144, y: 96, width: 16, height: 16 },
  { x: 300.4, y: 200.7, width: 400, height: 400 },
  { x: -20, y: -20, width: 33, height: 33 },
];

test("nothing but black is left where a region was", async () => {
  const pixels = await pixelsOf(await redact(await noisy(1), regions));
  for (const region of regions) expect(new Set(inside(pixels, region))).toEqual(new Set([0]));
});

test("what stood in a region cannot be told from what is left of it, even when the picture is made smaller", async () => {
  const longEdges = [null, 97];
  for (const longEdge of longEdges) {
    const [one, other] = await Promise.all([noisy(2), noisy(3)]);
    // Wholly covered, so that whatever differs afterwards comes from what was destroyed.
    const all = [{ x: 0, y: 0, ...SIZE }];
    for (const method of methods) {
      const how = { method, seed: SEED, longEdge };
      const [first, second] = await Promise.all([redact(one, all, how), redact(other, all, how)]);
      expect(Buffer.from(first.bytes)).toEqual(Buffer.from(second.bytes));
    }
  }
}, 60_000);

test("the same surroundings with another face under the region give the same file", async () => {
  const region = { x: 70, y: 60, width: 90, height: 100 };
  const base = await pixelsOf(await noisy(4));
  const withFace = async (value: number) => {
    const data = Buffer.from(base.data);
    for (let y = 80; y < 140; y += 1) data.fill(value + (y % 7) * 9, (y * SIZE.width + 90) * 3, (y * SIZE.width + 140) * 3);
    return sanitise(untrust(await sharp(data, { raw: { ...SIZE, channels: 3 } }).png().toBuffer()));
  };
  const [one, other] = await Promise.all([withFace(10), withFace(180)]);
  expect(Buffer.from(one.bytes)).not.toEqual(Buffer.from(other.bytes));
  for (const longEdge of [null, 160]) {
    for (const method of methods) {
      const how = { method, seed: SEED, longEdge };
      const [first, second] = await Promise.all([redact(one, [region], how), redact(other, [region], how)]);
      expect(Buffer.from(first.bytes)).toEqual(Buffer.from(second.bytes));
    }
  }
}, 60_000);

/** Fancy upsampling of chroma reaches across a unit's edge: what is compared stays clear of it. */
const REACH = 2;
const shrunk = ({ x, y, width, height }: Region): Region => ({
  x: x + REACH,
  y: y + REACH,
  width: Math.max(0, width - 2 * REACH),
  height: Math.max(0, height - 2 * REACH),
});

/** What is left of a picture when the rectangles and their near surroundings are taken out: a digest, since a difference is not worth printing. */
function without({ data, width }: Decoded, places: readonly Region[]): string {
  const rest = Buffer.from(data);
  const height = data.length / 3 / width;
  for (const { x, y, width: across, height: down } of places) {
    for (let row = Math.max(0, y - REACH); row < Math.min(height, y + down + REACH); row += 1) {
      rest.fill(0, (row * width + Math.max(0, x - REACH)) * 3, (row * width + Math.min(width, x + across + REACH)) * 3);
    }
  }
  return createHash("sha256").update(rest).digest("hex");
}

/** At least a part of it is in the picture. */
const somewhere = fc
  .record({
    x: fc.double({ min: -60, max: SIZE.width, noNaN: true }),
    y: fc.double({ min: -60, max: SIZE.height, noNaN: true }),
    width: fc.double({ min: 0.5, max: 140, noNaN: true }),
    height: fc.double({ min: 0.5, max: 140, noNaN: true }),
    shape: fc.constantFrom("square" as const, "oblong" as const, undefined),
  })
  .filter(({ x, y, width, height }) => x < SIZE.width && y < SIZE.height && x + width > 0 && y + height > 0);

test("outside of what is drawn every pixel is as in a picture without redaction, and inside it is a matter of method, seed and size", async () => {
  const [clean, bare] = [await noisy(5), await noisy(8)];
  const untouched = await pixelsOf(await redact(clean, []));
  await fc.assert(
    fc.asyncProperty(fc.array(somewhere, { minLength: 1, maxLength: 4 }), fc.constantFrom(...methods), async (asked, method) => {
      const places = planned(clean, asked);
      const [one, other] = await Promise.all([clean, bare].map(async (from) => pixelsOf(await redact(from, asked, { method, seed: SEED }))));
      expect(without(one!, places)).toEqual(without(untouched, places));
      // Another picture, the same rectangles: what is drawn is the same.
      for (const place of places) expect(inside(one!, shrunk(place))).toEqual(inside(other!, shrunk(place)));
    }),
    { numRuns: 12 },
  );
}, 60_000);

test("a mosaic shows the tones of its palette and nothing else, another with another seed and in the next region", async () => {
  const place = { x: 64, y: 64, width: 128, height: 128 };
  const draw = (seed: string, index: number) => drawings.mosaic.draw(place, seed, index);
  expect(draw(SEED, 0)).toEqual(draw(SEED, 0));
  expect(draw(SEED, 0)).not.toEqual(draw(SEED, 1));
  expect(draw(SEED, 0)).not.toEqual(draw("0".repeat(32), 0));
  const tones = (texture: Buffer) => new Set(Array.from({ length: texture.length / 3 }, (_, at) => texture.readUIntBE(at * 3, 3)));
  expect(tones(draw(SEED, 0)).size).toBe(8);
  expect(tones(draw("f".repeat(32), 7))).toEqual(tones(draw(SEED, 0)));
  // Whatever the size and the proportions, the same cells: the middle of each has the same tone.
  const middles = (size: { width: number; height: number }) => {
    const texture = drawings.mosaic.draw(size, SEED, 0);
    const at = (cell: number, side: number) => Math.floor(((cell + 0.5) * side) / 8);
    return Array.from({ length: 64 }, (_, cell) => texture.readUIntBE((at(Math.floor(cell / 8), size.height) * size.width + at(cell % 8, size.width)) * 3, 3));
  };
  for (const size of [{ width: 48, height: 32 }, { width: 250, height: 720 }]) expect(middles(size)).toEqual(middles(place));
  const clean = await noisy(1);
  const [first, second] = [await redact(clean, [place], { method: "mosaic" }), await redact(clean, [place], { method: "mosaic" })];
  expect(first.recipe).not.toEqual(second.recipe);
  expect(Buffer.from(first.bytes)).not.toEqual(Buffer.from(second.bytes));
});

test("a method is told a size and a seed; what it draws cannot depend on a pixel, since it is given none", () => {
  expect(Object.keys(drawings)).toEqual([...methods]);
  expect([...methods]).toEqual(["solid", "mosaic"]);
  for (const method of methods) {
    const { draw, seeded } = drawings[method];
    expect(draw).toHaveLength(seeded ? 3 : 1);
    for (const size of [{ width: 16, height: 16 }, { width: 3, height: 250 }, { width: 480, height: 16 }]) {
      expect(draw(size, seeded ? SEED : null, 0)).toHaveLength(size.width * size.height * 3);
    }
  }
  for (const seed of [null, "", "11", `${SEED}0`, SEED.toUpperCase()]) {
    expect(() => drawings.mosaic.draw({ width: 16, height: 16 }, seed, 0)).toThrow(RangeError);
  }
});

test("a region that is none, or that lies beside the picture, is a mistake, not a redaction", async () => {
  const clean = await noisy(6);
  const wrong = [
    { x: Number.NaN, y: 0, width: 1, height: 1 },
    { x: 0, y: 0, width: 0, height: 5 },
    { x: 0, y: Number.POSITIVE_INFINITY, width: 5, height: 5 },
    { x: 0, y: 0, width: -5, height: 5 },
    { x: clean.width, y: 0, width: 5, height: 5 },
    { x: 0, y: -5, width: 5, height: 5 },
  ];
  for (const region of wrong) await expect(redact(clean, [region])).rejects.toThrow(RangeError);
  await expect(redact(clean, Array.from({ length: 1001 }, () => regions[0]!))).rejects.toThrow(RangeError);
});

const smallAndRedacted = async () =>
  resize(await redact(await noisy(7), [{ ...regions[0]!, shape: "oblong" }, regions[1]!], { longEdge: 300, method: "mosaic", seed: SEED }), 120);

test("a recipe tells every step, and following it again gives the same bytes", async () => {
  const [one, again] = [await smallAndRedacted(), await smallAndRedacted()];
  expect(Buffer.from(one.bytes)).toEqual(Buffer.from(again.bytes));
  expect(one.recipe).toMatchObject([
    { step: "sanitise", format: "png", longEdge: null },
    {
      step: "redact",
      method: "mosaic",
      version: 1,
      seed: SEED,
      longEdge: 300,
      regions: [
        { x: 16, y: 16, width: 96, height: 64 },
        { x: 128, y: 80, width: 48, height: 48 },
      ],
    },
    { step: "resize", longEdge: 120 },
  ]);
  expect([one.width, one.height]).toEqual([120, 91]);
});

test("in several sizes from one decoding, each is the very image that its recipe alone gives, and none is larger than the one before", async () => {
  const clean = await noisy(10);
  for (const method of methods) {
    const [whole, leaving, preview, same] = await redactInSizes(clean, regions, [null, 250, 120, 400], { method, seed: SEED });
    expect([whole, leaving, preview].map(({ width }) => width)).toEqual([330, 250, 120]);
    expect(same).toBe(preview);
    const alone = await redact(clean, regions, { method, seed: SEED, longEdge: 250 });
    expect(Buffer.from(leaving.bytes)).toEqual(Buffer.from(alone.bytes));
    expect(leaving.recipe).toEqual(alone.recipe);
    for (const image of [leaving, preview]) {
      const again = await replay(clean, image.recipe.at(-1) as Redaction);
      expect(Buffer.from(again.bytes)).toEqual(Buffer.from(image.bytes));
    }
  }
});

test("what chance drew once is drawn again from the recipe alone", async () => {
  const clean = await noisy(9);
  for (const method of methods) {
    const made = await redact(clean, regions, { method, longEdge: 250 });
    const kept = Recipe.parse(JSON.parse(JSON.stringify(made.recipe)));
    const step = kept.at(-1) as Redaction;
    const again = await replay(clean, step);
    expect(Buffer.from(again.bytes)).toEqual(Buffer.from(made.bytes));
    expect(again.recipe).toEqual(made.recipe);
    await expect(replay(clean, { ...step, version: step.version + 1 })).rejects.toThrow(RangeError);
    await expect(replay(clean, { ...step, regions: [{ x: 320, y: 0, width: 16, height: 16 }] })).rejects.toThrow(RangeError);
  }
});
