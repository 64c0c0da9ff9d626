/** Files that are not taken in as photos, made by code. */
import { Buffer } from "node:buffer";

const box = (type: string, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, content]);
};

/** An MP4 without a track, whose media data is `words`. */
export const video = (words = "moving pictures"): Buffer =>
  Buffer.concat([
    box("ftyp", Buffer.from("isom\0\0\x02\0isomiso2avc1mp41", "latin1")),
    box("mdat", Buffer.from(`${words} `.repeat(200))),
    box("moov", box("mvhd", Buffer.alloc(100))),
  ]);

type Field = readonly [tag: number, type: 1 | 3 | 4, value: number];

/** A DNG of 8 × 8 sensor pixels: a TIFF whose only directory says so (Adobe DNG 1.7, chapter 2). */
export function dng(): Buffer {
  const strip = Buffer.alloc(128, 0x5a);
  const at = 8;
  const fields: readonly Field[] = [
    [254, 4, 0], [256, 3, 8], [257, 3, 8], [258, 3, 16], [259, 3, 1], [262, 3, 32_803], [273, 4, 0], [277, 3, 1],
    [278, 3, 8], [279, 4, strip.length], [50_706, 1, 0x0000_0401],
  ];
  const directory = Buffer.alloc(2 + fields.length * 12 + 4);
  directory.writeUInt16LE(fields.length);
  fields.forEach(([tag, type, value], index) => {
    const entry = 2 + index * 12;
    directory.writeUInt16LE(tag, entry);
    directory.writeUInt16LE(type, entry + 2);
    directory.writeUInt32LE(type === 1 ? 4 : 1, entry + 4);
    directory.writeUInt32LE(tag === 273 ? at + directory.length : value, entry + 8);
  });
  return Buffer.concat([Buffer.from("II*\0\b\0\0\0", "latin1"), directory, strip]);
}
