/** Pictures made dirty by code: each carries a canary in every place of its container where something can hide. */
import { crc32, deflateSync } from "node:zlib";

import sharp from "sharp";

/** Stands in every hiding place; a clean file has it nowhere. */
export const CANARY = "canary-7f3a";

type Size = { readonly width: number; readonly height: number };
const SIZE: Size = { width: 96, height: 64 };

/** Coloured noise with a red upper left quarter, by which one sees how it was turned. */
export async function picture({ width, height }: Size = SIZE): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < data.length; at += 1) data[at] = 128 + ((at * 2_654_435_761) % 97) - 48;
  for (let y = 0; y < height / 2; y += 1) {
    for (let x = 0; x < width / 2; x += 1) data.set([230, 20, 20], (y * width + x) * 3);
  }
  return sharp(data, { raw: { width, height, channels: 3 } }).png().toBuffer();
}

export const exif = {
  IFD0: { Make: `Make ${CANARY}`, Model: `Model ${CANARY}`, Artist: `Artist ${CANARY}`, ImageDescription: CANARY },
  IFD2: { DateTimeOriginal: "2026:11:22 05:41:07", OffsetTimeOriginal: "+01:00", BodySerialNumber: `SN ${CANARY}` },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "50/1 57/1 3000/100", GPSLongitudeRef: "E", GPSLongitude: "1/1 51/1 1200/100" },
};

const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="${CANARY}"/></rdf:RDF></x:xmpmeta>`;

const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);

/** A JPEG segment: marker, length, content. */
export const segment = (marker: number, content: Buffer | string) =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(Buffer.byteLength(content) + 2), Buffer.from(content)]);

/** Right after SOI. */
export const withSegments = (jpeg: Buffer, ...segments: Buffer[]) =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

export const pngChunk = (type: string, content: Buffer | string) => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), Buffer.from(content)]);
  return Buffer.concat([u32(body.length - 4), body, u32(crc32(body))]);
};

/** Right after IHDR. */
export const withChunks = (png: Buffer, ...chunks: Buffer[]) => Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);

const riffChunk = (type: string, content: string) => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(type, "latin1"), length, Buffer.from(content), Buffer.alloc(content.length % 2)]);
};

function withRiffChunks(webp: Buffer, ...chunks: Buffer[]): Buffer {
  const out = Buffer.concat([webp, ...chunks]);
  out.writeUInt32LE(out.length - 8, 4);
  return out;
}

const iptc = () => {
  const dataset = Buffer.concat([Buffer.from([0x1c, 2, 80]), u16(CANARY.length), Buffer.from(CANARY)]);
  return Buffer.concat([Buffer.from("Photoshop 3.0\u00008BIM\u0004\u0004\0\0", "latin1"), u32(dataset.length), dataset, Buffer.alloc(dataset.length % 2)]);
};

const jpegWith = async (orientation?: number) => {
  const base = sharp(await picture()).withExif(exif).withIccProfile("p3").withXmp(xmp);
  return (orientation === undefined ? base : base.withMetadata({ orientation }).withExifMerge(exif)).jpeg().toBuffer();
};

/** A GIF with a comment and an application block in front of its first picture. */
async function gif(): Promise<Buffer> {
  const plain = await sharp(await picture()).gif().toBuffer();
  const at = 13 + (plain[10]! & 0x80 ? 3 * 2 ** ((plain[10]! & 7) + 1) : 0);
  const sub = Buffer.concat([Buffer.from([CANARY.length]), Buffer.from(CANARY), Buffer.from([0])]);
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe]), sub]);
  const application = Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from("CANARYAPP01"), sub]);
  return Buffer.concat([plain.subarray(0, at), comment, application, plain.subarray(at), Buffer.from(CANARY)]);
}

/** Red where it is seen; a message in the colours of pixels that are wholly transparent. */
async function hiddenUnderAlpha(): Promise<Buffer> {
  const { width, height } = SIZE;
  const data = Buffer.alloc(width * height * 4, 0);
  for (let at = 0; at < data.length; at += 4) {
    const message = CANARY.charCodeAt((at / 4) % CANARY.length);
    const seen = (at / 4) % width < width / 2;
    data.set(seen ? [255, 0, 0, 255] : [message, message, message, 0], at);
  }
  return sharp(data, { raw: { width, height, channels: 4 } }).png().toBuffer();
}

/** Every dirty picture by a name that says what is wrong with it. */
export async function dirtyPictures(): Promise<Record<string, Buffer>> {
  const base = sharp(await picture());
  const jpeg = await jpegWith();
  const second = await base.clone().withExif(exif).jpeg().toBuffer();
  const png = await base.clone().withExif(exif).withXmp(xmp).png().toBuffer();
  const webp = await base.clone().withExif(exif).withXmp(xmp).webp().toBuffer();
  const turned = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map(async (orientation) => [`JPEG turned as orientation ${orientation}`, await jpegWith(orientation)] as const),
  );
  return {
    "JPEG with EXIF, GPS, XMP and a colour profile": jpeg,
    ...Object.fromEntries(turned),
    "JPEG with IPTC": withSegments(jpeg, segment(0xed, iptc())),
    "JPEG with a comment": withSegments(jpeg, segment(0xfe, CANARY)),
    "JPEG with an unknown application segment": withSegments(jpeg, segment(0xe7, CANARY)),
    "JPEG with provenance": withSegments(jpeg, segment(0xeb, `JP\0\u0001${CANARY}`)),
    "JPEG with a second picture after the first": Buffer.concat([withSegments(jpeg, segment(0xe2, `MPF\0${CANARY}`)), second]),
    "JPEG with a trailer": Buffer.concat([jpeg, Buffer.from(`SEFH ${CANARY}`)]),
    "JPEG in grey": await base.clone().greyscale().withExif(exif).jpeg().toBuffer(),
    "JPEG in CMYK": await base.clone().toColourspace("cmyk").withExif(exif).jpeg().toBuffer(),
    "PNG with EXIF and XMP": png,
    "PNG with text and time": withChunks(
      png,
      pngChunk("tEXt", `Author\0${CANARY}`),
      pngChunk("zTXt", Buffer.concat([Buffer.from("Comment\0\0"), deflateSync(CANARY)])),
      pngChunk("iTXt", `Title\0\0\0\0\0${CANARY}`),
      pngChunk("tIME", Buffer.from([7, 0xea, 11, 22, 5, 41, 7])),
      pngChunk("prVt", CANARY),
    ),
    "PNG with data after its end": Buffer.concat([png, Buffer.from(CANARY)]),
    "PNG of 16 bits": await base.clone().toColourspace("rgb16").withExif(exif).png().toBuffer(),
    "PNG with a palette": await base.clone().withExif(exif).png({ palette: true }).toBuffer(),
    "PNG with colours under transparency": await hiddenUnderAlpha(),
    "WebP with EXIF and XMP": webp,
    "WebP with an unknown chunk": withRiffChunks(webp, riffChunk("CNRY", CANARY)),
    "WebP with data after its end": Buffer.concat([webp, Buffer.from(CANARY)]),
    "AVIF with EXIF and XMP": await base.clone().withExif(exif).withXmp(xmp).avif({ effort: 0 }).toBuffer(),
    "TIFF with XMP": await base.clone().withXmp(xmp).tiff().toBuffer(),
    "GIF with a comment, an application block and a trailer": await gif(),
  };
}
