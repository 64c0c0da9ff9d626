import * as fc from "fast-check";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";

import { close } from "./confined/pool";
import { type CleanImage, untrust } from "./proof";
import { type Region, grown, redact } from "./redact";
import { resize } from "./resize";
import { sanitise } from "./sanitise";

afterAll(close);

const SIZE = { width: 330, height: 250 };

/** Coloured noise: what leaks of it is easily told from black. */
async function noise(seed: number): Promise<CleanImage> {
  const data = Buffer.alloc(SIZE.width * SIZE.height * 3);
  let state = seed;
  for (let at = 0; at < data.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data[at] = state >>> 24;
  }
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

const regions: readonly Region[] = [
  { x: 40, y: 30, width: 61, height: 47 },
  { x: 144, y: 96, width: 16, height: 16 },
  { x: 300.4, y: 200.7, width: 400, height: 400 },
  { x: -20, y: -20, width: 33, height: 33 },
];

test("nothing but black is left where a region was", async () => {
  const pixels = await pixelsOf(await redact(await noise(1), regions));
  for (const region of regions) expect(new Set(inside(pixels, region))).toEqual(new Set([0]));
});

test("what stood in a region cannot be told from what is left of it, even when the picture is made smaller", async () => {
  const longEdges = [null, 200, 97];
  for (const longEdge of longEdges) {
    const [one, other] = await Promise.all([noise(2), noise(3)]);
    // Wholly covered, so that whatever differs afterwards comes from what was destroyed.
    const all = [{ x: 0, y: 0, ...SIZE }];
    const [first, second] = await Promise.all([redact(one, all, { longEdge }), redact(other, all, { longEdge })]);
    expect(Buffer.from(first.bytes)).toEqual(Buffer.from(second.bytes));
  }
});

test("the same surroundings with another face under the region give the same file", async () => {
  const region = { x: 70, y: 60, width: 90, height: 100 };
  const base = await pixelsOf(await noise(4));
  const withFace = async (value: number) => {
    const data = Buffer.from(base.data);
    for (let y = 80; y < 140; y += 1) data.fill(value + (y % 7) * 9, (y * SIZE.width + 90) * 3, (y * SIZE.width + 140) * 3);
    return sanitise(untrust(await sharp(data, { raw: { ...SIZE, channels: 3 } }).png().toBuffer()));
  };
  const [one, other] = await Promise.all([withFace(10), withFace(180)]);
  expect(Buffer.from(one.bytes)).not.toEqual(Buffer.from(other.bytes));
  for (const longEdge of [null, 160]) {
    const [first, second] = await Promise.all([redact(one, [region], { longEdge }), redact(other, [region], { longEdge })]);
    expect(Buffer.from(first.bytes)).toEqual(Buffer.from(second.bytes));
  }
});

test("what lies outside the regions is still there", async () => {
  const clean = await noise(5);
  const before = await pixelsOf(clean);
  const after = await pixelsOf(await redact(clean, [{ x: 0, y: 0, width: 20, height: 20 }]));
  const place = { x: 200, y: 100, width: 80, height: 80 };
  const [was, is] = [inside(before, place), inside(after, place)];
  const difference = was.reduce((sum, value, index) => sum + Math.abs(value - is[index]!), 0) / was.length;
  expect(difference).toBeLessThan(15);
});

test("a region always covers what was asked for, in whole units, within the picture", () => {
  const number = fc.double({ min: -500, max: 500, noNaN: true });
  const length = fc.double({ min: 0.01, max: 700, noNaN: true });
  fc.assert(
    fc.property(number, number, length, length, (x, y, width, height) => {
      const found = grown({ x, y, width, height }, SIZE) ?? { x: 0, y: 0, width: 0, height: 0 };
      const right = found.x + found.width;
      const bottom = found.y + found.height;
      const asked = {
        left: Math.max(0, x),
        top: Math.max(0, y),
        right: Math.min(SIZE.width, x + width),
        bottom: Math.min(SIZE.height, y + height),
      };
      const seen = asked.right > asked.left && asked.bottom > asked.top;
      const covers = found.x <= asked.left && found.y <= asked.top && right >= asked.right && bottom >= asked.bottom;
      expect(covers || !seen).toBe(true);
      expect(found.x % 16 || found.y % 16).toBe(0);
      expect(right).toBeLessThanOrEqual(SIZE.width);
      expect(bottom).toBeLessThanOrEqual(SIZE.height);
      expect(right % 16 === 0 || right === SIZE.width).toBe(true);
      expect(bottom % 16 === 0 || bottom === SIZE.height).toBe(true);
    }),
  );
});

test("a region that is none is a mistake, not a redaction", async () => {
  const clean = await noise(6);
  const wrong = [
    { x: Number.NaN, y: 0, width: 1, height: 1 },
    { x: 0, y: 0, width: 0, height: 5 },
    { x: 0, y: Number.POSITIVE_INFINITY, width: 5, height: 5 },
    { x: 0, y: 0, width: -5, height: 5 },
  ];
  for (const region of wrong) await expect(redact(clean, [region])).rejects.toThrow(RangeError);
  await expect(redact(clean, Array.from({ length: 1001 }, () => regions[0]!))).rejects.toThrow(RangeError);
});

const smallAndRedacted = async () => resize(await redact(await noise(7), [regions[0]!], { longEdge: 300 }), 120);

test("a recipe tells every step, and following it again gives the same bytes", async () => {
  const [one, again] = [await smallAndRedacted(), await smallAndRedacted()];
  expect(Buffer.from(one.bytes)).toEqual(Buffer.from(again.bytes));
  expect(one.recipe).toMatchObject([
    { step: "sanitise", format: "png", longEdge: null },
    { step: "redact", longEdge: 300, fill: [0, 0, 0], regions: [{ x: 32, y: 16, width: 80, height: 64 }] },
    { step: "resize", longEdge: 120 },
  ]);
  expect([one.width, one.height]).toEqual([120, 91]);
});
