/** What a file tells besides its picture, read inside the confined process. Metadata that is damaged tells less; it is never an error. */
import * as exifr from "exifr";

// CommonJS: its functions are found on the default export only.
const { parse } = exifr.default;

/** Characters of one value that leave the process. */
const TEXT = 200;

const NO_TAGS = {
  tiff: false,
  ifd0: false,
  ifd1: false,
  exif: false,
  gps: false,
  interop: false,
  xmp: false,
  iptc: false,
  icc: false,
  jfif: false,
  ihdr: false,
  makerNote: false,
  userComment: false,
  mergeOutput: false,
  reviveValues: false,
  translateValues: false,
  sanitize: true,
};
/** Read one after the other, since exifr gives nothing at all when one of them is broken. */
const EXIF = { ...NO_TAGS, tiff: true, ifd0: true, ifd1: true, exif: true, gps: true, userComment: true };
const XMP = { ...NO_TAGS, xmp: true };
const IPTC = { ...NO_TAGS, iptc: true };

/** Short printable text or numbers; anything else of a hostile file is left behind here. */
function bounded(value, depth = 0) {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value.slice(0, TEXT);
  if (depth < 2 && (Array.isArray(value) || ArrayBuffer.isView(value))) {
    return Array.from(value.length > 16 ? Array.prototype.slice.call(value, 0, 16) : value, (v) => bounded(v, depth + 1) ?? null);
  }
  if (depth < 1 && typeof value === "object" && value !== null) {
    return bounded(value.value ?? value.Description, depth + 1);
  }
  return undefined;
}

function boundedBlock(block) {
  const out = {};
  for (const [name, value] of Object.entries(block ?? {}).slice(0, 200)) {
    const short = bounded(value);
    if (short !== undefined && short !== "") out[name.slice(0, 60)] = short;
  }
  return out;
}

/** What exifr finds; nothing where it finds nothing or stumbles, since damaged metadata is no reason to refuse a picture. */
async function parsed(bytes, options) {
  try {
    return (await parse(bytes, options)) ?? {};
  } catch {
    return {};
  }
}

/** EXIF 2.32, 4.6.5: eight bytes name the character set, the text follows. */
function commentOf(value) {
  if (!ArrayBuffer.isView(value) || value.length < 9) return undefined;
  const set = Buffer.from(value.subarray(0, 8)).toString("latin1");
  const text = Buffer.from(value.subarray(8, 8 + 2 * TEXT));
  return (set.startsWith("UNICODE") ? text.toString("utf16le") : text.toString("utf8")).replaceAll("\0", "").slice(0, TEXT);
}

async function exifOf(bytes) {
  const found = await parsed(bytes, EXIF);
  const out = {};
  for (const name of ["ifd0", "ifd1", "exif", "gps"]) {
    if (found[name]) out[name] = boundedBlock(found[name]);
  }
  const comment = commentOf(found.userComment);
  if (comment) out.exif = { ...out.exif, UserComment: comment };
  return out;
}

async function tagsOf(bytes) {
  const out = await exifOf(bytes);
  const iptc = boundedBlock((await parsed(bytes, IPTC)).iptc);
  const namespaces = Object.values(await parsed(bytes, XMP)).filter((block) => typeof block === "object");
  const xmp = Object.assign({}, ...namespaces.map((block) => boundedBlock(block)));
  return {
    ...out,
    ...(Object.keys(iptc).length > 0 && { iptc }),
    ...(Object.keys(xmp).length > 0 && { xmp }),
  };
}

/**
 * The tags of a file as exifr reads them, cut to size. `meta`: what libvips says of the file, if it says anything; its EXIF block is read as well, since
 * exifr does not know every container.
 */
export async function readTags(bytes, meta) {
  // exifr never comes to an end with a box that has no length (ISO/IEC 14496-12, 4.2: to the end of the file): containers of boxes are walked by others.
  const told = bytes.toString("latin1", 4, 8) === "ftyp" ? {} : await tagsOf(bytes);
  if (meta?.exif !== undefined) {
    const block = meta.exif.subarray(0, 6).toString("latin1") === "Exif\0\0" ? meta.exif.subarray(6) : meta.exif;
    const second = await exifOf(block);
    for (const [name, tags] of Object.entries(second)) told[name] = { ...tags, ...told[name] };
  }
  return {
    tags: told,
    has: {
      // Not `ifd0`: in a TIFF that is the picture's own description.
      exif: [meta?.exif, told.exif, told.gps].some((block) => block !== undefined),
      xmp: meta?.xmp !== undefined || told.xmp !== undefined,
      iptc: meta?.iptc !== undefined || told.iptc !== undefined,
      icc: meta?.icc !== undefined,
      thumbnail: Object.keys(told.ifd1 ?? {}).length > 0,
    },
  };
}
