/** Hiding places of a PNG (W3C PNG, third edition): every kind of chunk, compressed ones too, and what lies in the picture's own data without being seen. */
import { deflateSync, inflateSync } from "node:zlib";

import sharp from "sharp";

import { chunk } from "../../support/png";
import { CANARY, type DirtyFiles, SIZE, cat, jumbf, latin, marker, named, other, picture, pixels, profiles, tiffBlock, u16, u32, xmp } from "./parts";

const SIGNATURE = 8;

type Chunk = { readonly type: string; readonly body: Buffer; readonly whole: Buffer };

function chunks(png: Buffer): Chunk[] {
  const found: Chunk[] = [];
  for (let at = SIGNATURE; at + 12 <= png.length; ) {
    const end = at + 12 + png.readUInt32BE(at);
    found.push({ type: png.toString("latin1", at + 4, at + 8), body: png.subarray(at + 8, end - 4), whole: png.subarray(at, end) });
    at = end;
  }
  return found;
}

/** New chunks in front of the first of that type. */
function before(png: Buffer, type: string, ...fresh: Buffer[]): Buffer {
  const all = chunks(png);
  const at = all.findIndex((one) => one.type === type);
  return cat(png.subarray(0, SIGNATURE), ...all.slice(0, at).map(({ whole }) => whole), ...fresh, ...all.slice(at).map(({ whole }) => whole));
}

const imageData = (png: Buffer) => Buffer.concat(chunks(png).flatMap(({ type, body }) => (type === "IDAT" ? [body] : [])));

/** The same picture with other bytes as its data. */
function withData(png: Buffer, data: Buffer): Buffer {
  const rest = chunks(png).filter(({ type }) => type !== "IDAT");
  return cat(png.subarray(0, SIGNATURE), ...rest.slice(0, -1).map(({ whole }) => whole), chunk("IDAT", data), rest.at(-1)!.whole);
}

/** ImageMagick's way of keeping EXIF, IPTC and XMP: hexadecimal, in compressed text. */
const rawProfile = (kind: string, bytes: Buffer) =>
  chunk("zTXt", cat(`Raw profile type ${kind}\0\0`, deflateSync(`\n${kind}\n${String(bytes.length).padStart(8)}\n${bytes.toString("hex")}\n`)));

const frameControl = (sequence: number) => chunk("fcTL", cat(u32(sequence), u32(SIZE.width), u32(SIZE.height), u32(0), u32(0), u16(1), u16(10), Buffer.from([0, 0])));

export async function dirtyPngs(): Promise<DirtyFiles> {
  const plain = await picture().png().toBuffer();
  const hidden = await other().png().toBuffer();
  const { plain: icc, marked } = await profiles();
  const tiff = await tiffBlock();
  const withProfile = (name: string, profile: Buffer) => before(plain, "IDAT", chunk("iCCP", cat(`${name}\0\0`, deflateSync(profile))));
  const one = (...fresh: Buffer[]) => before(plain, "IDAT", ...fresh);
  return {
    ...named(plain, {
      "PNG: text": one(chunk("tEXt", `Author\0${CANARY}`)),
      "PNG: compressed text": one(chunk("zTXt", cat("Comment\0\0", deflateSync(marker)))),
      "PNG: international text": one(chunk("iTXt", `Title\0\0\0en\0${CANARY}\0${CANARY}`)),
      "PNG: compressed international text": one(chunk("iTXt", cat("Title\0\u0001\0\0\0", deflateSync(marker)))),
      "PNG: XMP": one(chunk("iTXt", `XML:com.adobe.xmp\0\0\0\0\0${xmp}`)),
      "PNG: EXIF": one(chunk("eXIf", tiff)),
      "PNG: EXIF in hexadecimal text": one(rawProfile("exif", cat("Exif\0\0", tiff))),
      "PNG: IPTC in hexadecimal text": one(rawProfile("iptc", marker)),
      "PNG: time": one(chunk("tIME", Buffer.from([7, 0xea, 11, 22, 5, 41, 7]))),
      "PNG: pixels per metre": one(chunk("pHYs", cat(u32(0x63616e61), u32(0x72792d37), Buffer.from([1])))),
      "PNG: a suggested palette": one(chunk("sPLT", cat(CANARY, Buffer.from([0, 8, 1, 2, 3, 4, 0, 5])))),
      "PNG: significant bits and background": one(chunk("sBIT", Buffer.from([8, 8, 8])), chunk("bKGD", latin("canary"))),
      "PNG: provenance": one(chunk("caBX", jumbf)),
      "PNG: a private chunk": one(chunk("prVt", CANARY)),
      ...Object.fromEntries(
        ["pCAL", "sCAL", "oFFs", "gIFg", "gIFx", "sTER", "dSIG", "vpAg", "iDOT", "meTa", "acSp", "zxIf"].map((type) => [`PNG: a chunk ${type}`, one(chunk(type, CANARY))]),
      ),
      "PNG: chunks behind the picture's data": before(plain, "IEND", chunk("tEXt", `Author\0${CANARY}`), chunk("prVt", CANARY), chunk("eXIf", tiff)),
      "PNG: behind the compressed picture, in the same chunk": withData(plain, cat(imageData(plain), marker)),
      "PNG: more rows than the picture has": withData(plain, deflateSync(cat(inflateSync(imageData(plain)), marker))),
      "PNG: behind its end": cat(plain, marker),
      "PNG: another PNG behind its end": cat(plain, before(hidden, "IDAT", chunk("tEXt", `Author\0${CANARY}`))),
      "PNG: an animation's second frame": before(
        before(plain, "IDAT", chunk("acTL", cat(u32(2), u32(0))), frameControl(0)),
        "IEND",
        frameControl(1),
        chunk("fdAT", cat(u32(2), imageData(hidden), marker)),
      ),
    }),
    ...named(withProfile("p", icc), { "PNG: a colour profile with name and description": withProfile(CANARY, marked) }),
    "PNG: colours under transparency": await underTransparency(),
    "PNG: colours of a palette that no pixel has": await unusedColours(),
    "PNG: of 16 bits": {
      file: before(await picture().toColourspace("rgb16").png().toBuffer(), "IDAT", chunk("tEXt", `Author\0${CANARY}`)),
      twin: await picture().toColourspace("rgb16").png().toBuffer(),
    },
  };
}

/** The marker in the colours of pixels that are wholly transparent. */
async function underTransparency() {
  const make = (hidden: Buffer) => {
    const data = Buffer.alloc(SIZE.width * SIZE.height * 4);
    for (let at = 0; at < data.length / 4; at += 1) {
      const seen = at % SIZE.width < SIZE.width / 2;
      if (seen) data.set([...pixels.subarray(at * 3, at * 3 + 3), 255], at * 4);
      else data.fill(hidden[at % hidden.length]!, at * 4, at * 4 + 3);
    }
    return sharp(data, { raw: { ...SIZE, channels: 4 } }).png().toBuffer();
  };
  return { file: await make(marker), twin: await make(Buffer.from([0])) };
}

async function unusedColours() {
  const twin = await other().png({ palette: true }).toBuffer();
  const palette = chunks(twin).find(({ type }) => type === "PLTE")!.body;
  const all = chunks(twin).map(({ type, whole }) => (type === "PLTE" ? chunk("PLTE", cat(palette, marker, "!")) : whole));
  return { file: cat(twin.subarray(0, SIGNATURE), ...all), twin };
}
