import sharp from "sharp";
import { afterAll, expect, test } from "vitest";

import { ascii, box, fullBox, properties, u16 as big16, u32 as big32 } from "../../tests/support/heic/heif";
import { codedItem, heic } from "../../tests/support/heic/photo";
import { check } from "./check";
import { peakMemory } from "./confined/outside";
import { close, decodersAtWork } from "./confined/pool";
import { inspect } from "./inspect";
import { limits } from "./limits";
import { untrust } from "./proof";
import { MediaRefusal } from "./refusal";
import { sanitise } from "./sanitise";

afterAll(close);

const plain = sharp({ create: { width: 24, height: 16, channels: 3, background: "#369" } });
const jpeg = await plain.clone().jpeg().toBuffer();
const avif = await plain.clone().avif({ effort: 0 }).toBuffer();

const u16 = (value: number) => Buffer.from([value & 255, value >> 8]);
const u32 = (value: number) => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)]);
/** An entry of a TIFF directory: tag, type, count, value or offset, little-endian. */
const entry = (tag: number, type: number, count: number, value: number) => Buffer.concat([u16(tag), u16(type), u32(count), u32(value)]);
/** A segment APP1 right after the start (T.81, B.2.4.6). */
const withApp1 = (content: Buffer | string) => {
  const body = Buffer.from(content);
  const length = Buffer.from([(body.length + 2) >> 8, (body.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, body, jpeg.subarray(2)]);
};
const exifOf = (tiff: Buffer) => withApp1(Buffer.concat([Buffer.from("Exif\0\0"), tiff]));
const tiffHead = Buffer.concat([Buffer.from("II*\0"), u32(8)]);

/** Its directories point to themselves: EXIF's to the first one, and the next after the first is the first. */
const loop = exifOf(Buffer.concat([tiffHead, u16(2), entry(0x8769, 4, 1, 8), entry(0x8825, 4, 1, 8), u32(8)]));
/** Two thousand million values, where sixty bytes are. */
const counts = exifOf(Buffer.concat([tiffHead, u16(3), entry(0x010f, 2, 0x7fffffff, 40), entry(0x9286, 7, 0xffffffff, 8), entry(0x0111, 12, 0x20000000, 8), u32(0)]));

/** Ten entities, each ten times the one before: ten thousand million characters. */
const laughs = (() => {
  const entities = Array.from({ length: 10 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`).join("");
  const xml = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">${entities}]><x:xmpmeta xmlns:x="adobe:ns:meta/"><d>&e10;</d></x:xmpmeta>`;
  return withApp1(`http://ns.adobe.com/xap/1.0/\0${xml}`);
})();

/** Where an image is said to be `edge` pixels wide and high, and is not (ISO/IEC 23008-12, 6.5.3). */
function declaring(file: Buffer, edge: number): Buffer {
  const out = Buffer.from(file);
  for (let at = out.indexOf("ispe"); at >= 0; at = out.indexOf("ispe", at + 4)) {
    out.writeUInt32BE(edge, at + 8);
    out.writeUInt32BE(edge, at + 12);
  }
  return out;
}

/** A whole screen that one picture of one pixel stands on. */
const gif = Buffer.from([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 255, 255, 255, 255, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2c, 0, 0, 0, 0, 255, 255, 255, 255, 0, 2, 2, 0x44, 1, 0, 0x3b]);

/** A progressive JPEG whose last scan comes again and again (T.81, G.1.1: each may refine what was sent before). */
async function scans(count: number): Promise<Buffer> {
  const file = await plain.clone().resize(512, 512, { fit: "fill" }).jpeg({ progressive: true }).toBuffer();
  const last = file.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = file.subarray(last, -2);
  return Buffer.concat([file.subarray(0, last), ...Array.from({ length: count }, () => scan), file.subarray(-2)]);
}

/** Directories that are chained, each a page. */
function pages(count: number): Buffer {
  const page = (index: number) => {
    const at = 8 + index * 138;
    const next = index + 1 < count ? at + 138 : 0;
    const fields = [
      entry(256, 3, 1, 1), entry(257, 3, 1, 1), entry(258, 3, 1, 8), entry(259, 3, 1, 1), entry(262, 3, 1, 1), entry(273, 4, 1, 8),
      entry(277, 3, 1, 1), entry(278, 3, 1, 1), entry(279, 4, 1, 1), entry(254, 4, 1, 2), entry(255, 3, 1, 3),
    ];
    return Buffer.concat([u16(fields.length), ...fields, u32(next)]);
  };
  return Buffer.concat([tiffHead, ...Array.from({ length: count }, (_, index) => page(index))]);
}

const hevc = heic([codedItem({ width: 16, height: 16, data: new Uint8Array(16 * 16 * 3).fill(90) })]);
const grid = heic(
  [
    { ...codedItem({ width: 16, height: 16, data: new Uint8Array(16 * 16 * 3).fill(90) }), hidden: true },
    { type: "grid", data: Buffer.from([0, 1, 255, 255, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), properties: [properties.size(0xffffffff, 0xffffffff)], references: { dimg: [1] } },
  ],
  { primary: 2 },
);

/** A file whose item 7 is alpha, is referred to or described as often as is said, and is not there. */
const entangled = (references: readonly Buffer[], descriptions: readonly Buffer[]) =>
  Buffer.concat([
    box("ftyp", ascii("heic"), big32(0), ascii("mif1heic")),
    fullBox("meta", 0, 0, fullBox("pitm", 0, 0, big16(1)), fullBox("iref", 0, 0, ...references), box("iprp", box("ipco", properties.auxiliary("urn:mpeg:hevc:2015:auxid:1")), ...descriptions)),
  ]);
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
/** Of many parts, and again and again the alpha of the picture: 110 kilobytes. */
const web = entangled(
  [...many(10, (part) => box("dimg", big16(7, 4000, ...many(4000, (id) => part * 4000 + id)))), ...many(1990, () => box("auxl", big16(7, 1, 1)))],
  [fullBox("ipma", 0, 0, big32(1), big16(7), Buffer.from([1, 1]))],
);
/** Twenty thousand times described by 255 properties: 5 megabytes. */
const described = Buffer.concat([big16(7), Buffer.alloc(256, 1).fill(255, 0, 1)]);
const heap = entangled([], many(5, () => fullBox("ipma", 0, 0, big32(4000), ...many(4000, () => described))));

const bombs: readonly (readonly [string, Buffer, readonly string[]])[] = [
  ["an EXIF block whose directories point to themselves", loop, ["taken"]],
  ["an EXIF block that counts to four thousand million", counts, ["taken"]],
  ["an XMP block whose entities grow tenfold ten times", laughs, ["taken"]],
  ["an AVIF of a few bytes that declares 20000 × 20000", declaring(avif, 20_000), ["too-many-pixels", "damaged"]],
  // Reading its boxes one after the other, exifr stays with the second for ever.
  ["an AVIF with a box of no length before its description", Buffer.concat([avif.subarray(0, avif.readUInt32BE(0)), Buffer.from("\0\0\0\0IDAT"), avif]), ["damaged", "took-too-long"]],
  ["an AVIF that declares more than 32 bits can count", declaring(avif, 0xffffffff), ["too-many-pixels", "damaged"]],
  ["a HEIC of a few bytes that declares 20000 × 20000", declaring(hevc, 20_000), ["too-many-pixels", "damaged", "too-much-memory"]],
  ["a HEIC whose tiles are 65536 times one", grid, ["too-many-pixels", "damaged", "too-much-memory"]],
  ["a HEIC whose references form a web", web, ["damaged", "too-much-memory"]],
  ["a HEIC with one item described a million times", heap, ["damaged", "too-much-memory"]],
  ["a GIF with a screen of 65535 × 65535", gif, ["too-many-pixels", "damaged"]],
  ["a JPEG of twenty thousand scans", await scans(20_000), ["taken", "damaged", "took-too-long"]],
  ["a TIFF of twenty thousand pages", pages(20_000), ["animated-too-long"]],
];

/** Far below the limit of a decoder: none of these needs more than a small picture does. */
const LITTLE = 400_000_000;

test.each(bombs)("%s costs little time and memory, and what becomes of it has a name", async (_, file, expected) => {
  let peak = 0;
  const look = setInterval(() => {
    for (const pid of decodersAtWork()) peak = Math.max(peak, peakMemory(pid) ?? 0);
  }, 5);
  for (const work of [check, inspect, sanitise]) {
    const before = performance.now();
    const became = await work(untrust(file)).then(
      () => "taken",
      (error: unknown) => (error instanceof MediaRefusal ? error.code : error),
    );
    expect([...expected, ...(work === inspect ? ["taken"] : [])]).toContain(became);
    // Reading what a file tells needs no decoding, and ends.
    expect([work === inspect, became]).not.toEqual([true, "took-too-long"]);
    expect(performance.now() - before).toBeLessThan(limits.start + limits.wallClock[work === sanitise ? "decode" : "check"]);
  }
  clearInterval(look);
  expect(peak).toBeLessThan(LITTLE);
});
