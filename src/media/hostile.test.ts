import { deflateSync } from "node:zlib";

import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";

import { noise } from "../../scripts/seeded-chance";
import { u32 } from "../../tests/support/heic/heif";
import { chunk } from "../../tests/support/png";
import { check } from "./check";
import { close } from "./confined/pool";
import { inspect } from "./inspect";
import { limits } from "./limits";
import { untrust } from "./proof";
import { MediaRefusal } from "./refusal";
import { sanitise } from "./sanitise";

afterAll(close);

const formats = ["jpeg", "png", "webp", "avif", "tiff", "gif"] as const;

/** Noise, so that no format makes it so small that cutting it cuts nothing. */
const noisy = sharp(noise(160 * 120 * 3, 7), { raw: { width: 160, height: 120, channels: 3 } });

function png(width: number, height: number, ...extra: Buffer[]): Buffer {
  const header = Buffer.concat([u32(width, height), Buffer.from([8, 2, 0, 0, 0])]);
  const rows = deflateSync(Buffer.alloc((width * 3 + 1) * Math.min(height, 4)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), ...extra, chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

/** A canvas of 16383 × 16383 pixels in a handful of bytes: lossless, one colour. */
const webpBomb = Buffer.from("524946461a000000574542505650384c0e0000002ffebfff0f07101 1fd0f4444ff03".replaceAll(" ", ""), "hex");

const frames = (count: number) => {
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
  const head = Buffer.from([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
  return Buffer.concat([head, ...Array.from({ length: count }, () => frame), Buffer.from([0x3b])]);
};

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "taken",
    (error: unknown) => (error instanceof MediaRefusal ? error.code : error),
  );

describe("while the sender is still there", () => {
  test.each(formats)("a %s that breaks off anywhere in its second half is refused as damaged", async (format) => {
    const whole = await noisy.clone().toFormat(format).toBuffer();
    expect(await codeOf(check(untrust(whole)))).toBe("taken");
    for (const share of [0.5, 0.8, 0.95]) {
      const part = whole.subarray(0, Math.floor(whole.length * share));
      expect([format, share, await codeOf(check(untrust(part)))]).toEqual([format, share, "damaged"]);
    }
  });

  test.each(formats)("a %s whose insides are overwritten is refused or is still a picture, and nothing else happens", async (format) => {
    const whole = await noisy.clone().toFormat(format).toBuffer();
    for (const at of [0.3, 0.6]) {
      const broken = Buffer.from(whole);
      broken.fill(0xa5, Math.floor(whole.length * at), Math.floor(whole.length * at) + 64);
      expect(["damaged", "taken"]).toContain(await codeOf(check(untrust(broken))));
    }
  });

  test("more bytes than the limit", async () => {
    expect(await codeOf(check(untrust(Buffer.alloc(limits.bytes + 1))))).toBe("too-many-bytes");
  });

  test.each([
    ["a PNG that declares 60000 × 60000", png(60_000, 60_000)],
    ["a PNG one row over the limit", png(8192, 8193)],
    ["a WebP of 34 bytes that declares 268 megapixels", webpBomb],
  ])("%s is refused before its pixels are made", async (_, file) => {
    const from = performance.now();
    expect(await codeOf(check(untrust(file)))).toBe("too-many-pixels");
    expect(await codeOf(sanitise(untrust(file)))).toBe("too-many-pixels");
    expect(performance.now() - from).toBeLessThan(10_000);
  });

  test("more frames than the limit, and as many as the limit", async () => {
    expect(await codeOf(check(untrust(frames(limits.frames + 1))))).toBe("animated-too-long");
    expect(await codeOf(check(untrust(frames(limits.frames))))).toBe("taken");
    const many = chunk("acTL", u32(100_000, 0));
    expect(await codeOf(check(untrust(png(4, 4, many))))).toBe("animated-too-long");
  });

  test("something else by the name of a picture", async () => {
    expect(await codeOf(check(untrust(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"))))).toBe("unsupported-format");
    expect(await codeOf(check(untrust(Buffer.from("GIF89a but not really"))))).toBe("damaged");
    expect(await codeOf(check(untrust(Buffer.from("hello"))))).toBe("not-an-image");
    expect(await codeOf(check(untrust(Buffer.alloc(0))))).toBe("not-an-image");
  });

  test("two hundred megabytes of text in a small file cost nothing, and tell at most a few words", async () => {
    const text = Buffer.concat([Buffer.from("Comment\0\0"), deflateSync(Buffer.alloc(200_000_000, 0x41))]);
    const file = untrust(png(4, 4, chunk("zTXt", text)));
    expect(await check(file)).toEqual({ format: "png", width: 4, height: 4 });
    expect(JSON.stringify(await inspect(file)).length).toBeLessThan(20_000);
  });
});

test("what is transparent becomes white, whatever colour hides there", async () => {
  const data = Buffer.alloc(32 * 32 * 4, 0);
  for (let at = 0; at < data.length; at += 4) data.set([200, 0, 90, 0], at);
  const clean = await sanitise(untrust(await sharp(data, { raw: { width: 32, height: 32, channels: 4 } }).png().toBuffer()));
  const pixels = await sharp(clean.bytes).raw().toBuffer();
  expect(new Set(pixels)).toEqual(new Set([255]));
});

test("of an animation the first frame is taken, of a document the first page", async () => {
  const colours = ["#ff0000", "#00ff00"].map((background) => sharp({ create: { width: 32, height: 32, channels: 3, background } }).png().toBuffer());
  const animation = await sharp(await Promise.all(colours), { join: { animated: true } }).gif().toBuffer();
  const clean = await sanitise(untrust(animation));
  const { data, info } = await sharp(clean.bytes).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([32, 32]);
  expect(data[0]!).toBeGreaterThan(240);
  expect(data[1]!).toBeLessThan(15);
  expect((await inspect(untrust(animation))).frames).toBe(2);
});

test("colours are converted to sRGB, not merely relabelled", async () => {
  const red = sharp({ create: { width: 32, height: 32, channels: 3, background: "#c03020" } });
  const wide = await red.clone().withIccProfile("p3").png().toBuffer();
  const stored = await sharp(wide, { ignoreIcc: true }).raw().toBuffer();
  expect(Math.abs(stored[0]! - 0xc0)).toBeGreaterThan(5);
  const pixels = await sharp((await sanitise(untrust(wide))).bytes).raw().toBuffer();
  for (const [channel, value] of [0xc0, 0x30, 0x20].entries()) expect(Math.abs(pixels[channel]! - value)).toBeLessThan(6);
});
