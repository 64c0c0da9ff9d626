/** The work of a decoder that runs WebAssembly: the primary picture of a HEIC, upright as libheif gives it, on white, in sRGB. */
import sharp from "sharp";

import { conversion, converter, convertHdr } from "./colour.mjs";
import { colours, load, pixels, primary, version } from "./libheif.mjs";
import { No } from "./no.mjs";

/** Bytes, of whole pixels, that are converted before they are handed on; less than a pipe takes, so that the next are converted while the parent takes these in. */
const PIECE = 3 * 2 ** 15;

export const warmUp = load;
export const tools = () => ({ libheif: version() });

/** Decodes everything and keeps next to nothing: a damaged file is refused while its sender is still there. */
export function check(body, request) {
  const picture = primary(body, request.maxPixels);
  pixels(picture, false);
  return [{ width: picture.width, height: picture.height, frames: 1 }];
}

export async function decode(body, request, coming) {
  const picture = primary(body, request.maxPixels);
  const { width, height } = picture;
  coming({ width, height });
  const to = conversion(colours(picture));
  const decoded = pixels(picture, to.hdr === true);
  let data = packed(decoded, width, height, to);
  if (to.how === "by profile") data = await byProfile(data, width, height, to.icc);
  const pieces = to.how === "by light" && !to.hdr ? converted(data, to) : [data];
  if (request.longEdge === null) return [{ width, height }, pieces];
  const { data: sized, info } = await sharp(Buffer.concat([...pieces]), { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .resize({ width: request.longEdge, height: request.longEdge, fit: "inside", withoutEnlargement: true })
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return [{ width: info.width, height: info.height }, [sized]];
}

/** The same memory, piece by piece, each in sRGB when it is given out. */
function* converted(data, to) {
  const convert = converter(to);
  for (let at = 0; at < data.length; at += PIECE) {
    const piece = data.subarray(at, at + PIECE);
    convert(piece);
    yield piece;
  }
}

/** Rows without padding, three bytes a pixel, HDR made sRGB, in the memory where they lie: what is written never overtakes what is still to be read. */
function packed({ data, stride, channels, bits, premultiplied }, width, height, to) {
  const count = width * height;
  if (to.hdr) {
    const values = new Uint16Array(data.buffer, data.byteOffset, data.length >> 1);
    rows(values, stride >> 1, width, height, channels, 2 ** bits - 1, premultiplied);
    convertHdr(values, bits, data, count, to);
  } else {
    rows(data, stride, width, height, channels, 255, premultiplied);
  }
  return data.subarray(0, count * 3);
}

/** Closes the gaps between rows and lays what is see-through on white, so that no hidden colour survives. */
function rows(values, stride, width, height, channels, top, premultiplied) {
  if (channels === 3) {
    if (stride === width * 3) return;
    for (let y = 1; y < height; y += 1) values.copyWithin(y * width * 3, y * stride, y * stride + width * 3);
    return;
  }
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let from = y * stride, end = from + width * 4; from < end; from += 4) {
      const alpha = values[from + 3];
      const white = top - alpha;
      for (let k = 0; k < 3; k += 1, to += 1) {
        const colour = premultiplied ? values[from + k] : (values[from + k] * alpha) / top;
        values[to] = Math.min(top, Math.round(colour + white));
      }
    }
  }
}

/** A profile of another kind (look-up tables) goes through libvips' colour engine, which takes one only from a file: a plain TIFF around the pixels. */
async function byProfile(data, width, height, icc) {
  sharp.unblock({ operation: ["VipsForeignLoadTiffBuffer"] });
  const { data: converted, info } = await sharp(wrapped(data, width, height, icc), { limitInputPixels: false })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (info.width !== width || info.height !== height || info.channels !== 3) throw new No("damaged");
  return converted;
}

/** TIFF 6.0: one directory, one strip, uncompressed; the profile in tag 34675 (ICC.1:2022, annex B.4). */
function wrapped(data, width, height, icc) {
  const DIRECTORY = 8;
  const tags = 10;
  const depths = DIRECTORY + 2 + tags * 12 + 4;
  const profile = depths + 8;
  const strip = profile + icc.length + (icc.length % 2);
  const entries = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, 3, depths],
    [259, 3, 1, 1],
    [262, 3, 1, 2],
    [273, 4, 1, strip],
    [277, 3, 1, 3],
    [278, 4, 1, height],
    [279, 4, 1, data.length],
    [34_675, 7, icc.length, profile],
  ];
  const head = Buffer.alloc(strip);
  head.write("II*\0", "latin1");
  head.writeUInt32LE(DIRECTORY, 4);
  head.writeUInt16LE(tags, DIRECTORY);
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = DIRECTORY + 2 + index * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    head.writeUInt32LE(value, at + 8);
  }
  for (const channel of [0, 1, 2]) head.writeUInt16LE(8, depths + 2 * channel);
  icc.copy(head, profile);
  return Buffer.concat([head, data]);
}
