/** Hiding places of AVIF and HEIC, which are one container (HEIF, ISO/IEC 23008-12): boxes at every level, items that are not shown, and bytes between them. */
import { type Heif, type HeifItem, ascii, box, fullBox, properties, u32, writeHeif } from "../../support/heic/heif";
import { BRANDS, auxiliaryItem, codedItem, exifItem, xmpItem } from "../../support/heic/photo";
import { CANARY, type DirtyFiles, SIZE, cat, jumbf, marker, named, picture, pixels, profiles, tiffBlock, xmp } from "./parts";

const C2PA = Buffer.from("d8fec3d61b0e483c92975828877ec481", "hex");
const film = box("mpvd", box("ftyp", ascii("mp42"), u32(0)), box("mdat", marker));

/** Everything that can lie beside a picture, whatever its codec. `shown` is its item, `brands` its file's. */
async function places(kind: string, brands: readonly string[], shown: HeifItem, small: HeifItem): Promise<DirtyFiles> {
  const make = (items: readonly HeifItem[], more: Partial<Heif> = {}) => writeHeif({ brands, items, ...more });
  const beside = (...items: readonly HeifItem[]) => make([shown, ...items]);
  const own = (property: Buffer) => make([{ ...shown, properties: [...shown.properties!, property] }]);
  const files: Record<string, Buffer> = {
    "EXIF": beside(exifItem(await tiffBlock())),
    "EXIF inside the description": beside({ ...exifItem(await tiffBlock()), inside: true }),
    "XMP": beside(xmpItem(xmp)),
    "an item of another kind of text": beside({ type: "mime", content: "text/plain", data: marker, references: { cdsc: [1] } }),
    "an item by its address": beside({ type: "uri ", content: `urn:${CANARY}`, data: marker }),
    "an unknown item that is hidden": beside({ type: "cnry", data: marker, hidden: true }),
    "the picture's name": make([{ ...shown, name: CANARY }]),
    "a thumbnail with a name": beside({ ...small, name: CANARY, references: { thmb: [1] } }),
    "another picture (burst)": beside({ ...small, name: CANARY }),
    "an unknown property": own(box("cnry", marker)),
    "a property by number": own(box("uuid", Buffer.alloc(16, 7), marker)),
    "a description for people": own(fullBox("udes", 0, 0, ascii(`en\0${CANARY}\0${CANARY}\0${CANARY}\0`))),
    "the time it was made": own(fullBox("crtt", 0, 0, u32(0), ascii("cana"))),
    "a further brand": make([shown], { brands: [...brands, "cnry"] }),
    "bytes that no item leads to": make([shown], { gap: marker }),
    "free and skipped boxes": make([shown], { first: [box("free", marker)], last: [box("skip", marker)], inMeta: [box("free", marker)] }),
    "a box by number": make([shown], { first: [box("uuid", Buffer.alloc(16, 7), marker)] }),
    "user data": make([shown], { last: [box("udta", box("name", marker))], inMeta: [box("udta", marker)] }),
    "provenance": make([shown], { first: [box("uuid", C2PA, u32(0), ascii("manifest\0"), Buffer.alloc(8), jumbf)] }),
    "a motion photo": make([shown], { last: [film] }),
    "behind its end": cat(make([shown]), marker),
    "a film behind its end": cat(make([shown]), box("mdat", marker), marker),
  };
  return named(make([shown]), Object.fromEntries(Object.entries(files).map(([name, file]) => [`${kind}: ${name}`, file])));
}

/** What an AVIF of one picture is made of, taken from one that sharp wrote. */
async function av1Item(): Promise<HeifItem> {
  const file = await picture().avif({ effort: 0 }).toBuffer();
  const take = (type: string) => {
    const at = file.indexOf(type, 0, "latin1") - 4;
    return file.subarray(at, at + file.readUInt32BE(at));
  };
  return { type: "av01", data: take("mdat").subarray(8), properties: [take("av1C"), take("ispe"), properties.codePoints(1, 13, 6)] };
}

export async function dirtyHeifs(): Promise<DirtyFiles> {
  const av1 = await av1Item();
  const photo = { ...SIZE, data: pixels };
  const hevc = codedItem(photo);
  const small = codedItem({ width: 16, height: 16, data: Buffer.alloc(768, marker) });
  const [half, full] = [new Uint8Array(SIZE.width * SIZE.height).fill(128), new Uint8Array(SIZE.width * SIZE.height).fill(255)];
  const spelled = Uint8Array.from({ length: half.length }, (_, at) => marker[at % marker.length]!);
  const { plain: icc, marked } = await profiles();
  const coloured = (profile: Buffer) => writeHeif({ brands: BRANDS, items: [codedItem(photo, [], [properties.codePoints(1, 13, 0), properties.profile(profile)])] });
  const veiled = (hidden: Uint8Array) => {
    const data = Buffer.from(pixels);
    const alpha = full.map((_, at) => (at % 2 === 0 ? 255 : 0));
    for (let at = 1; at < alpha.length; at += 2) data.fill(hidden[at]!, at * 3, at * 3 + 3);
    return writeHeif({ brands: BRANDS, items: [codedItem({ ...SIZE, data }), auxiliaryItem(SIZE, alpha, "urn:mpeg:hevc:2015:auxid:1", 1)] });
  };
  return {
    ...(await places("AVIF", ["avif", "mif1", "miaf"], av1, av1)),
    ...(await places("HEIC", BRANDS, hevc, small)),
    ...named(writeHeif({ brands: BRANDS, items: [hevc] }), {
      "HEIC: a depth map": writeHeif({ brands: BRANDS, items: [hevc, auxiliaryItem(SIZE, spelled, "urn:mpeg:hevc:2015:auxid:2", 1)] }),
      "HEIC: a gain map": writeHeif({ brands: BRANDS, items: [hevc, auxiliaryItem(SIZE, spelled, "urn:com:apple:photo:2020:aux:hdrgainmap", 1)] }),
    }),
    ...named(coloured(icc), { "HEIC: a colour profile with a description": coloured(marked) }),
    "HEIC: colours under transparency": { file: veiled(spelled), twin: veiled(half) },
  };
}
