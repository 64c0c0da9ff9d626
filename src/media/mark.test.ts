import * as fc from "fast-check";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";

import { noise } from "../../scripts/seeded-chance";
import { close } from "./confined/pool";
import { ADVANCE, GLYPH_HEIGHT, GLYPH_WIDTH, glyphOf, letters } from "./glyphs";
import { band, mark, underlined } from "./mark";
import { type CleanImage, untrust } from "./proof";
import { Recipe } from "./recipe";
import { sanitise } from "./sanitise";

afterAll(close);

const TEXT = "COPY 0K7Q-2XWD FOR LEGAL ADVICE";

async function noisy(width: number, height: number): Promise<CleanImage> {
  const data = noise(width * height * 3, width);
  return sanitise(untrust(await sharp(data, { raw: { width, height, channels: 3 } }).png().toBuffer()));
}
const pixelsOf = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();

/** What stands in a band: each place of each line held against every letter. `dot` in pixels. */
function read({ width, height, data }: { width: number; height: number; data: Buffer }, dot: number): string {
  const isInk = (x: number, y: number) => data[(Math.floor((y + 0.5) * dot) * width + Math.floor((x + 0.5) * dot)) * 3]! > 127;
  const letterAt = (left: number, top: number) => {
    const rows = Array.from({ length: GLYPH_HEIGHT }, (_, y) => Array.from({ length: GLYPH_WIDTH }, (__, x) => (isInk(left + x, top + y) ? "#" : ".")).join(""));
    return letters.find((letter) => glyphOf(letter).join() === rows.join()) ?? "?";
  };
  const lines: string[] = [];
  for (let top = 2; (top + GLYPH_HEIGHT) * dot <= height; top += GLYPH_HEIGHT + 3) {
    let line = "";
    for (let left = 2; (left + GLYPH_WIDTH + 2) * dot <= width; left += ADVANCE) line += letterAt(left, top);
    lines.push(line.trimEnd());
  }
  return lines.filter((line) => line !== "").join(" ");
}

test.each([
  ["a photo as most leave", 1600, 7],
  ["a small one", 320, 2],
  ["a narrow one, in several lines", 214, 2],
])("what stands under %s can be read out of the file that leaves", async (_what, width, dot) => {
  const picture = await noisy(width, 90);
  const marked = await mark(picture, TEXT);
  const expected = band(TEXT, width);
  expect([marked.width, marked.height]).toEqual([width, picture.height + expected.height]);
  const data = (await pixelsOf(marked.bytes)).subarray(width * picture.height * 3);
  expect(read({ width, height: expected.height, data }, dot)).toBe(TEXT);
  // Below the block that the picture's last rows share, each pixel is the expected one within what the compression costs.
  const shared = (16 - (picture.height % 16)) % 16;
  let worst = 0;
  for (let at = shared * width * 3; at < data.length; at += 1) worst = Math.max(worst, Math.abs(data[at]! - expected.data[at]!));
  expect(worst).toBeLessThan(100);
});

test("the picture itself goes to the encoder as it is, whatever stands under it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 12, max: 90 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom(TEXT, "COPY"), (width, height, text) => {
      const picture = { width, height, data: Buffer.from(noise(width * height * 3, width)) };
      const marked = underlined(picture, text);
      expect(marked.width).toBe(width);
      expect(marked.data.subarray(0, picture.data.length).equals(picture.data)).toBe(true);
      expect((marked.height - height) % 16).toBe(0);
      expect(marked.data.length).toBe(width * marked.height * 3);
    }),
  );
});

test("the pixels above the band come out of the file as those of the unmarked one, within the compression's error", async () => {
  const picture = await noisy(640, 96);
  const [before, after] = await Promise.all([pixelsOf(picture.bytes), mark(picture, TEXT).then(({ bytes }) => pixelsOf(bytes))]);
  let sum = 0;
  for (let at = 0; at < before.length; at += 1) sum += Math.abs(before[at]! - after[at]!);
  expect(sum / before.length).toBeLessThan(8);
});

test("at whatever width, all of the words stand there", () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 1000 }), (width) => {
      const drawn = band(TEXT, width);
      const dots = [1, 2, 3, 4];
      expect(dots.map((dot) => read(drawn, dot))).toContain(TEXT);
    }),
    { numRuns: 12 },
  );
});

test("the same words on the same picture are the same file, and the recipe says which", async () => {
  const picture = await noisy(320, 64);
  const [one, other] = [await mark(picture, TEXT), await mark(picture, TEXT)];
  expect(Buffer.from(one.bytes).equals(other.bytes)).toBe(true);
  expect(Recipe.parse(one.recipe).at(-1)).toMatchObject({ step: "mark", version: 1, text: TEXT });
});

test("what there is no letter for, and a picture too narrow for one, are refused", () => {
  expect(() => band("copy", 320)).toThrow(RangeError);
  expect(() => band("COPY", 8)).toThrow(RangeError);
  expect(band("COPY", 9).height).toBeGreaterThan(0);
});

test("every letter is five dots wide and seven high, and none looks like another", () => {
  for (const letter of letters) expect(glyphOf(letter).map((row) => row.length)).toEqual(Array.from({ length: GLYPH_HEIGHT }, () => GLYPH_WIDTH));
  expect(new Set(letters.map((letter) => glyphOf(letter).join())).size).toBe(letters.length);
});
