import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";

import { close } from "./confined/pool";
import { type CleanImage, untrust } from "./proof";
import { resize } from "./resize";
import { readmit, sanitise, sanitiseInSizes } from "./sanitise";

afterAll(close);

const SIZE = { width: 96, height: 64 };
/** Blue, with a red upper left quarter. */
const raw = Buffer.alloc(SIZE.width * SIZE.height * 3);
for (let y = 0; y < SIZE.height; y += 1) {
  for (let x = 0; x < SIZE.width; x += 1) {
    raw.set(x < SIZE.width / 2 && y < SIZE.height / 2 ? [220, 30, 30] : [30, 60, 200], (y * SIZE.width + x) * 3);
  }
}
const picture = sharp(raw, { raw: { ...SIZE, channels: 3 } });

/** Which quarter is red. */
async function redQuarter({ bytes }: CleanImage): Promise<string> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const red = (x: number, y: number) => data[(Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3]! > 128;
  const quarters = { "upper left": [0.25, 0.25], "upper right": [0.75, 0.25], "lower right": [0.75, 0.75], "lower left": [0.25, 0.75] } as const;
  return Object.entries(quarters)
    .filter(([, [x, y]]) => red(x, y))
    .map(([name]) => name)
    .join(" and ");
}

// EXIF 2.32, 4.6.4, tag 0x0112: where the stored picture's first row and column are to be seen.
test.each([
  [1, "upper left"],
  [2, "upper right"],
  [3, "lower right"],
  [4, "lower left"],
  [5, "upper left"],
  [6, "upper right"],
  [7, "lower right"],
  [8, "lower left"],
] as const)("a picture of orientation %i stands upright", async (orientation, quarter) => {
  const clean = await sanitise(untrust(await picture.clone().withMetadata({ orientation }).jpeg().toBuffer()));
  expect([clean.width, clean.height]).toEqual(orientation >= 5 ? [64, 96] : [96, 64]);
  expect(await redQuarter(clean)).toBe(quarter);
});

/** Whether a pixel of the red quarter is still that red. */
const near = async (file: Buffer, tolerance: number) => {
  const { data } = await sharp((await sanitise(untrust(file))).bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (10 * SIZE.width + 10) * 3;
  return [...data.subarray(at, at + 3)].every((value, channel) => Math.abs(value - raw[at + channel]!) <= tolerance);
};

describe("the colours stay", () => {
  test.each([
    ["a JPEG", () => picture.clone().jpeg({ quality: 95 }), 8],
    ["a CMYK JPEG", () => picture.clone().toColourspace("cmyk").jpeg({ quality: 95 }), 45],
    ["a PNG of 16 bits", () => picture.clone().toColourspace("rgb16").png(), 8],
    ["a PNG with a palette", () => picture.clone().png({ palette: true }), 12],
    ["a lossless WebP", () => picture.clone().webp({ lossless: true }), 8],
    ["an AVIF", () => picture.clone().avif({ quality: 90, effort: 0 }), 12],
    ["a TIFF", () => picture.clone().tiff(), 8],
    ["a GIF", () => picture.clone().gif(), 16],
  ])("%s", async (_, make, tolerance) => {
    expect(await near(await make().toBuffer(), tolerance)).toBe(true);
  });

  test("a grey picture becomes three equal channels", async () => {
    const grey = await picture.clone().toColourspace("b-w").png().toBuffer();
    const { data, info } = await sharp((await sanitise(untrust(grey))).bytes).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(3);
    expect(Math.max(...[0, 1, 2].map((channel) => Math.abs(data[channel]! - data[0]!)))).toBeLessThan(3);
  });
});

test("a clean image comes back from storage as what it was, and anything else does not come back", async () => {
  const clean = await sanitise(untrust(await picture.clone().png().toBuffer()));
  expect(readmit(clean.bytes, clean.recipe)).toEqual(clean);
  const longer = Buffer.concat([clean.bytes, Buffer.from([0])]);
  expect(() => readmit(longer)).toThrow(expect.objectContaining({ code: "residue" }));
  expect(() => readmit(new Uint8Array())).toThrow(expect.objectContaining({ code: "residue" }));
});

test("the longer side is never longer than asked for, and a small picture is not enlarged", async () => {
  const file = untrust(await picture.clone().resize(800, 500).png().toBuffer());
  expect(await sanitise(file, { longEdge: 400 })).toMatchObject({ width: 400, height: 250 });
  expect(await sanitise(file, { longEdge: 4000 })).toMatchObject({ width: 800, height: 500 });
  const clean = await sanitise(file);
  expect(await resize(clean, 100)).toMatchObject({ width: 100, height: 63 });
  expect(await resize(clean, 5000)).toMatchObject({ width: 800, height: 500 });
});

test("several sizes of one picture are as each alone would be shrunk, and one that is small already stands again", async () => {
  const file = untrust(await picture.clone().resize(800, 500).png().toBuffer());
  const [whole, large, small, smaller] = await sanitiseInSizes(file, [null, 1000, 400, 100]);
  expect(Buffer.from(whole.bytes)).toEqual(Buffer.from((await sanitise(file)).bytes));
  expect(large).toBe(whole);
  expect(small).toMatchObject({ width: 400, height: 250, recipe: [{ step: "sanitise", format: "png", longEdge: 400 }] });
  expect(smaller).toMatchObject({ width: 100, height: 63 });
  const pixels = (clean: { bytes: Uint8Array }) => sharp(clean.bytes).raw().toBuffer();
  const [shrunk, alone] = await Promise.all([pixels(small), sanitise(file, { longEdge: 400 }).then(pixels)]);
  const furthest = shrunk.reduce((most, value, at) => Math.max(most, Math.abs(value - alone[at]!)), 0);
  expect(furthest).toBeLessThan(12);
});

test("the same file gives the same bytes again", async () => {
  const file = untrust(await picture.clone().jpeg().toBuffer());
  const [one, again] = await Promise.all([sanitise(file), sanitise(file)]);
  expect(Buffer.from(one.bytes)).toEqual(Buffer.from(again.bytes));
});
