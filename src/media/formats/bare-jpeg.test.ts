import * as fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";

import { noise } from "../../../scripts/seeded-chance";
import { encode } from "../encode";
import { readBareJpeg } from "./bare-jpeg";

/** Noise of a given strength over a slope: strength 0 makes long runs without coefficients, 255 fills every block. */
function noisy(width: number, height: number, strength: number, seed: number): Buffer {
  const data = noise(width * height * 3, seed);
  return Buffer.from(data.map((value, at) => Math.min(255, Math.floor((at / data.length) * 128 + (value / 255) * strength))));
}

const written = (width: number, height: number, strength: number, seed = 1) =>
  encode({ width, height, data: noisy(width, height, strength, seed) });

type Marker = { readonly code: number; readonly at: number; readonly end: number };

/** Where segments begin and end, found in another way than the reader does: by looking for markers. */
function markers(jpeg: Buffer): Marker[] {
  const found: Marker[] = [];
  for (let at = 0; at < jpeg.length - 1; ) {
    const code = jpeg[at + 1]!;
    if (jpeg[at] !== 0xff || code === 0) {
      at += 1;
      continue;
    }
    const end = code === 0xd8 || code === 0xd9 ? at + 2 : at + 2 + jpeg.readUInt16BE(at + 2);
    found.push({ code, at, end });
    at = end;
  }
  return found;
}

const insert = (jpeg: Buffer, at: number, bytes: readonly number[] | Buffer) =>
  Buffer.concat([jpeg.subarray(0, at), Buffer.from(bytes), jpeg.subarray(at)]);
const changed = (jpeg: Buffer, at: number, value: number) => {
  const copy = Buffer.from(jpeg);
  copy[at] = value;
  return copy;
};
const of = (jpeg: Buffer, code: number) => markers(jpeg).filter((marker) => marker.code === code);

test("what the encoder writes passes, whatever the picture", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 150 }),
      fc.integer({ min: 1, max: 150 }),
      fc.constantFrom(0, 3, 40, 255),
      fc.nat(),
      async (width, height, strength, seed) => {
        expect(readBareJpeg(await written(width, height, strength, seed))).toEqual({ ok: true, picture: { width, height } });
      },
    ),
    { numRuns: 60 },
  );
});

test("a white picture of many blocks passes", async () => {
  const data = Buffer.alloc(3000 * 2000 * 3, 255);
  expect(readBareJpeg(await encode({ width: 3000, height: 2000, data }))).toMatchObject({ ok: true });
});

describe("whatever is added, left out or changed is refused:", async () => {
  const jpeg = await written(120, 88, 60);
  const all = markers(jpeg);
  const boundaries = all.filter(({ code }) => code !== 0xd8).map(({ at }) => at);
  const text = Buffer.from("hidden");
  const segment = (code: number) => [0xff, code, 0, 8, ...text];
  const scan = of(jpeg, 0xda)[0]!.end;

  const mutants: Readonly<Record<string, Buffer[]>> = {
    "an application segment or comment anywhere": boundaries.flatMap((at) =>
      [0xe0, 0xe1, 0xe2, 0xeb, 0xed, 0xee, 0xef, 0xfe].map((code) => insert(jpeg, at, segment(code))),
    ),
    "an empty segment of any code anywhere": boundaries.flatMap((at) =>
      Array.from({ length: 0x3f }, (_, index) => insert(jpeg, at, [0xff, 0xc0 + index, 0, 2])),
    ),
    "a fill byte before a marker": boundaries.map((at) => insert(jpeg, at, [0xff])),
    "bytes before a marker": boundaries.flatMap((at) => [insert(jpeg, at, [0]), insert(jpeg, at, text), insert(jpeg, at, [0xff, 0])]),
    "a restart inside a scan": of(jpeg, 0xda).map(({ end }) => insert(jpeg, end + 2, [0xff, 0xd0])),
    "bytes after the end": [[0], [0x0a], [0xff, 0xd9], [...text], [...jpeg]].map((bytes) => insert(jpeg, jpeg.length, bytes)),
    "bytes before the beginning": [insert(jpeg, 0, text), insert(jpeg, 0, jpeg)],
    "a quantisation value": of(jpeg, 0xdb).flatMap(({ at, end }) =>
      Array.from({ length: end - at - 4 }, (_, index) => changed(jpeg, at + 4 + index, jpeg[at + 4 + index]! ^ 1)),
    ),
    "a table that is there twice": [...of(jpeg, 0xdb), ...of(jpeg, 0xc4)].map(({ at, end }) => insert(jpeg, end, jpeg.subarray(at, end))),
    "any byte of a Huffman table, of the frame or of the scan's header": [...of(jpeg, 0xc4), ...of(jpeg, 0xc0), ...of(jpeg, 0xda)].flatMap(({ at, end }) =>
      Array.from({ length: end - at - 1 }, (_, index) => changed(jpeg, at + 1 + index, jpeg[at + 1 + index]! ^ 0x10)),
    ),
    "tables in another order": [
      Buffer.concat([jpeg.subarray(0, 2), ...of(jpeg, 0xdb).toReversed().map(({ at, end }) => jpeg.subarray(at, end)), jpeg.subarray(of(jpeg, 0xc0)[0]!.at)]),
    ],
    "another process": Array.from({ length: 15 }, (_, index) => changed(jpeg, of(jpeg, 0xc0)[0]!.at + 1, 0xc1 + index)),
    "a picture said to be a unit wider, narrower, higher or lower": [-16, 16].flatMap((by) => {
      const { at } = of(jpeg, 0xc0)[0]!;
      const [taller, wider] = [Buffer.from(jpeg), Buffer.from(jpeg)];
      taller.writeUInt16BE(88 + by, at + 5);
      wider.writeUInt16BE(120 + by, at + 7);
      return [taller, wider];
    }),
    "the number of lines after the scan": [insert(jpeg, jpeg.length - 2, [0xff, 0xdc, 0, 4, 0, 88])],
    "a second scan": [insert(jpeg, jpeg.length - 2, jpeg.subarray(of(jpeg, 0xda)[0]!.at, jpeg.length - 2))],
    "an end too early": Array.from({ length: jpeg.length - 1 }, (_, length) => jpeg.subarray(0, length)),
    "an end too early, closed": Array.from({ length: 200 }, (_, index) =>
      insert(jpeg.subarray(0, jpeg.length - 3 - index), jpeg.length - 3 - index, [0xff, 0xd9]),
    ),
    "bits that are no code": [insert(jpeg.subarray(0, scan + 40), scan + 40, [...Array.from({ length: 8 }, () => [0xff, 0]).flat(), 0xff, 0xd9])],
    "bytes after the last block": [[0], [0x7f], [0xff, 0], [0xaa, 0x55], [...text]].map((bytes) => insert(jpeg, jpeg.length - 2, bytes)),
    "a marker or a fill byte inside the scan": [0xd0, 0xd7, 0xdc, 0xd8, 0xd9, 0xfe, 0x01, 0xff].flatMap((code) =>
      [scan, scan + 30, jpeg.length - 2].map((at) => insert(jpeg, at, [0xff, code])),
    ),
  };

  test.each(Object.entries(mutants))("%s", (_, files) => {
    expect(files.length).toBeGreaterThan(0);
    const passed = files.filter((file) => readBareJpeg(file).ok);
    expect(passed).toHaveLength(0);
  });

  test("a picture by any other encoder", async () => {
    const source = sharp(jpeg);
    const others = await Promise.all([
      source.clone().jpeg({ quality: 85 }).toBuffer(),
      source.clone().jpeg({ quality: 84, optimiseCoding: false }).toBuffer(),
      source.clone().jpeg({ quality: 85, mozjpeg: true }).toBuffer(),
      source.clone().jpeg({ quality: 85, progressive: true }).toBuffer(),
      source.clone().jpeg({ quality: 85, optimiseCoding: false, chromaSubsampling: "4:4:4" }).toBuffer(),
      source.clone().jpeg({ quality: 85, optimiseCoding: false, overshootDeringing: true, quantisationTable: 3 }).toBuffer(),
      source.clone().toColourspace("b-w").jpeg({ quality: 85, optimiseCoding: false }).toBuffer(),
      source.clone().jpeg({ quality: 85, optimiseCoding: false }).withMetadata({ orientation: 6 }).toBuffer(),
      source.clone().png().toBuffer(),
      source.clone().webp().toBuffer(),
    ]);
    expect(others.filter((file) => readBareJpeg(file).ok)).toHaveLength(0);
  });

  test("any bytes at all, without an error of any other kind", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(jpeg.length), (bytes, keep) => {
        expect(readBareJpeg(Buffer.concat([jpeg.subarray(0, keep), bytes])).ok).toBe(bytes.length === 0 && keep === jpeg.length);
      }),
    );
  });
});

