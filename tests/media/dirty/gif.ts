/** Hiding places of a GIF (GIF89a): extensions of every kind, colours and data that nobody sees, further frames, and what follows the end. */
import sharp from "sharp";

import { CANARY, type DirtyFiles, cat, marker, named, other, picture, xmp } from "./parts";

const subBlocks = (content: Buffer) => {
  const parts: Buffer[] = [];
  for (let at = 0; at < content.length; at += 255) parts.push(cat(Buffer.from([Math.min(255, content.length - at)]), content.subarray(at, at + 255)));
  return cat(...parts, Buffer.from([0]));
};
const extension = (label: number, ...parts: Buffer[]) => cat(Buffer.from([0x21, label]), ...parts);
const application = (name: string, content: Buffer) => extension(0xff, Buffer.from([11]), Buffer.from(name, "latin1"), content);

/** Where the blocks begin: behind the global colours. */
const head = (gif: Buffer) => 13 + (gif[10]! & 0x80 ? 3 * 2 ** ((gif[10]! & 7) + 1) : 0);
const insert = (gif: Buffer, ...what: Buffer[]) => cat(gif.subarray(0, head(gif)), ...what, gif.subarray(head(gif)));
/** In front of the trailer. */
const append = (gif: Buffer, ...what: Buffer[]) => cat(gif.subarray(0, -1), ...what, gif.subarray(-1));

/** XMP's way through sub-blocks: a "magic trailer" of falling numbers (XMP specification, part 3, 1.1.2). */
const magic = Buffer.from([1, ...Array.from({ length: 256 }, (_, n) => 255 - n), 0]);

export async function dirtyGifs(): Promise<DirtyFiles> {
  const plain = await picture().gif().toBuffer();
  const animation = await sharp([await picture().png().toBuffer(), await other().png().toBuffer()], { join: { animated: true } }).gif().toBuffer();
  const plainText = extension(0x01, Buffer.from([12]), Buffer.alloc(12, 1), subBlocks(marker));
  return {
    ...named(plain, {
      "GIF: a comment": insert(plain, extension(0xfe, subBlocks(marker))),
      "GIF: a comment behind the picture": append(plain, extension(0xfe, subBlocks(marker))),
      "GIF: an unknown application's block": insert(plain, application("CANARYAPP01", subBlocks(marker))),
      "GIF: XMP": insert(plain, application("XMP DataXMP", cat(xmp, magic))),
      "GIF: a colour profile's block": insert(plain, application("ICCRGBG1012", subBlocks(marker))),
      "GIF: plain text behind the picture": append(plain, plainText),
      "GIF: an unknown extension": insert(plain, extension(0x77, subBlocks(marker))),
      "GIF: behind its end": cat(plain, marker),
    }),
    "GIF: a second frame with a comment": { file: append(animation, extension(0xfe, subBlocks(Buffer.from(CANARY)))), twin: animation },
  };
}
