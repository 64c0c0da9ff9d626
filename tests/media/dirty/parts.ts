/** What the generators of dirty files share: the marker, the picture, and blocks of metadata that hold the marker. */
import sharp from "sharp";

/** Stands in every hiding place; a clean file has it nowhere. */
export const CANARY = "canary-7f3a";
export const marker = Buffer.from(CANARY);

/** `twin`: the same picture without anything hidden. What is made of the two is equal to the last bit. */
export type Dirty = { readonly file: Buffer; readonly twin: Buffer };
/** By a name that says where the marker is. */
export type DirtyFiles = Record<string, Dirty>;

export const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
export const u32 = (value: number) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);
export const latin = (text: string) => Buffer.from(text, "latin1");
export const cat = (...parts: readonly (Buffer | string)[]) => Buffer.concat(parts.map((part) => (typeof part === "string" ? latin(part) : part)));

export const SIZE = { width: 96, height: 64 };

/** Coloured noise with a red upper left quarter, by which one sees how it was turned. */
function noise({ width, height }: typeof SIZE): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < data.length; at += 1) data[at] = 128 + ((at * 2_654_435_761) % 97) - 48;
  for (let y = 0; y < height / 2; y += 1) {
    for (let x = 0; x < width / 2; x += 1) data.set([230, 20, 20], (y * width + x) * 3);
  }
  return data;
}
export const pixels = noise(SIZE);

export const picture = (size = SIZE) => sharp(noise(size), { raw: { ...size, channels: 3 } });
/** Another picture, for what hides beside the first. */
export const other = () => sharp({ create: { ...SIZE, channels: 3, background: "#2a6" } });

export const exif = {
  IFD0: { Make: `Make ${CANARY}`, Model: `Model ${CANARY}`, Artist: `Artist ${CANARY}`, ImageDescription: CANARY },
  IFD2: { DateTimeOriginal: "2026:11:22 05:41:07", OffsetTimeOriginal: "+01:00", BodySerialNumber: `SN ${CANARY}` },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "50/1 57/1 3000/100", GPSLongitudeRef: "E", GPSLongitude: "1/1 51/1 1200/100" },
};

export const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="${CANARY}"/></rdf:RDF></x:xmpmeta>`;

/** The EXIF of a camera, from its byte order on. */
export async function tiffBlock(): Promise<Buffer> {
  const block = (await sharp(await picture().withExif(exif).jpeg().toBuffer()).metadata()).exif!;
  return block.subarray(block.toString("latin1", 0, 4) === "Exif" ? 6 : 0);
}

/** Display P3, and the same with the marker for its description: to a colour engine they are equal. */
export async function profiles(): Promise<{ plain: Buffer; marked: Buffer }> {
  const plain = (await sharp(await picture().withIccProfile("p3").png().toBuffer()).metadata()).icc!;
  // ICC.1:2022, 7.3: the table of tags names each by four letters, with its place.
  const entry = plain.indexOf("cprt", 128, "latin1");
  const [at, length] = [plain.readUInt32BE(entry + 4), plain.readUInt32BE(entry + 8)];
  const marked = Buffer.from(plain);
  const shifted = at + 8 + marker.length > marked.length ? marked.length - marker.length : at + length - marker.length;
  marker.copy(marked, shifted);
  return { plain, marked };
}

/** A manifest box of C2PA's (JUMBF, ISO/IEC 19566-5), as far as a walker looks. */
export const jumbf = (() => {
  const described = cat(u32(8 + 16 + 1 + marker.length + 1), "jumd", Buffer.from("6332706100110010800000aa00389b71", "hex"), Buffer.from([3]), marker, Buffer.from([0]));
  return cat(u32(8 + described.length), "jumb", described);
})();

/** Every pair of `places` and what lies there. */
export const named = (twin: Buffer, files: Readonly<Record<string, Buffer>>): DirtyFiles =>
  Object.fromEntries(Object.entries(files).map(([name, file]) => [name, { file, twin }]));
