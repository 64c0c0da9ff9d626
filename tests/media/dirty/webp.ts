/** Hiding places of a WebP (RFC 9649). */
import sharp from "sharp";

import { CANARY, type DirtyFiles, SIZE, cat, jumbf, marker, named, other, picture, pixels, profiles, tiffBlock, xmp } from "./parts";

const u32 = (value: number) => {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
};
const chunk = (type: string, content: Buffer | string) => cat(type, u32(Buffer.byteLength(content, "latin1")), content, Buffer.alloc(Buffer.byteLength(content, "latin1") % 2));

const FLAGS = { icc: 0x20, exif: 0x08, xmp: 0x04 };

/** The extended form (2.7), which is the one that has room for more: flags, chunks in front of the picture, chunks behind it. */
function extended(simple: Buffer, flags: number, front: readonly Buffer[], back: readonly Buffer[]): Buffer {
  const size = cat(u32(SIZE.width - 1).subarray(0, 3), u32(SIZE.height - 1).subarray(0, 3));
  const body = cat("WEBP", chunk("VP8X", cat(Buffer.from([flags, 0, 0, 0]), size)), ...front, simple.subarray(12), ...back);
  return cat("RIFF", u32(body.length), body);
}

export async function dirtyWebps(): Promise<DirtyFiles> {
  const plain = await picture().webp().toBuffer();
  const { plain: icc, marked } = await profiles();
  const tiff = await tiffBlock();
  const animation = await sharp([await picture().png().toBuffer(), await other().png().toBuffer()], { join: { animated: true } }).webp().toBuffer();
  const longer = cat(animation, chunk("XMP ", xmp));
  longer.writeUInt32LE(longer.length - 8, 4);
  return {
    ...named(extended(plain, 0, [], []), {
      "WebP: EXIF": extended(plain, FLAGS.exif, [], [chunk("EXIF", tiff)]),
      "WebP: EXIF that its flags do not name": extended(plain, 0, [], [chunk("EXIF", tiff)]),
      "WebP: XMP": extended(plain, FLAGS.xmp, [], [chunk("XMP ", xmp)]),
      "WebP: provenance": extended(plain, 0, [], [chunk("C2PA", jumbf)]),
      "WebP: unknown chunks before and behind the picture": extended(plain, 0, [chunk("CNRY", CANARY)], [chunk("PSAI", CANARY)]),
      "WebP: behind its end": cat(extended(plain, 0, [], []), marker),
    }),
    ...named(extended(plain, FLAGS.icc, [chunk("ICCP", icc)], []), { "WebP: a colour profile with a description": extended(plain, FLAGS.icc, [chunk("ICCP", marked)], []) }),
    "WebP: an animation with XMP": { file: longer, twin: animation },
    "WebP: colours under transparency": await underTransparency(),
  };
}

/** Lossless and exact: the colours of pixels that nobody sees are kept in the file. */
async function underTransparency() {
  const make = (hidden: Buffer) => {
    const data = Buffer.alloc(SIZE.width * SIZE.height * 4);
    for (let at = 0; at < data.length / 4; at += 1) {
      if (at % 2 === 0) data.set([...pixels.subarray(at * 3, at * 3 + 3), 255], at * 4);
      else data.fill(hidden[at % hidden.length]!, at * 4, at * 4 + 3);
    }
    return sharp(data, { raw: { ...SIZE, channels: 4 } }).webp({ lossless: true, exact: true }).toBuffer();
  };
  return { file: await make(marker), twin: await make(Buffer.from([0])) };
}
