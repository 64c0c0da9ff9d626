/**
 * libheif's WebAssembly build (libde265 inside), whose every fault stays in the module's own memory. Bound to its C interface (libheif/heif.h), so that
 * no copy is made that is not needed. The container, the profile and the picture are all read in there; libheif turns, mirrors and crops as the file
 * says (irot, imir, clap), so nothing outside may do it again. Nothing is freed: a process serves one file.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { No } from "./no.mjs";

const require = createRequire(import.meta.url);
const code = (letters) => Buffer.from(letters, "latin1").readUInt32BE(0);

/** heif_colorspace, heif_chroma by channels and depth, heif_channel. */
const COLORSPACE_RGB = 1;
const CHROMA = { 3: { 8: 10, 16: 14 }, 4: { 8: 11, 16: 15 } };
const INTERLEAVED = 10;
/** heif_color_profile_type. */
const NCLX = code("nclx");
const ICC = new Set([code("prof"), code("rICC")]);
/** heif_error_code, heif_suberror_code. */
const MEMORY_ALLOCATION = 6;
const SECURITY_LIMIT = 1000;
/** Of heif_decoding_options: the byte that makes damaged or missing pixels an error. */
const STRICT_DECODING = 21;
/** Of heif_security_limits: the 64 bits of max_image_size_pixels. */
const MAX_PIXELS = 8;
/** Bytes of a colour profile; the largest that cameras write have some thousands. */
const LONGEST_PROFILE = 4_000_000;

let heif;

/** Compiles the module and lets it start, before any file is there. */
export function load() {
  const wasmBinary = readFileSync(require.resolve("libheif-js/libheif-wasm/libheif.wasm"));
  const silent = () => undefined;
  heif = require("libheif-js/libheif-wasm/libheif.js")({ wasmBinary, print: silent, printErr: silent });
}

export function version() {
  const at = heif._heif_get_version();
  return Buffer.from(heif.HEAPU8.subarray(at, Math.min(heif.HEAPU8.indexOf(0, at), at + 40))).toString("latin1");
}

/** The module's memory. Asked for anew each time: it moves when it grows. */
const memory = () => new DataView(heif.HEAPU8.buffer);

function allocate(bytes) {
  const at = heif._malloc(bytes);
  if (at === 0) throw new No("too-much-memory");
  return at;
}

/** A word that libheif writes to the address which it is given. */
function written(write) {
  const at = allocate(8);
  write(at);
  return memory().getUint32(at, true);
}

/** Calls a function that gives back a heif_error: code, finer code and message, written to the address which it is given first. */
function attempt(call) {
  const at = allocate(12);
  call(at);
  const [kind, finer] = [memory().getUint32(at, true), memory().getUint32(at + 4, true)];
  if (kind === 0) return;
  throw new No(kind === MEMORY_ALLOCATION || finer === SECURITY_LIMIT ? "too-much-memory" : "damaged");
}

/**
 * The primary picture: no thumbnail, auxiliary picture, gain map, depth or burst. Width and height are what the file declares, upright; beyond
 * `maxPixels` it is refused before anything of that size is allocated.
 */
export function primary(body, maxPixels) {
  const file = allocate(body.length);
  heif.HEAPU8.set(body, file);
  const context = heif._heif_context_alloc();
  memory().setBigUint64(heif._heif_context_get_security_limits(context) + MAX_PIXELS, BigInt(maxPixels), true);
  attempt((error) => heif._heif_context_read_from_memory_without_copy(error, context, file, body.length, 0));
  const handle = written((at) => attempt((error) => heif._heif_context_get_primary_image_handle(error, context, at)));
  const [width, height] = [heif._heif_image_handle_get_width(handle), heif._heif_image_handle_get_height(handle)];
  if (!(width > 0) || !(height > 0)) throw new No("damaged");
  if (width * height > maxPixels) throw new No("too-many-pixels", width * height);
  return { handle, width, height };
}

/** What the file says of its colours: an ICC profile, or code points of ISO/IEC 23091-2, or nothing. */
export function colours({ handle }) {
  const type = heif._heif_image_handle_get_color_profile_type(handle) >>> 0;
  if (ICC.has(type)) {
    const size = heif._heif_image_handle_get_raw_color_profile_size(handle);
    if (size > LONGEST_PROFILE) throw new No("damaged");
    const at = allocate(size);
    attempt((error) => heif._heif_image_handle_get_raw_color_profile(error, handle, at));
    return { icc: Buffer.from(heif.HEAPU8.subarray(at, at + size)) };
  }
  if (type !== NCLX) return {};
  // heif_color_profile_nclx: a version, then primaries and transfer as 32-bit enumerations.
  const nclx = written((at) => attempt((error) => heif._heif_image_handle_get_nclx_color_profile(error, handle, at)));
  return { primaries: memory().getUint32(nclx + 4, true), transfer: memory().getUint32(nclx + 8, true) };
}

/**
 * Decodes. `data`: rows of `stride` bytes, of which `width` × `channels` values are the picture; values of 8 bits, or, when `deep`, of 16, little-endian, of
 * which the lower `bits` are used. The fourth channel is alpha. Lies in the module's memory and is true until the module is called again.
 */
export function pixels({ handle, width, height }, deep) {
  const channels = heif._heif_image_handle_has_alpha_channel(handle) === 0 ? 3 : 4;
  const chroma = CHROMA[channels][deep ? 16 : 8];
  const options = heif._heif_decoding_options_alloc();
  heif.HEAPU8[options + STRICT_DECODING] = 1;
  const image = written((at) => attempt((error) => heif._heif_decode_image(error, handle, at, COLORSPACE_RGB, chroma, options)));
  const size = [heif._heif_image_get_primary_width(image), heif._heif_image_get_primary_height(image)];
  let plane = 0;
  const stride = written((at) => (plane = heif._heif_image_get_plane_readonly(image, INTERLEAVED, at)));
  const row = width * channels * (deep ? 2 : 1);
  const length = stride * (height - 1) + row;
  if (size[0] !== width || size[1] !== height || plane === 0 || stride < row || plane + length > heif.HEAPU8.length) throw new No("damaged");
  return {
    data: heif.HEAPU8.subarray(plane, plane + length),
    stride,
    channels,
    bits: heif._heif_image_get_bits_per_pixel_range(image, INTERLEAVED),
    premultiplied: channels === 4 && heif._heif_image_handle_is_premultiplied_alpha(handle) !== 0,
  };
}
