/**
 * The confined decoder: the only place where a compressed picture meets a decoder. Plain JavaScript that imports nothing of ours, so that
 * it starts without a loader and with an empty environment. Serves one file and ends: what a hostile file may do to this process
 * ends with it, before the next file.
 *
 * stdin:  u32 length, JSON request, body.  stdout: u32 length, JSON answer, pixels (RGB, 8 bits, rows without padding).
 * The first answer, before any request, says what confines this process.
 */
import { readFileSync, readdirSync, readlinkSync, writeSync } from "node:fs";

import * as exifr from "exifr";
import sharp from "sharp";

// CommonJS: its functions are found on the default export only.
const { parse } = exifr.default;

const UNPRIVILEGED = 65534;
const TEXT = 200;

const LOADERS = {
  jpeg: "VipsForeignLoadJpegBuffer",
  png: "VipsForeignLoadPngBuffer",
  webp: "VipsForeignLoadWebpBuffer",
  avif: "VipsForeignLoadHeifBuffer",
  tiff: "VipsForeignLoadTiffBuffer",
  gif: "VipsForeignLoadNsgifBuffer",
};

/** An expected no, told to the parent as a code. */
class No extends Error {
  constructor(code, found) {
    super(code);
    this.code = code;
    this.found = found;
  }
}

function send(header, pixels) {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  writeAll(Buffer.concat([length, json]));
  if (pixels) writeAll(pixels);
}

function writeAll(bytes) {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      // The pipe is full: wait a moment for the parent to read.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

/** Everything lazy is loaded before privileges go, since afterwards node_modules may be out of reach. */
async function warmUp() {
  sharp.cache(false);
  sharp.concurrency(1);
  await sharp({ create: { width: 8, height: 8, channels: 3, background: "#fff" } }).resize(4).toColourspace("srgb").raw().toBuffer();
  await parse(Buffer.from("4d4d002a00000008000000000000", "hex")).catch(() => undefined);
  sharp.block({ operation: ["VipsForeignLoad"] });
}

function dropPrivileges() {
  if (process.getuid === undefined || process.getuid() !== 0) return;
  process.setgroups([]);
  process.setgid(UNPRIVILEGED);
  process.setuid(UNPRIVILEGED);
}

function readLinux(read) {
  try {
    return read();
  } catch {
    return null; // Not Linux, or /proc out of reach: reported as unknown.
  }
}

function hello() {
  return {
    hello: true,
    uid: process.getuid?.() ?? null,
    // libvips sets VIPSHOME in its own process.
    environment: Object.keys(process.env).filter((name) => name !== "VIPSHOME").length,
    network: readLinux(() => readlinkSync("/proc/self/ns/net")),
    interfaces: readLinux(() => readFileSync("/proc/self/net/dev", "utf8").trim().split("\n").length - 2),
    limits: readLinux(() => readFileSync("/proc/self/limits", "utf8")),
    status: readLinux(() => /^NoNewPrivs:\s*(\d)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? null),
    descriptors: readLinux(() => readdirSync("/proc/self/fd").length),
    tools: {
      node: process.versions.node,
      sharp: sharp.versions.sharp ?? "",
      vips: sharp.versions.vips,
    },
  };
}

function open(body, request) {
  return sharp(body, {
    failOn: "error",
    limitInputPixels: request.maxPixels,
    limitInputChannels: 5,
    pages: 1,
    sequentialRead: true,
  });
}

/** What the header declares, refused here when it is beyond a bound: before anything of that size is allocated. */
async function measure(body, request) {
  const meta = await sharp(body, { failOn: "error", limitInputPixels: false }).metadata();
  const frames = meta.pages ?? 1;
  const height = meta.pageHeight ?? meta.height;
  const kind = meta.format === "heif" ? "avif" : meta.format;
  if (kind !== request.format || (kind === "avif" && meta.compression !== "av1")) throw new No("damaged");
  if (!(meta.width > 0) || !(height > 0)) throw new No("damaged");
  if (frames > request.maxFrames) throw new No("animated-too-long", frames);
  if (meta.width * height > request.maxPixels) throw new No("too-many-pixels", meta.width * height);
  const turned = (meta.orientation ?? 1) >= 5;
  return { meta, frames, width: turned ? height : meta.width, height: turned ? meta.width : height };
}

function picture(body, request) {
  // autoOrient first, the embedded profile converted to sRGB and not merely dropped, what is see-through on white so that no hidden colour survives.
  const upright = open(body, request).autoOrient();
  const sized =
    request.longEdge === null
      ? upright
      : upright.resize({ width: request.longEdge, height: request.longEdge, fit: "inside", withoutEnlargement: true });
  return sized.flatten({ background: "#ffffff" }).toColourspace("srgb").raw({ depth: "uchar" });
}

async function decode(body, request) {
  await measure(body, request);
  const { data, info } = await picture(body, request).toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 || data.length !== info.width * info.height * 3) throw new No("damaged");
  return [{ width: info.width, height: info.height }, data];
}

/** Decodes everything and keeps next to nothing: a damaged file is refused while its sender is still there. */
async function check(body, request) {
  const { width, height, frames } = await measure(body, request);
  await open(body, request).resize({ width: 64, height: 64, fit: "inside" }).raw().toBuffer();
  return [{ width, height, frames }];
}

const TAGS = {
  tiff: true,
  ifd0: true,
  ifd1: true,
  exif: true,
  gps: true,
  interop: false,
  xmp: true,
  iptc: true,
  icc: false,
  jfif: false,
  ihdr: false,
  makerNote: false,
  userComment: true,
  mergeOutput: false,
  reviveValues: false,
  translateValues: false,
  sanitize: true,
  chunked: false,
};

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

async function tagsOf(bytes) {
  const found = await parse(bytes, TAGS).catch(() => undefined);
  if (found === undefined || found === null) return {};
  const out = {};
  for (const name of ["ifd0", "ifd1", "exif", "gps", "iptc"]) {
    if (found[name]) out[name] = boundedBlock(found[name]);
  }
  const xmp = {};
  for (const [name, value] of Object.entries(found)) {
    // XMP namespaces that exifr gives as blocks of their own, beside the ones above.
    if (!["ifd0", "ifd1", "exif", "gps", "iptc", "errors"].includes(name) && typeof value === "object") {
      Object.assign(xmp, boundedBlock(value));
    }
  }
  if (Object.keys(xmp).length > 0) out.xmp = xmp;
  return out;
}

/** exifr reads the file itself; where it does not know the container, libvips finds the EXIF block and exifr reads that. */
async function inspect(body, request) {
  const told = await tagsOf(body);
  const meta = await sharp(body, { failOn: "none", limitInputPixels: request.maxPixels }).metadata().catch(() => undefined);
  if (meta?.exif !== undefined) {
    const block = meta.exif.subarray(0, 6).toString("latin1") === "Exif\0\0" ? meta.exif.subarray(6) : meta.exif;
    const second = await tagsOf(block);
    for (const name of ["ifd0", "ifd1", "exif", "gps"]) {
      if (second[name]) told[name] = { ...second[name], ...told[name] };
    }
  }
  return [
    {
      tags: told,
      has: {
        exif: meta?.exif !== undefined || told.ifd0 !== undefined || told.exif !== undefined,
        xmp: meta?.xmp !== undefined || told.xmp !== undefined,
        iptc: meta?.iptc !== undefined || told.iptc !== undefined,
        icc: meta?.icc !== undefined,
        thumbnail: Object.keys(told.ifd1 ?? {}).length > 0,
      },
    },
  ];
}

const WORK = { check, decode, inspect };

/** libvips has one error type; the few messages that mean a bound and not a bad file. */
function codeOf(error) {
  if (error instanceof No) return { code: error.code, found: error.found };
  const message = String(error?.message ?? "");
  if (/pixel limit/i.test(message)) return { code: "too-many-pixels" };
  if (/out of memory|failed to allocate|cannot allocate|Array buffer allocation/i.test(message)) return { code: "too-much-memory" };
  return { code: "damaged" };
}

async function serve(request, body) {
  sharp.unblock({ operation: [LOADERS[request.format]] });
  const [header, pixels] = await WORK[request.work](body, request);
  send({ ok: true, ...header }, pixels);
}

/** Collects one request. The end of stdin before that means that the parent is gone. */
function listen() {
  const chunks = [];
  let have = 0;
  let want = 4;
  let request;
  process.stdin.on("end", () => process.kill(process.pid, "SIGKILL"));
  process.stdin.on("data", (chunk) => {
    chunks.push(chunk);
    have += chunk.length;
    if (have < want) return;
    const all = Buffer.concat(chunks, have);
    if (request === undefined) {
      const headerEnd = 4 + all.readUInt32BE(0);
      want = headerEnd;
      if (have < want) {
        chunks.splice(0, chunks.length, all);
        return;
      }
      request = JSON.parse(all.subarray(4, headerEnd).toString());
      want = headerEnd + request.bytes;
      request.start = headerEnd;
    }
    chunks.splice(0, chunks.length, all);
    if (have < want) return;
    const body = all.subarray(request.start, want);
    serve(request, body)
      .catch((error) => send({ ok: false, ...codeOf(error) }))
      .finally(() => process.exit(0));
  });
}

await warmUp();
dropPrivileges();
send(hello());
listen();
