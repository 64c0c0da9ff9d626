/**
 * Colours of a HEIC → sRGB (IEC 61966-2-1), for what phones and cameras write: a profile of three primaries and tone curves (ICC.1:2022, 8.3.3), or code
 * points (ISO/IEC 23091-2). Every such description becomes the same thing: per channel a table from stored value to light, and one matrix.
 * HDR (PQ, HLG) is made legible on an ordinary screen, not rendered as its camera's maker would.
 */

/** ICC.1:2022, annex E, and the inverse of sRGB's own primaries as seen from its white point, D50. */
const XYZ_D50_TO_SRGB = [3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.033454, 0.0719453, -0.2289914, 1.4052427];
/** Linear light, D65 to D65. */
const P3_TO_SRGB = [1.2249402, -0.2249402, 0, -0.0420569, 1.0420569, 0, -0.0196376, -0.0786361, 1.0982737];
const BT2020_TO_SRGB = [1.660491, -0.5876411, -0.0728499, -0.1245505, 1.1328999, -0.0083494, -0.0181508, -0.1005789, 1.1187297];
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];

const BY_PRIMARIES = { 9: BT2020_TO_SRGB, 11: P3_TO_SRGB, 12: P3_TO_SRGB };
/** Bytes before a profile's table of tags and its count; a file that has no more says nothing. */
const PROFILE_HEADER = 132;
const PQ = 16;
const HLG = 18;

/** Light of diffuse white, in nits (ITU-R BT.2408). */
const WHITE = 203;
/** From here on, in shares of white, HDR highlights are pressed together. */
const KNEE = 0.6;

/** Steps of light in the table back to sRGB: fine enough that the darkest steps are off by a tenth of one of 255. */
const STEPS = 16_384;
const ENCODED = new Uint8Array(STEPS + 1);
for (let step = 0; step <= STEPS; step += 1) ENCODED[step] = Math.round(255 * encoded(step / STEPS));

const srgbLight = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

function encoded(light) {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
}

/** SMPTE ST 2084, in shares of white. */
function pqLight(value) {
  const root = value ** (1 / 78.84375);
  return (10_000 / WHITE) * (Math.max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125);
}

/** ITU-R BT.2100, table 5; on a display of 1000 nits, channel by channel. */
function hlgLight(value) {
  const scene = value <= 0.5 ? value ** 2 / 3 : (Math.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12;
  return (1000 / WHITE) * scene ** 1.2;
}

const s15 = (view, at) => view.getInt32(at) / 65_536;

/** ICC.1:2022, 10.6 and 10.18: a curve as a function from [0, 1], or undefined for one that is neither. */
function curveOf(tag) {
  if (tag === undefined || tag.byteLength < 12) return undefined;
  const kind = tag.getUint32(0);
  if (kind === 0x63757276) return tableCurve(tag);
  if (kind !== 0x70617261) return undefined;
  const form = tag.getUint16(8);
  const count = [1, 3, 4, 5, 7][form];
  if (count === undefined || tag.byteLength < 12 + 4 * count) return undefined;
  const [g, a = 1, b = 0, c = 0, d = -Infinity, e = 0, f = 0] = Array.from({ length: count }, (_, index) => s15(tag, 12 + 4 * index));
  if (form === 0) return (x) => x ** g;
  if (form === 1) return (x) => (x >= -b / a ? (a * x + b) ** g : 0);
  if (form === 2) return (x) => (x >= -b / a ? (a * x + b) ** g + c : c);
  return (x) => (x >= d ? (a * x + b) ** g + e : c * x + f);
}

function tableCurve(tag) {
  const count = tag.getUint32(8);
  if (count === 0) return (x) => x;
  if (tag.byteLength < 12 + 2 * count) return undefined;
  if (count === 1) return (x) => x ** (tag.getUint16(12) / 256);
  const at = (index) => tag.getUint16(12 + 2 * Math.min(index, count - 1)) / 65_535;
  return (x) => {
    const place = x * (count - 1);
    const low = Math.floor(place);
    return at(low) + (at(low + 1) - at(low)) * (place - low);
  };
}

/** Tags by their four letters (ICC.1:2022, 7.3), as far as they lie inside the profile. */
function tagsOf(icc) {
  const view = new DataView(icc.buffer, icc.byteOffset, icc.byteLength);
  const tags = new Map();
  const count = Math.min(view.getUint32(PROFILE_HEADER - 4), 100);
  for (let at = PROFILE_HEADER; at < PROFILE_HEADER + 12 * count && at + 12 <= icc.length; at += 12) {
    const [from, length] = [view.getUint32(at + 4), view.getUint32(at + 8)];
    if (from + length <= icc.length) tags.set(icc.toString("latin1", at, at + 4), new DataView(icc.buffer, icc.byteOffset + from, length));
  }
  return tags;
}

/** From a profile of primaries and curves; undefined for any other kind, which needs a colour engine. */
function fromProfile(icc) {
  const tags = tagsOf(icc);
  if (icc.toString("latin1", 20, 24) !== "XYZ " || tags.has("A2B0")) return undefined;
  if (icc.toString("latin1", 16, 20) === "GRAY") {
    const curve = curveOf(tags.get("kTRC"));
    return curve && { curves: [curve, curve, curve], matrix: IDENTITY };
  }
  if (icc.toString("latin1", 16, 20) !== "RGB ") return undefined;
  const curves = ["rTRC", "gTRC", "bTRC"].map((name) => curveOf(tags.get(name)));
  const primaries = ["rXYZ", "gXYZ", "bXYZ"].map((name) => tags.get(name));
  if (curves.includes(undefined) || primaries.some((tag) => tag === undefined || tag.byteLength < 20)) return undefined;
  const matrix = IDENTITY.map((_, index) => {
    const [row, column] = [Math.floor(index / 3), index % 3];
    return [0, 1, 2].reduce((sum, k) => sum + XYZ_D50_TO_SRGB[row * 3 + k] * s15(primaries[column], 8 + 4 * k), 0);
  });
  return { curves, matrix };
}

/**
 * How colours become sRGB. `how`: "as they are", "by light" (then `curves` and `matrix`, and `hdr`), or "by profile", for which this file does not suffice.
 * Code points that name neither wide primaries nor an HDR curve, or nothing, are taken for sRGB, as every viewer does.
 */
export function conversion({ icc, primaries, transfer }) {
  if (icc !== undefined && icc.length > PROFILE_HEADER) {
    const light = fromProfile(icc);
    if (light === undefined) return { how: "by profile", icc };
    return isSrgb(light) ? { how: "as they are" } : { how: "by light", hdr: false, ...light };
  }
  const hdr = transfer === PQ || transfer === HLG;
  const matrix = BY_PRIMARIES[primaries] ?? IDENTITY;
  if (!hdr && matrix === IDENTITY) return { how: "as they are" };
  const curve = transfer === PQ ? pqLight : transfer === HLG ? hlgLight : srgbLight;
  return { how: "by light", hdr, curves: [curve, curve, curve], matrix };
}

/** Whether every colour of a coarse grid stays within one step of 255. */
function isSrgb({ curves, matrix }) {
  const levels = [0, 16, 51, 102, 153, 204, 255];
  return levels.every((red) =>
    levels.every((green) =>
      levels.every((blue) => {
        const stored = [red, green, blue];
        const light = stored.map((value, channel) => curves[channel](value / 255));
        return stored.every((value, row) => {
          const sum = light.reduce((total, part, k) => total + matrix[row * 3 + k] * part, 0);
          return Math.abs(255 * encoded(Math.min(1, Math.max(0, sum))) - value) <= 1;
        });
      }),
    ),
  );
}

/** Tables from stored value (0 to `top`) to light, one per channel. */
const tablesOf = (curves, top) => curves.map((curve) => Float32Array.from({ length: top + 1 }, (_, value) => curve(value / top)));

/**
 * A function that converts whole pixels of three bytes each, in place. What each stored value adds to each kind of light is looked up, in steps; three of them
 * added up are a place in the table back, which reaches as far as they can add up to, on both sides.
 */
export function converter({ curves, matrix }) {
  const far = 4 * STEPS;
  const parts = Array.from({ length: 9 }, (_, index) => {
    const light = curves[index % 3];
    return Int32Array.from({ length: 256 }, (_unused, value) => Math.max(-far, Math.min(far, Math.round(matrix[index] * light(value / 255) * STEPS))) + far);
  });
  const back = new Uint8Array(6 * far + 1).fill(255, 3 * far);
  back.set(ENCODED, 3 * far);
  const [a, b, c, d, e, f, g, h, i] = parts;
  return (data) => {
    for (let at = 0, end = data.length; at < end; at += 3) {
      const red = data[at];
      const green = data[at + 1];
      const blue = data[at + 2];
      data[at] = back[a[red] + b[green] + c[blue]];
      data[at + 1] = back[d[red] + e[green] + f[blue]];
      data[at + 2] = back[g[red] + h[green] + i[blue]];
    }
  };
}

/** The nearest step of the table; what lies outside sRGB goes to its edge. */
const step = (light) => (light <= 0 ? 0 : light >= STEPS ? STEPS : (light + 0.5) | 0);

/** Converts `count` pixels of three 16-bit values with `bits` used, into bytes at `data`, which may be the same memory. */
export function convertHdr(values, bits, data, count, { curves, matrix }) {
  const top = 2 ** bits - 1;
  const [reds, greens, blues] = tablesOf(curves, top);
  const [a, b, c, d, e, f, g, h, i] = matrix;
  for (let at = 0, end = count * 3; at < end; at += 3) {
    const red = reds[values[at] & top];
    const green = greens[values[at + 1] & top];
    const blue = blues[values[at + 2] & top];
    const light = [a * red + b * green + c * blue, d * red + e * green + f * blue, g * red + h * green + i * blue];
    const most = Math.max(...light, 1e-6);
    const pressed = most <= KNEE ? STEPS : (STEPS * (KNEE + (1 - KNEE) * (1 - Math.exp((KNEE - most) / (1 - KNEE))))) / most;
    for (let k = 0; k < 3; k += 1) data[at + k] = ENCODED[step(light[k] * pressed)];
  }
}
