/**
 * The confined decoder: the only place where a compressed picture meets a decoder. Plain JavaScript that imports nothing of ours but what lies beside
 * it as plain JavaScript too, so that it starts without a loader and with an empty environment. Serves one file and ends: what a hostile file may do
 * to this process ends with it, before the next file.
 *
 * Its argument is the kind of decoder: "native" (libvips) or "wasm" (libheif, `heic.mjs`).
 * stdin:  u32 length, JSON request, body.  stdout: u32 length, JSON answer, pixels (RGB, 8 bits, rows without padding).
 * The first answer, before any request, says what confines this process. Before large pixels it is said how many are coming.
 */
import { closeSync, openSync, readdirSync, unlinkSync, writeSync } from "node:fs";
import { networkInterfaces } from "node:os";

import sharp from "sharp";

import { heifBlocks } from "./heif-blocks.mjs";
import { No } from "./no.mjs";
import { exifInText } from "./png-text.mjs";
import { readTags } from "./tags.mjs";

const UNPRIVILEGED = 65534;

// libvips adds VIPSHOME by itself while it is loaded.
const inherited = Object.keys(process.env).filter((name) => name !== "VIPSHOME").length;
// Above 100 MB libvips would put pixels into a temporary file: they stay in memory, whose limit is ours. Read at its first use.
process.env.VIPS_DISC_THRESHOLD = "16g";

const LOADERS = {
  jpeg: "VipsForeignLoadJpegBuffer",
  png: "VipsForeignLoadPngBuffer",
  webp: "VipsForeignLoadWebpBuffer",
  avif: "VipsForeignLoadHeifBuffer",
  tiff: "VipsForeignLoadTiffBuffer",
  gif: "VipsForeignLoadNsgifBuffer",
};

function send(header, pieces = []) {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  writeAll(Buffer.concat([length, json]));
  for (const piece of pieces) writeAll(piece);
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

const wasm = process.argv[2] === "wasm" ? await import("./heic.mjs") : undefined;

/** Everything lazy is loaded before privileges go, since afterwards node_modules may be out of reach. */
async function warmUp() {
  sharp.cache(false);
  // One thread decodes, a second one shrinks and converts what is decoded already.
  sharp.concurrency(2);
  // The way of the most frequent kind, so that its code is mapped and its threads are there.
  const blank = await sharp({ create: { width: 512, height: 512, channels: 3, background: "#fff" } }).jpeg().toBuffer();
  await picture(blank, { maxPixels: 512 * 512, longEdge: 200 }).toBuffer();
  await readTags(Buffer.from("4d4d002a00000008000000000000", "hex"));
  sharp.block({ operation: ["VipsForeignLoad"] });
  wasm?.warmUp();
}

/** "drop": root started it. In a user namespace of its own it may look like root, is whoever started it, and has had its rights taken already. */
function dropPrivileges() {
  if (process.argv[3] !== "drop") return;
  process.setgroups([]);
  process.setgid(UNPRIVILEGED);
  process.setuid(UNPRIVILEGED);
}

/** The answer of `attempt`, or `otherwise` where that is refused. */
function tried(attempt, otherwise) {
  try {
    return attempt();
  } catch {
    return otherwise;
  }
}

/** What this process can reach, by trying. Asked for before there is a file. `folder`: a path that it should not be able to look into, or null. */
function examine({ folder }) {
  process.report.excludeNetwork = true;
  const places = ["/", "/tmp", "/app", "/dev/shm", "/var/tmp", folder];
  return {
    pid: process.pid,
    folder: folder === null ? null : tried(() => readdirSync(folder).length >= 0, false),
    root: tried(() => readdirSync("/").slice(0, 40), []),
    processes: tried(() => readdirSync("/proc").filter((name) => /^\d+$/.test(name)).length, 0),
    writes: places.some((place) => place !== null && tried(() => written(`${place}/vouchsafe-${process.pid}`), false)),
    interfaces: Object.keys(networkInterfaces()).length,
    limits: process.report.getReport().userLimits ?? {},
  };
}

function written(path) {
  const descriptor = openSync(path, "wx");
  try {
    return writeSync(descriptor, "x") > 0;
  } finally {
    closeSync(descriptor);
    unlinkSync(path);
  }
}

function hello() {
  const asked = process.argv[4];
  return {
    hello: true,
    uid: process.getuid?.() ?? null,
    environment: inherited,
    examined: asked === undefined ? null : examine(JSON.parse(asked)),
    tools: {
      node: process.versions.node,
      sharp: sharp.versions.sharp ?? "",
      vips: sharp.versions.vips,
      ...wasm?.tools(),
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

async function decode(body, request, coming) {
  const { width, height } = await measure(body, request);
  coming({ width, height });
  const { data, info } = await picture(body, request).toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 || data.length !== info.width * info.height * 3) throw new No("damaged");
  return [{ width: info.width, height: info.height }, [data]];
}

/** Decodes everything and keeps next to nothing: a damaged file is refused while its sender is still there. */
async function check(body, request) {
  const { width, height, frames } = await measure(body, request);
  await open(body, request).resize({ width: 64, height: 64, fit: "inside" }).raw().toBuffer();
  return [{ width, height, frames }];
}

/** exifr reads the file itself; where it does not know the container, libvips (or, for HEIC and for text in PNG, a walk of ours) finds the EXIF block and exifr reads that. */
async function inspect(body, request) {
  if (request.format === "heic") return [await readTags(body, heifBlocks(body))];
  const meta = await sharp(body, { failOn: "none", limitInputPixels: request.maxPixels })
    .metadata()
    .catch(() => undefined);
  const exif = meta?.exif ?? exifInText(body);
  return [await readTags(body, exif === undefined ? meta : { ...meta, exif })];
}

const WORK = wasm ?? { check, decode, inspect };

/** libvips has one error type; the few messages that mean a bound and not a bad file. */
function codeOf(error) {
  if (error instanceof No) return { code: error.code, found: error.found };
  const message = String(error?.message ?? "");
  if (/pixel limit/i.test(message)) return { code: "too-many-pixels" };
  if (/out of memory|failed to allocate|cannot allocate|Array buffer allocation/i.test(message)) return { code: "too-much-memory" };
  return { code: "damaged" };
}

async function serve(request, body) {
  const loader = LOADERS[request.format];
  if (loader !== undefined) sharp.unblock({ operation: [loader] });
  /** Large pixels are announced before the work. */
  const coming = (size) => request.longEdge === null && send({ coming: true, ok: true, ...size });
  const [header, pieces] = await WORK[request.work](body, request, coming);
  send({ ok: true, ...header }, pieces);
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
