/**
 * npm run bench:prnu [-- <folder of ../shared/data/metadata/prnu>]
 *
 * Whether a picture that leaves still names the camera that took it. Two sets: scenes made by code, into which a sensor's noise is put at the strength
 * that real cameras show; and, where the folder exists, flat fields of two bodies of one model, each against a fingerprint of the others of its body. A flat
 * field is the worst case, since nothing in the picture covers the noise. The fingerprint is taken from pictures that went the same way.
 *
 * Exit code 1 when a scene at 1600 is tied to its camera, or when the attack itself does not work.
 */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

import sharp from "sharp";

import { SAFE_LONG_EDGE, close, sanitise, untrust } from "~/media";

import { normal, uniform } from "../seeded-chance";
import { MATCH, type Plane, brightness, fingerprint, middle, pce } from "./sensor-noise";

const WAYS: readonly { readonly name: string; readonly longEdge: number | null | undefined }[] = [
  { name: "as received", longEdge: undefined },
  { name: "full size", longEdge: null },
  { name: `long edge ${SAFE_LONG_EDGE}`, longEdge: SAFE_LONG_EDGE },
  { name: "long edge 1024", longEdge: 1024 },
];
const WIDTH = 3008;
const HEIGHT = 2000;
/**
 * What `strengthOf` finds in flat fields of real cameras, used where they are not there; and a first guess at the strength to put in so that it finds the
 * same, since it sees less than there is.
 */
const USUAL_FOUND = 0.0015;
const FIRST_GUESS = 0.005;
const FLATS = 8;
const SCENES = 8;

type Shot = { readonly camera: string; readonly bytes: Buffer };

async function through(bytes: Uint8Array, longEdge: number | null | undefined): Promise<Plane> {
  const picture = longEdge === undefined ? bytes : (await sanitise(untrust(bytes), { longEdge })).bytes;
  return middle(await brightness(picture));
}

/** One plane of brightness, 0 to 255: an even wall, or shapes and textures of several sizes. */
async function subject(kind: "flat" | "scene", seed: number): Promise<Float32Array> {
  const next = uniform(seed);
  const out = new Float32Array(WIDTH * HEIGHT).fill(140);
  if (kind === "flat") return out;
  for (const cells of [6, 24, 96, 384]) {
    const [across, down] = [cells, Math.round((cells * HEIGHT) / WIDTH)];
    const coarse = Buffer.from(Array.from({ length: across * down }, () => Math.floor(next() * 256)));
    const fine = await sharp(coarse, { raw: { width: across, height: down, channels: 1 } })
      .resize(WIDTH, HEIGHT, { fit: "fill", kernel: "cubic" })
      .greyscale()
      .raw()
      .toBuffer();
    for (let at = 0; at < out.length; at += 1) out[at]! += ((fine[at]! - 128) * 2.2) / Math.sqrt(cells);
  }
  for (let shape = 0; shape < 60; shape += 1) {
    const [left, top] = [Math.floor(next() * WIDTH), Math.floor(next() * HEIGHT)];
    const [right, bottom] = [Math.min(WIDTH, left + 40 + next() * 500), Math.min(HEIGHT, top + 40 + next() * 400)];
    const lighter = (next() - 0.5) * 120;
    for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) out[y * WIDTH + x]! += lighter;
  }
  return out;
}

/** What a camera with this factor for each pixel writes of it: shot noise, and JPEG at its best quality. */
async function shot(plane: Float32Array, factor: Float32Array, seed: number): Promise<Buffer> {
  const next = uniform(seed);
  const data = Buffer.alloc(plane.length);
  for (let at = 0; at < plane.length; at += 1) {
    const light = Math.max(0, plane[at]!) * (1 + factor[at]!);
    data[at] = Math.max(0, Math.min(255, Math.round(light + normal(next) * Math.sqrt(light * 0.03 + 1))));
  }
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } }).toColourspace("srgb").jpeg({ quality: 95 }).toBuffer();
}

function sensor(seed: number, strength: number): Float32Array {
  const next = uniform(seed);
  return Float32Array.from({ length: WIDTH * HEIGHT }, () => normal(next) * strength);
}

async function injected(strength: number): Promise<{ known: Shot[]; tried: Shot[] }> {
  const known: Shot[] = [];
  const tried: Shot[] = [];
  for (const [index, camera] of ["one", "two"].entries()) {
    const factor = sensor(100 + index, strength);
    const wall = await subject("flat", 0);
    for (let n = 0; n < FLATS; n += 1) known.push({ camera, bytes: await shot(wall, factor, 1000 * (index + 1) + n) });
    for (let n = 0; n < SCENES; n += 1) {
      const seed = 5000 * (index + 1) + n;
      tried.push({ camera, bytes: await shot(await subject("scene", seed), factor, seed + 500) });
    }
  }
  return { known, tried };
}

async function flatFields(folder: string): Promise<Shot[]> {
  const names = await readdir(folder).catch(() => []);
  const shots = names.filter((name) => /\.jpe?g$/i.test(name)).toSorted();
  return Promise.all(shots.map(async (name) => ({ camera: name.split("_").slice(0, -1).join(" "), bytes: await readFile(path.join(folder, name)) })));
}

type Score = { readonly own: boolean; readonly pce: number };

/** Each picture of `tried` against every camera; a picture never against a fingerprint that it is part of. */
async function attack(known: readonly Shot[], tried: readonly Shot[], longEdge: number | null | undefined): Promise<Score[]> {
  const planes = new Map<Shot, Plane>();
  for (const each of new Set([...known, ...tried])) planes.set(each, await through(each.bytes, longEdge));
  const cameras = [...new Set(known.map(({ camera }) => camera))];
  return tried.flatMap((picture) =>
    cameras.map((camera) => {
      const others = known.filter((each) => each.camera === camera && each !== picture).map((each) => planes.get(each)!);
      return { own: camera === picture.camera, pce: pce(planes.get(picture)!, fingerprint(others)) };
    }),
  );
}

/** Standard deviation of the factor: what two fingerprints of one camera, made of different pictures, have in common. */
function strengthOf(shots: readonly Plane[]): number {
  const [even, odd] = [shots.filter((_, at) => at % 2 === 0), shots.filter((_, at) => at % 2 === 1)];
  const [a, b] = [fingerprint(even), fingerprint(odd)];
  let shared = 0;
  for (let at = 0; at < a.data.length; at += 1) shared += a.data[at]! * b.data[at]!;
  return Math.sqrt(Math.max(0, shared / a.data.length));
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const shown = (value: number) => value.toFixed(1).padStart(9);

async function table(title: string, known: readonly Shot[], tried: readonly Shot[]): Promise<Map<string, { own: number[]; other: number[] }>> {
  console.log(`\n${title} (peak-to-correlation energy)\n${"".padEnd(18)}   median      max   over ${MATCH}   other camera's max`);
  const rows = new Map<string, { own: number[]; other: number[] }>();
  for (const { name, longEdge } of WAYS) {
    const scores = await attack(known, tried, longEdge);
    const [own, other] = [true, false].map((mine) => scores.filter((score) => score.own === mine).map((score) => score.pce)) as [number[], number[]];
    rows.set(name, { own, other });
    const over = `${own.filter((value) => value > MATCH).length} of ${own.length}`;
    console.log(`${name.padEnd(18)}${shown(median(own))}${shown(Math.max(...own))}   ${over.padStart(7)}   ${shown(Math.max(...other))}`);
  }
  return rows;
}

/** The strength at which noise that was put in is found to be as strong as a real sensor's. */
async function calibrated(found: number): Promise<number> {
  const factor = sensor(7, FIRST_GUESS);
  const wall = await subject("flat", 0);
  const shots: Plane[] = [];
  for (let n = 0; n < 5; n += 1) shots.push(await through(await shot(wall, factor, 70 + n), undefined));
  return (FIRST_GUESS * found) / strengthOf(shots);
}

const folder = path.resolve(process.argv[2] ?? "../shared/data/metadata/prnu", "ff");
const flats = await flatFields(folder);
let strengthFound = USUAL_FOUND;
if (flats.length === 0) console.log(`No flat fields of real cameras at ${folder}: only noise put in by code is measured.`);
else {
  const first = flats.filter(({ camera }) => camera === flats[0]!.camera);
  strengthFound = strengthOf(await Promise.all(first.map(({ bytes }) => through(bytes, undefined))));
  console.log(`Strength of a real sensor's noise as found in its flat fields: ${strengthFound.toFixed(4)}`);
  await table("Flat fields of real cameras: the worst case", flats, flats);
}
const strength = await calibrated(strengthFound);
const { known, tried } = await injected(strength);
const rows = await table(`Scenes with a sensor's noise of ${strength.toFixed(4)}`, known, tried);
await close();

const over = (name: string) => rows.get(name)!.own.filter((value) => value > MATCH).length;
const strangers = [...rows.values()].flatMap(({ other }) => other).filter((value) => value > MATCH).length;
const works = over("as received") >= SCENES * 2 * 0.9 && strangers === 0;
const safe = over(`long edge ${SAFE_LONG_EDGE}`) === 0;
console.log(`\nThe attack works on what was received (9 of 10 tied, nobody wrongly): ${works ? "holds" : "does not hold"}`);
console.log(`No scene at ${SAFE_LONG_EDGE} is tied to its camera: ${safe ? "holds" : "does not hold"}`);
process.exitCode = works && safe ? 0 : 1;
