import sharp from "sharp";
import { describe, expect, test } from "vitest";

import { untrust } from "./proof";
import { sniff } from "./sniff";

const picture = sharp({ create: { width: 20, height: 10, channels: 3, background: "#369" } });
const bytes = (text: string, length = 64) => Buffer.concat([Buffer.from(text, "latin1"), Buffer.alloc(length)]);
const fileType = (...brands: string[]) => {
  const body = Buffer.from(`ftyp${brands[0]}\0\0\0\0${brands.slice(1).join("")}`, "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body, Buffer.alloc(32)]);
};
const box = (type: string, length: number) => {
  const out = Buffer.alloc(length);
  out.writeUInt32BE(length);
  out.write(type, 4, "latin1");
  return out;
};
/** A TIFF with one directory of one entry. */
const tiff = (tag: number, type: number, value: number) => {
  const out = Buffer.alloc(26);
  out.write("II*\0", "latin1");
  out.writeUInt32LE(8, 4);
  out.writeUInt16LE(1, 8);
  out.writeUInt16LE(tag, 10);
  out.writeUInt16LE(type, 12);
  out.writeUInt32LE(1, 14);
  out.writeUInt32LE(value, 18);
  return out;
};

test.each(["jpeg", "png", "webp", "avif", "tiff", "gif"] as const)("a %s is known by its bytes", async (format) => {
  expect(sniff(untrust(await picture.clone().toFormat(format).toBuffer()))).toBe(format);
});

test.each([
  ["an iPhone's HEIC", fileType("heic", "mif1", "heic")],
  ["Canon's and Sony's HIF, of ten bits", fileType("heix", "mif1", "heix", "miaf")],
])("%s is known by its brand", (_, file) => {
  expect(sniff(untrust(file))).toBe("heic");
});

describe("what is not taken is called by its name", () => {
  test.each([
    ["a recording in WAVE", bytes("RIFF\u0024\0\0\0WAVEfmt "), "audio"],
    ["a recording in MP3", bytes("ID3\u0004\0"), "audio"],
    ["a recording of a telephone", bytes("#!AMR\n"), "audio"],
    ["a HEIF of another codec", fileType("mif1", "mif1", "miaf"), "other-image"],
    ["a film by the brand of a picture", Buffer.concat([fileType("hevc", "msf1", "hevc").subarray(0, 24), box("moov", 40)]), "video"],
    ["a DNG", tiff(0xc612, 1, 0x0401), "raw"],
    ["a TIFF of sensor values", tiff(0x0106, 3, 32_803), "raw"],
    ["a Canon CR2", bytes("II*\0\u0010\0\0\0CR\u0002"), "raw"],
    ["a Canon CR3", fileType("crx ", "crx ", "isom"), "raw"],
    ["a Fujifilm RAF", bytes("FUJIFILMCCD-RAW 0201"), "raw"],
    ["a Panasonic RW2", bytes("IIU\0\u0008\0\0\0"), "raw"],
    ["a JPEG XL stream", bytes("\u00ff\u000a"), "jpeg-xl"],
    ["a JPEG XL file", bytes("\0\0\0\u000cJXL \r\n\u0087\n"), "jpeg-xl"],
    ["a drawing", bytes("<svg xmlns='http://www.w3.org/2000/svg'>"), "svg"],
    ["a drawing with a prologue", bytes('\u00ef\u00bb\u00bf<?xml version="1.0"?>\n<!-- x -->\n<svg >'), "svg"],
    ["a PDF", bytes("%PDF-1.7"), "pdf"],
    ["an MP4", fileType("isom", "isom", "avc1"), "video"],
    ["a QuickTime film", fileType("qt  ", "qt  "), "video"],
    ["a WebM", bytes("\u001a\u0045\u00df\u00a3"), "video"],
    ["an AVI", bytes("RIFF\0\0\0\0AVI LIST"), "video"],
    ["a Photoshop document", bytes("8BPS\0\u0001"), "other-image"],
    ["a BigTIFF", bytes("II+\0\u0008\0\0\0"), "other-image"],
  ] as const)("%s", (_, file, refused) => {
    expect(sniff(untrust(file))).toEqual({ refused });
  });

  test.each([
    ["nothing at all", Buffer.alloc(0)],
    ["text", bytes("Dear reader, this is a letter.")],
    ["a web page", bytes("<!DOCTYPE html><html>")],
    ["the first bytes of a picture and no more", Buffer.from([0xff, 0xd8])],
    ["a ZIP", bytes("PK\u0003\u0004")],
  ])("%s has no name here", (_, file) => {
    expect(sniff(untrust(file))).toEqual({ refused: undefined });
  });
});

test("a directory that leads back to itself ends", () => {
  const loop = tiff(0x0100, 3, 1);
  loop.writeUInt32LE(8, 22);
  expect(sniff(untrust(loop))).toBe("tiff");
});
