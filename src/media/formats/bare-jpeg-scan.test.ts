import sharp from "sharp";
import { describe, expect, test } from "vitest";

import { noise } from "../../../scripts/seeded-chance";
import { encode } from "../encode";
import { readBareJpeg } from "./bare-jpeg";

// T.81 annex K, tables K.3 to K.6, as bits.
const SAME = "00";
const Y_END = "1010";
const Y_ZEROS = "11111111001";
/** Run 0 and run 15 before a coefficient of 1. */
const Y_ONE = "001";
const Y_FAR_ONE = "11111111111101011";
const C_END = "00";

const EMPTY_Y = SAME + Y_END;
const COLOUR = (SAME + C_END).repeat(2);

/** A scan of those bits, filled up with ones (or as given), with the stuffed zeros, behind the header of a picture of that size. */
async function jpeg(width: number, height: number, bits: string, fill = "1"): Promise<Buffer> {
  const written = await encode({ width, height, data: Buffer.alloc(width * height * 3, 128) });
  const header = written.subarray(0, written.indexOf(Buffer.from([0xff, 0xda])) + 14);
  const whole = bits.padEnd(Math.ceil(bits.length / 8) * 8, fill);
  const bytes = (whole.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  return Buffer.concat([header, Buffer.from(bytes.flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte]))), Buffer.from([0xff, 0xd9])]);
}

/** One unit of 16 × 16 whose first block has those AC coefficients. */
const unit = (ac: string) => SAME + ac + EMPTY_Y.repeat(3) + COLOUR;

describe("a scan written by hand", () => {
  test.each([
    ["empty blocks only", unit(Y_END)],
    ["one coefficient, then the end of the block", unit(Y_ONE + Y_END)],
    ["all 63 coefficients, which no end follows", unit(Y_ONE.repeat(63))],
    ["62 coefficients and the end", unit(Y_ONE.repeat(62) + Y_END)],
    ["zeros and a coefficient at the last place", unit(Y_ZEROS.repeat(3) + Y_ONE.repeat(14) + Y_ONE)],
    ["a coefficient after the longest run, at the last place", unit(Y_ONE.repeat(47) + Y_FAR_ONE)],
  ])("passes with %s", async (_, bits) => {
    const file = await jpeg(16, 16, bits);
    expect(readBareJpeg(file)).toEqual({ ok: true, picture: { width: 16, height: 16 } });
    await expect(sharp(file, { failOn: "warning" }).raw().toBuffer()).resolves.toHaveLength(768);
  });

  test.each([
    ["zeros before the end of a block", unit(Y_ZEROS + Y_END)],
    ["zeros up to the end of a block", unit(Y_ONE.repeat(47) + Y_ZEROS)],
    ["more zeros than a block has places", unit(Y_ZEROS.repeat(4) + Y_ONE)],
    ["a coefficient behind the last", unit(Y_ONE.repeat(48) + Y_FAR_ONE)],
    ["an end after the last coefficient", unit(Y_ONE.repeat(63) + Y_END)],
    ["a block less", SAME + Y_END + EMPTY_Y.repeat(3) + SAME + C_END],
    ["a block more", unit(Y_END) + SAME + C_END],
    ["a unit more", unit(Y_END).repeat(2)],
    ["bits that are no DC code", `1${"1".repeat(20)}`],
    ["bits that are no AC code", SAME + "1".repeat(16) + Y_END + EMPTY_Y.repeat(3) + COLOUR],
    ["nothing", ""],
  ])("is refused with %s", async (_, bits) => {
    expect(readBareJpeg(await jpeg(16, 16, bits))).toMatchObject({ ok: false });
  });

  test("is refused when what fills the last byte is not ones only", async () => {
    const bits = unit(Y_ONE + Y_END);
    expect(bits.length % 8).toBe(3);
    const fills = Array.from({ length: 32 }, (_, value) => value.toString(2).padStart(5, "0"));
    const passed: string[] = [];
    for (const fill of fills) if (readBareJpeg(await jpeg(16, 16, bits + fill)).ok) passed.push(fill);
    expect(passed).toEqual(["11111"]);
    expect(readBareJpeg(await jpeg(16, 16, `${bits}1111111111111`)).ok).toBe(false);
  });

  test("is refused when a block that lies beyond the picture holds anything", async () => {
    const blocks = (hidden: number, what: string) =>
      Array.from({ length: 4 }, (_, block) => (block === hidden ? what : EMPTY_Y)).join("") + COLOUR;
    // A coefficient; a DC of its own (category 1, one bit of value).
    const contents = [SAME + Y_ONE + Y_END, `0100${Y_END}`];
    for (const { width, height, beyond } of [
      { width: 8, height: 8, beyond: [1, 2, 3] },
      { width: 8, height: 16, beyond: [1, 3] },
      { width: 16, height: 8, beyond: [2, 3] },
      { width: 9, height: 9, beyond: [] },
    ]) {
      for (const block of [0, 1, 2, 3]) {
        const files = await Promise.all(contents.map((content) => jpeg(width, height, blocks(block, content))));
        const expected = !beyond.includes(block);
        expect([width, height, block, ...files.map((file) => readBareJpeg(file).ok)]).toEqual([width, height, block, expected, expected]);
      }
    }
  });
});

/** Grey noise that no coefficient of which saturates, on whole units. */
async function noisy(): Promise<Buffer> {
  const data = Buffer.from(noise(48 * 48 * 3, 1).map((value) => 96 + (value >> 2)));
  return encode({ width: 48, height: 48, data });
}

test("each bit of a scan is picture: changed, the file is refused or another picture", async () => {
  const file = await noisy();
  const pixels = await sharp(file).raw().toBuffer();
  const start = file.indexOf(Buffer.from([0xff, 0xda])) + 14;
  let passed = 0;
  let unseen = 0;
  for (let bit = start * 8; bit < (file.length - 2) * 8; bit += 1) {
    const changed = Buffer.from(file);
    changed[bit >> 3]! ^= 0x80 >> (bit & 7);
    if (!readBareJpeg(changed).ok) continue;
    passed += 1;
    // Each twentieth: decoding them all would take long.
    if (passed % 20 === 0 && (await sharp(changed).raw().toBuffer()).equals(pixels)) unseen += 1;
  }
  expect(passed).toBeGreaterThan(100);
  expect(unseen).toBe(0);
});

test("words put into a scan, stuffed as they must be, are refused, or are coefficients that everybody sees", async () => {
  const file = await noisy();
  const pixels = await sharp(file).raw().toBuffer();
  const start = file.indexOf(Buffer.from([0xff, 0xda])) + 14;
  const words = Buffer.from("hidden words, hidden words");
  let refused = 0;
  for (let at = start; at < file.length - 2; at += 5) {
    if (file[at - 1] === 0xff) continue;
    const longer = Buffer.concat([file.subarray(0, at), words, file.subarray(at)]);
    const replaced = Buffer.concat([file.subarray(0, at), words, file.subarray(at + words.length)]);
    for (const changed of [longer, replaced]) {
      if (!readBareJpeg(changed).ok) refused += 1;
      else expect((await sharp(changed).raw().toBuffer()).equals(pixels)).toBe(false);
    }
  }
  expect(refused).toBeGreaterThan(100);
});
