/** HEIC files as phones write them, pixel for pixel what was asked for: RGB goes in as 4:4:4 with identity matrix (ISO/IEC 23091-2, 8.3: 0), which loses nothing. */
import { encodeHevc } from "./hevc";
import { type Heif, type HeifItem, ascii, grid, properties, u32, writeHeif } from "./heif";

export type Rgb = { readonly width: number; readonly height: number; readonly data: Uint8Array };

export const BRANDS = ["heic", "mif1", "heic"];
const SRGB = properties.codePoints(1, 13, 0);

const plane = (count: number, value: (index: number) => number) => Uint16Array.from({ length: count }, (_, index) => value(index));

/** A coded picture as an item. `further`: properties behind its codec, size and colours; `colours`: in place of sRGB. */
export function codedItem({ width, height, data }: Rgb, further: readonly Buffer[] = [], colours: readonly Buffer[] = [SRGB]): HeifItem {
  const count = width * height;
  // Identity: green, blue and red stand in the places of luma and the two chroma planes.
  const planes = [1, 2, 0].map((channel) => plane(count, (index) => data[index * 3 + channel]!));
  const coded = encodeHevc({ width, height, bits: 8, chroma: "4:4:4", planes });
  return {
    type: "hvc1",
    data: coded.data,
    properties: [properties.hevc(coded.configuration), properties.size(width, height), ...colours, ...further],
  };
}

/** One value per pixel, 8 bits: an alpha plane, a depth map, a gain map. `role` is its URN. */
export function auxiliaryItem({ width, height }: Omit<Rgb, "data">, values: Uint8Array, role: string, of: number): HeifItem {
  const coded = encodeHevc({ width, height, bits: 8, chroma: "4:0:0", planes: [plane(width * height, (index) => values[index]!)] });
  return {
    type: "hvc1",
    data: coded.data,
    hidden: true,
    properties: [properties.hevc(coded.configuration), properties.size(width, height), properties.auxiliary(role)],
    references: { auxl: [of] },
  };
}

/** ISO/IEC 23008-12, annex A: `tiff` begins with its byte order. */
export const exifItem = (tiff: Buffer, of = 1): HeifItem => ({
  type: "Exif",
  data: Buffer.concat([u32(6), ascii("Exif\0\0"), tiff]),
  references: { cdsc: [of] },
});
export const xmpItem = (xmp: string, of = 1): HeifItem => ({
  type: "mime",
  content: "application/rdf+xml",
  data: Buffer.from(xmp),
  references: { cdsc: [of] },
});

/** Four tiles under one primary picture, which is the fifth item. */
export function tiled({ width, height, data }: Rgb): HeifItem[] {
  const [w, h] = [width / 2, height / 2];
  const tiles = [0, 1, 2, 3].map((tile) => {
    const [left, top] = [(tile % 2) * w, Math.floor(tile / 2) * h];
    const rows = Array.from({ length: h }, (_, y) => data.subarray(((top + y) * width + left) * 3, ((top + y) * width + left + w) * 3));
    return { ...codedItem({ width: w, height: h, data: Buffer.concat(rows) }), hidden: true };
  });
  return [...tiles, { type: "grid", data: grid(2, 2, width, height), properties: [properties.size(width, height)], references: { dimg: [1, 2, 3, 4] } }];
}

export const heic = (items: readonly HeifItem[], more: Omit<Partial<Heif>, "items"> = {}) => writeHeif({ brands: BRANDS, items, ...more });
