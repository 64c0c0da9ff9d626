/** What the mutations start from: every format that comes in, made by code, and a folder of real files where there is one. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

import sharp, { type TiffOptions } from "sharp";

import { dirtyFiles } from "../../tests/media/dirty/every";
import { CANARY, exif, picture } from "../../tests/media/dirty/parts";
import { properties } from "../../tests/support/heic/heif";
import { auxiliaryItem, codedItem, exifItem, heic, tiled, xmpItem } from "../../tests/support/heic/photo";

export type Seed = { readonly name: string; readonly bytes: Buffer };

/** Larger files take a decoder longer and break in no other way. */
const LARGEST = 300_000;

/** The variants of each format that have code of their own in their decoder. */
async function variants(): Promise<Record<string, Buffer>> {
  const base = picture({ width: 130, height: 90 }).withExif(exif);
  const colours = ["#ff0000", "#00ff00", "#0000ff"].map((background) => sharp({ create: { width: 40, height: 30, channels: 4, background } }).png().toBuffer());
  const frames = await Promise.all(colours);
  const moving = () => sharp(frames, { join: { animated: true } });
  const tiff = (options: TiffOptions) => base.clone().tiff(options).toBuffer();
  return {
    "JPEG, progressive": await base.clone().jpeg({ progressive: true }).toBuffer(),
    "JPEG, 4:4:4": await base.clone().jpeg({ chromaSubsampling: "4:4:4", quality: 97 }).toBuffer(),
    "PNG, interlaced": await base.clone().png({ progressive: true }).toBuffer(),
    "PNG, 1 bit": await base.clone().png({ palette: true, colours: 2 }).toBuffer(),
    "PNG, grey with transparency": await base.clone().greyscale().ensureAlpha(0.5).png().toBuffer(),
    "WebP, lossless": await base.clone().webp({ lossless: true }).toBuffer(),
    "WebP, with transparency": await base.clone().ensureAlpha(0.5).webp().toBuffer(),
    "WebP, moving": await moving().webp().toBuffer(),
    "AVIF, 10 bit": await base.clone().avif({ bitdepth: 10, effort: 0 }).toBuffer(),
    "AVIF, lossless with transparency": await base.clone().ensureAlpha(0.5).avif({ lossless: true, effort: 0 }).toBuffer(),
    "TIFF, LZW": await tiff({ compression: "lzw" }),
    "TIFF, deflate in tiles": await tiff({ compression: "deflate", tile: true, tileWidth: 64, tileHeight: 64 }),
    "TIFF, JPEG inside": await tiff({ compression: "jpeg" }),
    "TIFF, fax": await base.clone().greyscale().threshold().toColourspace("b-w").tiff({ compression: "ccittfax4", bitdepth: 1 }).toBuffer(),
    "TIFF, packbits, pyramid": await tiff({ compression: "packbits", pyramid: true, tile: true }),
    "TIFF, pages": await moving().tiff().toBuffer(),
    "GIF, moving": await moving().gif().toBuffer(),
  };
}

/** With what a phone puts beside the picture, and the marker in it. */
async function heics(): Promise<Record<string, Buffer>> {
  const [width, height] = [64, 64];
  const data = await picture({ width, height }).raw().toBuffer();
  const rgb = { width, height, data };
  const block = (await picture().withExif(exif).jpeg().toBuffer()).subarray(30);
  const told = [exifItem(Buffer.concat([Buffer.from("II*\0\b\0\0\0\0\0", "latin1"), block])), xmpItem(`<x>${CANARY}</x>`)];
  const alpha = auxiliaryItem(rgb, new Uint8Array(width * height).fill(128), "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", 1);
  return {
    "HEIC": heic([codedItem(rgb), ...told]),
    "HEIC, turned": heic([codedItem(rgb, [properties.turn(1), properties.mirror(0)]), ...told]),
    "HEIC, in tiles": heic([...tiled(rgb), ...told], { primary: 5 }),
    "HEIC, with transparency": heic([codedItem(rgb), alpha, ...told]),
  };
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? walk(path.join(folder, entry.name)) : [path.join(folder, entry.name)]))
    .toSorted();
}

/** Files of a folder with at most `largest` bytes, in the order of their names; none where there is no such folder. */
export function realFiles(folder: string, largest: number = LARGEST): Seed[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return walk(folder)
    .filter((file) => statSync(file).size <= largest && !/\.(json|md|txt)$/.test(file))
    .map((file) => ({ name: path.relative(folder, file), bytes: readFileSync(file) }));
}

/** Made first, then real, always in the same order. */
export async function seeds(folder: string): Promise<{ readonly made: readonly Seed[]; readonly real: readonly Seed[] }> {
  const dirty = Object.entries(await dirtyFiles()).map(([name, { file }]) => [name, file] as const);
  const made = [...dirty, ...Object.entries({ ...(await variants()), ...(await heics()) })].map(([name, bytes]) => ({ name, bytes }));
  return { made, real: realFiles(folder) };
}
