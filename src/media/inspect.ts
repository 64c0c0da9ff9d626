/** Reads what a file tells. The tags are found in the confined process; here they are put into words that this project has. */
import type { Inspected } from "./confined/protocol";
import { readTags } from "./decode";
import type { Untrusted } from "./proof";
import { admit } from "./sniff";
import { Told } from "./told";

type Tags = Inspected["tags"];
type Value = NonNullable<Tags["exif"]>[string] | undefined;

/**
 * Does not decode the picture. Throws MediaRefusal for what is not taken at all, MediaInterrupted when the decoder was killed; damaged or
 * absent metadata is not an error, it tells less.
 */
export async function inspect(untrusted: Untrusted): Promise<Told> {
  const { format, survey } = admit(untrusted);
  const { tags, has } = await readTags(format, untrusted.bytes);
  const met = (kind: string) => survey.residue.some((residue) => residue.kind === kind);
  return Told.parse({
    format,
    place: place(tags),
    taken: taken(tags),
    satelliteTime: satelliteTime(tags),
    device: device(tags),
    people: {
      artist: first(tags.ifd0?.Artist, tags.iptc?.Byline, tags.xmp?.creator),
      owner: first(tags.exif?.CameraOwnerName, tags.exif?.OwnerName, tags.xmp?.OwnerName),
      copyright: first(tags.ifd0?.Copyright, tags.iptc?.CopyrightNotice, tags.xmp?.rights),
    },
    texts: texts(tags),
    thumbnail: has.thumbnail,
    exif: has.exif || met("exif"),
    xmp: has.xmp || met("xmp"),
    iptc: has.iptc,
    residue: [...survey.residue],
    frames: survey.frames,
  } satisfies Record<keyof Told, unknown>);
}

/** Control characters, line breaks and everything that turns the direction of text around it. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\ufffd]+/gu;

function printable(value: Value): string | undefined {
  const one: unknown = Array.isArray(value) && typeof value[0] === "string" ? value.join(", ") : value;
  if (typeof one !== "string" && typeof one !== "number") return undefined;
  const text = String(one).replace(UNPRINTABLE, " ").trim().slice(0, 200);
  return text === "" ? undefined : text;
}

/** The first that says anything. */
function first(...values: Value[]): string | undefined {
  for (const value of values) {
    const text = printable(value);
    if (text !== undefined) return text;
  }
  return undefined;
}

function device({ ifd0, exif, xmp }: Tags) {
  const serials = [exif?.BodySerialNumber, exif?.SerialNumber, exif?.LensSerialNumber, ifd0?.CameraSerialNumber, xmp?.SerialNumber, exif?.ImageUniqueID];
  return {
    make: first(ifd0?.Make, xmp?.Make),
    model: first(ifd0?.Model, xmp?.Model),
    lens: first(exif?.LensModel, xmp?.Lens, xmp?.LensModel),
    serials: [...new Set(serials.flatMap((value) => printable(value) ?? []))].slice(0, 6),
    software: first(ifd0?.Software, xmp?.CreatorTool),
    host: first(ifd0?.HostComputer),
  };
}

function texts({ ifd0, exif, iptc, xmp }: Tags): string[] {
  const found = [
    ifd0?.ImageDescription,
    exif?.UserComment,
    ifd0?.XPTitle,
    ifd0?.XPComment,
    ifd0?.XPKeywords,
    iptc?.Caption,
    iptc?.Headline,
    iptc?.Keywords,
    iptc?.City,
    xmp?.description,
    xmp?.title,
    xmp?.subject,
  ];
  return [...new Set(found.flatMap((value) => printable(value) ?? []))].slice(0, 10);
}

const within = (value: Value, low: number, high: number) =>
  typeof value === "number" && value >= low && value <= high ? value : undefined;

function place({ gps, xmp }: Tags): Told["place"] {
  const latitude = degrees(gps?.GPSLatitude, gps?.GPSLatitudeRef) ?? degrees(xmp?.GPSLatitude, undefined);
  const longitude = degrees(gps?.GPSLongitude, gps?.GPSLongitudeRef) ?? degrees(xmp?.GPSLongitude, undefined);
  if (within(latitude, -90, 90) === undefined || within(longitude, -180, 180) === undefined) return undefined;
  const height = within(gps?.GPSAltitude, -20_000, 100_000);
  const direction = within(gps?.GPSImgDirection, 0, 360);
  const accuracy = within(gps?.GPSHPositioningError, 0, 1e7);
  return {
    latitude: latitude!,
    longitude: longitude!,
    ...(height !== undefined && { altitude: belowSea(gps?.GPSAltitudeRef) ? -height : height }),
    ...(direction !== undefined && { direction }),
    ...(accuracy !== undefined && { accuracy }),
  };
}

function belowSea(reference: Value): boolean {
  return reference === 1 || (Array.isArray(reference) && reference[0] === 1);
}

/** Degrees, minutes and seconds with a letter (EXIF), or "51,30.5N" (XMP specification, part 2, GPSCoordinate). */
function degrees(value: Value, reference: Value): number | undefined {
  if (Array.isArray(value)) {
    const [whole, minutes = 0, seconds = 0] = value;
    if (typeof whole !== "number" || typeof minutes !== "number" || typeof seconds !== "number") return undefined;
    const sign = typeof reference === "string" && /^[SW]/i.test(reference) ? -1 : 1;
    return sign * (whole + minutes / 60 + seconds / 3600);
  }
  const match = typeof value === "string" ? /^(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])$/.exec(value) : null;
  if (match === null) return undefined;
  const [, whole, minutes, seconds = "0", letter] = match;
  return (letter === "S" || letter === "W" ? -1 : 1) * (Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600);
}

const EXIF_TIME = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

function taken({ exif, ifd0, xmp }: Tags): Told["taken"] {
  const candidates: readonly (readonly [Value, Value])[] = [
    [exif?.DateTimeOriginal, exif?.OffsetTimeOriginal],
    [exif?.CreateDate, exif?.OffsetTimeDigitized],
    [xmp?.DateTimeOriginal, undefined],
    [xmp?.DateCreated, undefined],
    [xmp?.CreateDate, undefined],
    [ifd0?.ModifyDate, exif?.OffsetTime],
  ];
  for (const [time, distance] of candidates) {
    const match = EXIF_TIME.exec(printable(time) ?? "");
    if (match === null) continue;
    const [, year, month, day, hour, minute, second, zone] = match;
    const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
    if (!isReal(local)) continue;
    const offset = zone === "Z" ? "+00:00" : (zone ?? printable(distance));
    return { local, ...(offset !== undefined && /^[+-]\d\d:\d\d$/.test(offset) && { offset }) };
  }
  return undefined;
}

/** A camera without a set clock writes zeros. */
const isReal = (local: string) => {
  const time = Date.parse(`${local}Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(local);
};

const two = (value: number) => String(Math.floor(value)).padStart(2, "0");

function satelliteTime({ gps }: Tags): string | undefined {
  const day = /^(\d{4}):(\d\d):(\d\d)$/.exec(printable(gps?.GPSDateStamp) ?? "");
  const clock: unknown = gps?.GPSTimeStamp;
  const parts: unknown[] = typeof clock === "string" ? clock.split(":").map(Number) : Array.isArray(clock) ? clock : [];
  const [hour, minute, second] = parts;
  if (day === null || typeof hour !== "number" || typeof minute !== "number" || typeof second !== "number") return undefined;
  const local = `${day[1]}-${day[2]}-${day[3]}T${two(hour)}:${two(minute)}:${two(second)}`;
  return isReal(local) ? `${local}Z` : undefined;
}
