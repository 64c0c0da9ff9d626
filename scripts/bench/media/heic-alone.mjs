/**
 * node heic-alone.mjs <file>: milliseconds that libheif's WebAssembly build takes to decode a HEIC, and libvips to encode the pixels, in one process with
 * nothing around it: no confinement, no crossing, no colours, no reading again. Fresh, as a decoder is; the module is compiled before the clock starts.
 */
import { readFileSync } from "node:fs";

import sharp from "sharp";

import { load, pixels, primary } from "../../../src/media/confined/libheif.mjs";

const bytes = readFileSync(process.argv[2] ?? "");
load();
await sharp({ create: { width: 8, height: 8, channels: 3, background: "#fff" } })
  .jpeg()
  .toBuffer();
const begun = performance.now();
const picture = primary(bytes, Number.MAX_SAFE_INTEGER);
const { data, stride, channels } = pixels(picture, false);
if (channels !== 3 || stride % 3 !== 0) throw new Error("rows that are not whole pixels: take another picture");
const rows = Buffer.from(data.buffer, data.byteOffset, data.length);
const padded = rows.length === stride * picture.height ? rows : Buffer.concat([rows, Buffer.alloc(stride * picture.height - rows.length)]);
await sharp(padded, { raw: { width: stride / 3, height: picture.height, channels: 3 } })
  .jpeg({ quality: 85, optimiseCoding: false })
  .toBuffer();
process.stdout.write(String(performance.now() - begun));
