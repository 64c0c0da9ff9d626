import { deflateSync } from "node:zlib";

import sharp from "sharp";
import { afterAll, expect, test } from "vitest";

import { behindHeader, chunk } from "../../tests/support/png";
import { close } from "./confined/pool";
import { inspect } from "./inspect";
import { untrust } from "./proof";

afterAll(close);

const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: "#369" } });

const exif = {
  IFD0: { Make: "Maker", Model: "M-1", Software: "Firmware 2", Artist: "A. Person", Copyright: "Somebody" },
  IFD2: {
    DateTimeOriginal: "2026:11:22 05:41:07",
    OffsetTimeOriginal: "+01:00",
    BodySerialNumber: "B-77",
    LensModel: "24 mm",
    LensSerialNumber: "L-88",
    CameraOwnerName: "Owner",
  },
  IFD3: {
    GPSLatitudeRef: "N",
    GPSLatitude: "50/1 57/1 3000/100",
    GPSLongitudeRef: "W",
    GPSLongitude: "1/1 51/1 0/1",
    GPSAltitudeRef: "0",
    GPSAltitude: "12/1",
    GPSImgDirection: "271/2",
    GPSDateStamp: "2026:11:22",
    GPSTimeStamp: "4/1 41/1 5/1",
  },
};

test.each(["jpeg", "png", "webp", "avif"] as const)("a %s tells where, when, with what and by whom", async (format) => {
  const told = await inspect(untrust(await picture.clone().withExif(exif).toFormat(format).toBuffer()));
  expect(told).toMatchObject({
    format,
    taken: { local: "2026-11-22T05:41:07", offset: "+01:00" },
    device: { make: "Maker", model: "M-1", software: "Firmware 2", lens: "24 mm", serials: ["B-77", "L-88"] },
    people: { artist: "A. Person", owner: "Owner", copyright: "Somebody" },
    exif: true,
  });
  expect(told.place?.latitude).toBeCloseTo(50.958333, 5);
  expect(told.place?.longitude).toBeCloseTo(-1.85, 5);
  expect(told.place).toMatchObject({ altitude: 12, direction: 135.5 });
  expect(told.satelliteTime).toBe("2026-11-22T04:41:05Z");
});

test.each(["jpeg", "png", "webp", "avif", "tiff", "gif"] as const)("a %s without metadata tells nothing", async (format) => {
  const told = await inspect(untrust(await picture.clone().toFormat(format).toBuffer()));
  expect(told).toMatchObject({ device: { serials: [] }, texts: [], thumbnail: false, exif: false, xmp: false, iptc: false, frames: 1 });
  expect([told.place, told.taken, told.satelliteTime, told.device.make]).toEqual([undefined, undefined, undefined, undefined]);
});

test("a place in XMP is told as well, and no text turns its surroundings around", async () => {
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="Nasr \u202eevil\u0007 name"
      xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="50,57.5N" exif:GPSLongitude="1,51.0W"/></rdf:RDF></x:xmpmeta>`;
  const told = await inspect(untrust(await picture.clone().withXmp(xmp).jpeg().toBuffer()));
  expect(told.xmp).toBe(true);
  expect(told.people.artist).toBe("Nasr  evil  name");
  expect(told.place?.latitude).toBeCloseTo(50.958333, 5);
  expect(told.place?.longitude).toBeCloseTo(-1.85, 5);
});

test("impossible places and times are not told", async () => {
  const wrong = {
    IFD2: { DateTimeOriginal: "0000:00:00 00:00:00" },
    IFD3: { GPSLatitudeRef: "N", GPSLatitude: "999/1 0/1 0/1", GPSLongitudeRef: "E", GPSLongitude: "1/1 0/1 0/1" },
  };
  const told = await inspect(untrust(await picture.clone().withExif(wrong).jpeg().toBuffer()));
  expect([told.place, told.taken]).toEqual([undefined, undefined]);
});

test("a text of a megabyte is told in two hundred characters", async () => {
  const long = { IFD0: { ImageDescription: "x".repeat(60_000), Make: "y".repeat(3000) } };
  const told = await inspect(untrust(await picture.clone().withExif(long).jpeg().toBuffer()));
  expect(told.device.make).toHaveLength(200);
  expect(told.texts[0]).toHaveLength(200);
});

test("EXIF that stands in a PNG's text as hexadecimal is told, and more of it than a camera writes is not unpacked", async () => {
  const plain = await picture.clone().png().toBuffer();
  const block = (await sharp(await picture.clone().withExif(exif).jpeg().toBuffer()).metadata()).exif!;
  const withText = (text: string) => {
    const body = Buffer.concat([Buffer.from("Raw profile type exif\0\0", "latin1"), deflateSync(text)]);
    return untrust(behindHeader(plain, chunk("zTXt", body)));
  };
  const hexadecimal = block.toString("hex").replaceAll(/.{72}/g, "$&\n");
  const told = await inspect(withText(`\nexif\n${block.length}\n${hexadecimal}\n`));
  expect(told.device).toMatchObject({ make: "Maker", model: "M-1" });
  expect(told.place?.latitude).toBeCloseTo(50.958333, 5);
  const huge = await inspect(withText(`\nexif\n${block.length}\n${hexadecimal}\n${" ".repeat(300_000)}`));
  expect([huge.device.make, huge.place, huge.exif]).toEqual([undefined, undefined, false]);
});
