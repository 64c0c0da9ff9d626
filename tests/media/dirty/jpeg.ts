/** Hiding places of a JPEG (ITU-T T.81; CIPA DC-007 for further pictures): every segment at every place, what no scan uses, and what follows the end. */
import { CANARY, type DirtyFiles, SIZE, cat, exif, jumbf, latin, marker, named, other, picture, profiles, tiffBlock, u16, u32, xmp } from "./parts";

/** A JPEG segment: marker, length, content. */
const segment = (code: number, content: Buffer | string) => cat(Buffer.from([0xff, code]), u16(Buffer.byteLength(content, "latin1") + 2), content);

const [COM, SOF0, SOF2, SOS, DHT, DQT, DRI, EOI] = [0xfe, 0xc0, 0xc2, 0xda, 0xc4, 0xdb, 0xdd, 0xd9];

/** Where the segments begin, by marker; scans are stepped over. */
function segments(jpeg: Buffer): { code: number; at: number }[] {
  const found: { code: number; at: number }[] = [];
  for (let at = 2; at < jpeg.length; ) {
    const code = jpeg[at + 1]!;
    found.push({ code, at });
    if (code === EOI) break;
    at += 2 + jpeg.readUInt16BE(at + 2);
    if (code !== SOS) continue;
    while (jpeg[at] !== 0xff || jpeg[at + 1] === 0 || (jpeg[at + 1]! >= 0xd0 && jpeg[at + 1]! <= 0xd7)) at += 1;
  }
  return found;
}

const insert = (jpeg: Buffer, at: number, ...what: Buffer[]) => cat(jpeg.subarray(0, at), ...what, jpeg.subarray(at));
const start = (jpeg: Buffer, ...what: Buffer[]) => insert(jpeg, 2, ...what);

function before(jpeg: Buffer, codes: readonly number[], nth: number, ...what: Buffer[]): Buffer {
  const place = segments(jpeg).filter(({ code }) => codes.includes(code)).at(nth)!;
  return insert(jpeg, place.at, ...what);
}

function photoshop(): Buffer {
  const dataset = cat(Buffer.from([0x1c, 2, 80]), u16(marker.length), marker);
  return cat("Photoshop 3.0\u00008BIM\u0004\u0004\0\0", u32(dataset.length), dataset, Buffer.alloc(dataset.length % 2));
}

/** EXIF whose second directory is a thumbnail with a comment of its own (EXIF 2.32, 4.5.5). */
async function thumbnailBlock(): Promise<Buffer> {
  const small = start(await other().resize(16, 12).jpeg().toBuffer(), segment(COM, CANARY));
  const head = Buffer.alloc(14 + 6 + 24);
  head.write("MM\0*\0\0\0\u0008", "latin1");
  head.writeUInt32BE(14, 10);
  head.writeUInt16BE(2, 14);
  for (const [index, [tag, value]] of [[0x0201, head.length] as const, [0x0202, small.length] as const].entries()) {
    head.writeUInt16BE(tag, 16 + index * 12);
    head.writeUInt16BE(4, 18 + index * 12);
    head.writeUInt32BE(1, 20 + index * 12);
    head.writeUInt32BE(value, 24 + index * 12);
  }
  return cat("Exif\0\0", head, small);
}

/** A grey picture whose every block is two bits, so that a restart interval of four fills a byte: T.81, B.2.4.4 and E.1.4. */
function withRestarts(gap: Buffer): Buffer {
  const table = (id: number) => cat(Buffer.from([id, 1]), Buffer.alloc(15), Buffer.from([0]));
  const blocks = (SIZE.width / 8) * (SIZE.height / 8);
  const intervals = Array.from({ length: blocks / 4 }, (_, index) =>
    cat(Buffer.from([0]), gap, ...(index < blocks / 4 - 1 ? [Buffer.from([0xff, 0xd0 + (index % 8)])] : [])),
  );
  return cat(
    Buffer.from([0xff, 0xd8]),
    segment(DQT, cat(Buffer.from([0]), Buffer.alloc(64, 16))),
    segment(SOF0, cat(Buffer.from([8]), u16(SIZE.height), u16(SIZE.width), Buffer.from([1, 1, 0x11, 0]))),
    segment(DHT, cat(table(0x00), table(0x10))),
    segment(DRI, u16(4)),
    segment(SOS, Buffer.from([1, 1, 0, 0, 63, 0])),
    ...intervals,
    Buffer.from([0xff, EOI]),
  );
}

const film = () => cat(u32(24), "ftypmp42", u32(0), "mp42isom", u32(8 + marker.length), "mdat", marker);

export async function dirtyJpegs(): Promise<DirtyFiles> {
  const plain = await picture().jpeg().toBuffer();
  const progressive = await picture().jpeg({ progressive: true }).toBuffer();
  const cmyk = await picture().toColourspace("cmyk").jpeg().toBuffer();
  const grey = await picture().greyscale().jpeg().toBuffer();
  const { plain: icc, marked } = await profiles();
  const block = cat("Exif\0\0", await tiffBlock());
  const second = start(await other().jpeg().toBuffer(), segment(0xe1, block));
  const iccSegment = (profile: Buffer) => segment(0xe2, cat("ICC_PROFILE\0\u0001\u0001", profile));
  const multiple = segment(0xe2, cat("MPF\0MM\0*\0\0\0\u0008", marker));
  const applications = Array.from({ length: 16 }, (_, n) => [`JPEG: an unknown segment APP${n}`, start(plain, segment(0xe0 + n, `${CANARY}\0`))] as const);
  const turned = await Promise.all(
    [2, 3, 4, 5, 6, 7, 8].map(async (orientation) => {
      const base = () => picture().withMetadata({ orientation });
      return [`JPEG: turned as orientation ${orientation}`, { file: await base().withExifMerge(exif).withXmp(xmp).jpeg().toBuffer(), twin: await base().jpeg().toBuffer() }] as const;
    }),
  );
  return {
    ...named(plain, {
      ...Object.fromEntries(applications),
      "JPEG: JFIF with a thumbnail": start(plain, segment(0xe0, cat("JFIF\0\u0001\u0002\0\0\u0001\0\u0001\u0002\u0002", marker, "!"))),
      "JPEG: a JFXX thumbnail": start(plain, segment(0xe0, cat("JFXX\0\u0010", second.subarray(0, 4), marker))),
      "JPEG: EXIF with place, maker and serial": start(plain, segment(0xe1, block)),
      "JPEG: EXIF with a thumbnail that has a comment": start(plain, segment(0xe1, await thumbnailBlock())),
      "JPEG: XMP": start(plain, segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${xmp}`)),
      "JPEG: extended XMP": start(plain, segment(0xe1, cat("http://ns.adobe.com/xmp/extension/\0", latin("0".repeat(32)), u32(xmp.length), u32(0), xmp))),
      "JPEG: FlashPix": start(plain, segment(0xe2, `FPXR\0${CANARY}`)),
      "JPEG: provenance": start(plain, segment(0xeb, cat("JP\0\u0001\0\0\0\u0001", jumbf))),
      "JPEG: Ducky": start(plain, segment(0xec, cat("Ducky\0\u0002\0", Buffer.from([marker.length]), marker))),
      "JPEG: IPTC in Photoshop's block": start(plain, segment(0xed, photoshop())),
      "JPEG: a comment": start(plain, segment(COM, CANARY)),
      "JPEG: comments before the frame": before(plain, [SOF0], 0, segment(COM, CANARY), segment(0xe5, CANARY)),
      "JPEG: comments after the frame": before(plain, [SOS], 0, segment(COM, CANARY), segment(0xe5, CANARY)),
      "JPEG: comments after the scan": before(plain, [EOI], 0, segment(COM, CANARY), segment(0xe5, CANARY)),
      "JPEG: a Huffman table that no scan uses": before(plain, [SOS], 0, segment(DHT, cat(Buffer.from([0x13]), Buffer.alloc(7), Buffer.from([marker.length]), Buffer.alloc(8), marker))),
      "JPEG: a quantisation table that no component uses": before(plain, [SOF0], 0, segment(DQT, cat(Buffer.from([3]), marker, Buffer.alloc(64 - marker.length, 1)))),
      "JPEG: fill bytes and stray bytes before the end": before(plain, [EOI], 0, Buffer.from([0xff, 0xff, 0xff]), marker),
      "JPEG: a trailer": cat(plain, marker),
      "JPEG: Samsung's trailer": cat(plain, marker, "SEFH", u32(0x6b000000), "SEFT"),
      "JPEG: a ZIP behind it": cat(plain, "PK\u0003\u0004", marker),
      "JPEG: a motion photo": cat(start(plain, segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${xmp}`)), film()),
      "JPEG: a second picture (MPO)": cat(start(plain, multiple), second),
      "JPEG: a gain map (Ultra HDR)": cat(start(plain, segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${xmp} hdrgm:Version`), multiple), second),
    }),
    ...named(progressive, {
      "JPEG: comments between the scans of a progressive one": before(progressive, [SOS], 3, segment(COM, CANARY), segment(0xe5, CANARY)),
      "JPEG: comments before a progressive frame": before(progressive, [SOF2], 0, segment(COM, CANARY)),
    }),
    ...named(withRestarts(Buffer.alloc(0)), { "JPEG: bytes in front of restart markers": withRestarts(marker) }),
    ...named(start(plain, iccSegment(icc)), { "JPEG: a colour profile with a description": start(plain, iccSegment(marked)) }),
    ...named(cmyk, { "JPEG: CMYK with EXIF": start(cmyk, segment(0xe1, block)) }),
    ...named(grey, { "JPEG: grey with EXIF": start(grey, segment(0xe1, block)) }),
    ...Object.fromEntries(turned),
  };
}

/** One of them that needs no others. */
export const commented = async () => start(await picture().jpeg().toBuffer(), segment(COM, CANARY));
