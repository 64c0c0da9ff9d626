import { deflateSync } from "node:zlib";

import sharp from "sharp";
import { afterAll, describe, expect, test, vi } from "vitest";

import { noise } from "../../scripts/seeded-chance";
import { properties } from "../../tests/support/heic/heif";
import { encodeHevc } from "../../tests/support/heic/hevc";
import { type Rgb, auxiliaryItem, codedItem, exifItem, heic, tiled, xmpItem } from "../../tests/support/heic/photo";
import { exchangedByTables } from "../../tests/support/heic/profile";
import { behindHeader, chunk } from "../../tests/support/png";
import { check } from "./check";
import { close } from "./confined/pool";
import { decode } from "./decode";
import { inspect } from "./inspect";
import { limits } from "./limits";
import { untrust } from "./proof";
import { MediaRefusal } from "./refusal";
import { sanitise } from "./sanitise";
import { sniff } from "./sniff";

afterAll(close);

// A decoder for every file, and each compiles its module anew.
vi.setConfig({ testTimeout: 60_000 });

/** Every colour in steps, no two rows and no two columns alike. 100 × 70: neither a multiple of a coding unit nor of a row's padding. */
const photo: Rgb = { width: 100, height: 70, data: noise(100 * 70 * 3, 11) };

const raw = ({ width, height, data }: Rgb) => sharp(Buffer.from(data), { raw: { width, height, channels: 3 } });
const pixelsOf = async (file: Buffer) => (await decode("heic", file)).data;

/** Peak signal to noise, in decibels, of 8-bit values. */
function psnr(one: Uint8Array, other: Uint8Array): number {
  const squares = one.reduce((sum, value, at) => sum + (value - other[at]!) ** 2, 0);
  return 10 * Math.log10(255 ** 2 / (squares / one.length));
}

describe("the picture of a HEIC comes out as it was taken", () => {
  test("every pixel of it", async () => {
    const file = heic([codedItem(photo)]);
    expect(sniff(untrust(file))).toBe("heic");
    expect(await check(untrust(file))).toEqual({ format: "heic", width: 100, height: 70 });
    expect(await decode("heic", file)).toEqual({ width: 100, height: 70, data: Buffer.from(photo.data) });
  });

  test("laid together from tiles", async () => {
    expect(await pixelsOf(heic(tiled(photo), { primary: 5 }))).toEqual(Buffer.from(photo.data));
  });

  test("not its thumbnail, not another picture of the burst: the one that it names", async () => {
    const other = codedItem({ ...photo, data: Buffer.alloc(photo.data.length, 9) });
    const file = heic([other, codedItem(photo), { ...other, references: { thmb: [2] } }], { primary: 2 });
    expect(await pixelsOf(file)).toEqual(Buffer.from(photo.data));
  });

  // ISO/IEC 23008-12, 6.5.10 and 6.5.12; sharp turns clockwise.
  test.each([
    ["a quarter turn", [properties.turn(1)], () => raw(photo).rotate(270)],
    ["a half turn", [properties.turn(2)], () => raw(photo).rotate(180)],
    ["three quarters", [properties.turn(3)], () => raw(photo).rotate(90)],
    ["left and right exchanged", [properties.mirror(1)], () => raw(photo).flop()],
    ["upside down in a mirror", [properties.mirror(0)], () => raw(photo).flip()],
  ])("upright: %s, once, whatever its EXIF says as well", async (_, further, turned) => {
    const tiff = await exif(6);
    const { data, info } = await turned().raw().toBuffer({ resolveWithObject: true });
    const file = heic([codedItem(photo, further), exifItem(tiff)]);
    expect(await decode("heic", file)).toEqual({ width: info.width, height: info.height, data });
    expect(await check(untrust(file))).toMatchObject({ width: info.width, height: info.height });
  });

  test("smaller when it is asked for smaller", async () => {
    const { width, height, data } = await decode("heic", heic([codedItem(photo)]), 50);
    expect([width, height, data.length]).toEqual([50, 35, 50 * 35 * 3]);
  });
});

async function exif(orientation: number): Promise<Buffer> {
  const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#fff" } })
    .withMetadata({ orientation })
    .withExifMerge({
      IFD0: { Make: "Maker", Model: "Phone 9" },
      IFD2: { DateTimeOriginal: "2026:11:22 05:41:07", OffsetTimeOriginal: "+01:00" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "50/1 57/1 3000/100", GPSLongitudeRef: "E", GPSLongitude: "1/1 51/1 0/1" },
    })
    .jpeg()
    .toBuffer();
  const block = (await sharp(jpeg).metadata()).exif!;
  return block.subarray(block.indexOf("Exif\0\0") === 0 ? 6 : 0);
}

/** Beside a profile: how the numbers become RGB at all. */
const IDENTITY = properties.codePoints(1, 13, 0);

const profile = async (name: string) =>
  (await sharp(await raw(photo).withIccProfile(name).png().toBuffer()).metadata()).icc!;

describe("its colours are converted to sRGB, not dropped", () => {
  /** The same numbers through lcms: sharp over a PNG that carries the profile. */
  const reference = async (icc: Buffer) => {
    const file = await raw(photo).png().toBuffer();
    const tagged = Buffer.concat([Buffer.from("p\0\0", "latin1"), deflateSync(icc)]);
    return sharp(behindHeader(file, chunk("iCCP", tagged))).toColourspace("srgb").raw().toBuffer();
  };

  test("Display P3 in a profile, and in code points, within what a colour engine says", async () => {
    const icc = await profile("p3");
    const expected = await reference(icc);
    expect(psnr(photo.data, expected)).toBeLessThan(35);
    expect(psnr(await pixelsOf(heic([codedItem(photo, [], [IDENTITY, properties.profile(icc)])])), expected)).toBeGreaterThan(50);
    expect(psnr(await pixelsOf(heic([codedItem(photo, [], [properties.codePoints(12, 13, 0)])])), expected)).toBeGreaterThan(50);
  });

  test("sRGB in a profile changes nothing", async () => {
    const file = heic([codedItem(photo, [], [IDENTITY, properties.profile(await profile("srgb"))])]);
    expect(await pixelsOf(file)).toEqual(Buffer.from(photo.data));
  });

  test("a profile that is none is passed over", async () => {
    for (const icc of [Buffer.alloc(0), Buffer.from("no profile"), Buffer.alloc(4000, 0xff), (await profile("p3")).subarray(0, 200)]) {
      expect(await pixelsOf(heic([codedItem(photo, [], [IDENTITY, properties.profile(icc)])]))).toEqual(Buffer.from(photo.data));
    }
  });

  test("a profile of tables instead of primaries goes through the colour engine", async () => {
    const icc = await profile("p3");
    const tables = exchangedByTables(icc);
    const [ours, engine] = [await pixelsOf(heic([codedItem(photo, [], [IDENTITY, properties.profile(tables)])])), await reference(tables)];
    for (const other of [photo.data, await reference(icc)]) expect(psnr(engine, other)).toBeLessThan(20);
    expect(psnr(ours, engine)).toBeGreaterThan(60);
  });

  test("HDR becomes an ordinary picture: black stays black, white is white, in between it rises", async () => {
    for (const transfer of [16, 18]) {
      const levels = 64;
      const ramp = Uint16Array.from({ length: levels * 16 }, (_, index) => Math.round(((index % levels) / (levels - 1)) * 1023));
      const coded = encodeHevc({ width: levels, height: 16, bits: 10, chroma: "4:4:4", planes: [ramp, ramp, ramp] });
      const described = [properties.hevc(coded.configuration), properties.size(levels, 16), properties.codePoints(9, transfer, 0)];
      const pixels = await pixelsOf(heic([{ type: "hvc1", data: coded.data, properties: described }]));
      const greys = Array.from({ length: levels }, (_, x) => pixels[x * 3]!);
      expect([greys[0], greys.at(-1)! > 250]).toEqual([0, true]);
      expect(greys.every((grey, at) => at === 0 || grey >= greys[at - 1]!)).toBe(true);
      expect(new Set(greys).size).toBeGreaterThan(30);
      expect(Math.max(...greys.map((grey, x) => Math.abs(grey - pixels[x * 3 + 2]!)))).toBeLessThanOrEqual(1);
    }
  });
});

test("ten bits, half as many colours, or none: it is read", async () => {
  const [width, height] = [32, 32];
  for (const chroma of ["4:0:0", "4:2:0", "4:4:4"] as const) {
    for (const bits of [8, 10] as const) {
      const count = { "4:0:0": 0, "4:2:0": width * height / 4, "4:4:4": width * height }[chroma];
      const [middle, grey] = [2 ** (bits - 1), Math.round(0.25 * (2 ** bits - 1))];
      const planes = [new Uint16Array(width * height).fill(grey), ...(count > 0 ? [0, 1].map(() => new Uint16Array(count).fill(middle)) : [])];
      const coded = encodeHevc({ width, height, bits, chroma, planes });
      const described = [properties.hevc(coded.configuration), properties.size(width, height), properties.codePoints(1, 13, 6)];
      const pixels = await pixelsOf(heic([{ type: "hvc1", data: coded.data, properties: described }], { brands: ["heix", "mif1"] }));
      expect([chroma, bits, pixels.every((value) => Math.abs(value - 64) <= 1)]).toEqual([chroma, bits, true]);
    }
  }
});

test("what is see-through becomes white, whatever colour hides there", async () => {
  const alpha = Uint8Array.from({ length: 100 * 70 }, (_, index) => [0, 255, 128][index % 3]!);
  const file = heic([codedItem(photo), auxiliaryItem(photo, alpha, "urn:mpeg:hevc:2015:auxid:1", 1)]);
  const pixels = await pixelsOf(file);
  const expected = photo.data.map((value, at) => {
    const share = alpha[Math.floor(at / 3)]! / 255;
    return Math.round(value * share + 255 * (1 - share));
  });
  expect(Math.max(...pixels.map((value, at) => Math.abs(value - expected[at]!)))).toBeLessThanOrEqual(1);
});

test("it tells where, when and with what, and what else it carries", async () => {
  const thumbnail = { ...codedItem({ width: 16, height: 16, data: Buffer.alloc(768) }), references: { thmb: [1] } };
  const file = heic([codedItem(photo), exifItem(await exif(1)), xmpItem("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"), thumbnail], {
    last: [Buffer.from("trailing")],
    gap: Buffer.alloc(7),
  });
  const told = await inspect(untrust(file));
  expect(told).toMatchObject({
    format: "heic",
    taken: { local: "2026-11-22T05:41:07", offset: "+01:00" },
    device: { make: "Maker", model: "Phone 9" },
    exif: true,
    xmp: true,
    frames: 1,
  });
  expect(told.place?.latitude).toBeCloseTo(50.958333, 5);
  expect(told.residue.map(({ kind }) => kind).toSorted()).toEqual(["exif", "further-picture", "trailing-data", "unknown-block", "xmp"]);
  expect(told.residue.find(({ kind }) => kind === "unknown-block")?.bytes).toBe(14);
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "taken",
    (error: unknown) => (error instanceof MediaRefusal ? error.code : error),
  );

describe("a hostile or damaged HEIC", () => {
  test("that declares more than the limit is refused before its pixels are made", async () => {
    const side = Math.ceil(Math.sqrt(limits.pixels)) + 16;
    const item = codedItem(photo);
    const huge = { ...item, properties: item.properties!.with(1, properties.size(side, side)) };
    expect(await codeOf(check(untrust(heic([huge]))))).toBe("too-many-pixels");
    expect(await codeOf(sanitise(untrust(heic([huge]))))).toBe("too-many-pixels");
  });

  test("that breaks off is refused as damaged, wherever it does", async () => {
    const whole = heic([codedItem(photo)]);
    for (const share of [0.2, 0.5, 0.8, 0.95]) {
      expect([share, await codeOf(check(untrust(whole.subarray(0, Math.floor(whole.length * share)))))]).toEqual([share, "damaged"]);
    }
  });

  test("of another codec than it says, of no codec, or without a primary picture is refused", async () => {
    const item = codedItem(photo);
    expect(await codeOf(check(untrust(heic([{ ...item, type: "av01" }]))))).toBe("damaged");
    expect(await codeOf(check(untrust(heic([{ ...item, properties: item.properties!.slice(1) }]))))).toBe("damaged");
    expect(await codeOf(check(untrust(heic([item], { primary: 7 }))))).toBe("damaged");
  });

  test("whose tiles are made of each other ends", async () => {
    const [tile, , , , whole] = tiled(photo);
    const loop = heic([tile!, { ...whole!, references: { dimg: [2, 2, 2, 2] } }], { primary: 2 });
    expect(await codeOf(check(untrust(loop)))).toBe("damaged");
    expect((await inspect(untrust(loop))).frames).toBe(1);
  });
});
