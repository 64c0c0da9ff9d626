/**
 * npm run bench:media -- [folder of real pictures] [--sizes 12,48,63] [--formats jpeg,png,…] [--runs 9] [--photos 6]
 *
 * How long sanitising takes, and how much memory: per format and size, whole and at 1600; for JPEG held against libjpeg-turbo's `djpeg | cjpeg`
 * of the same picture in the same run; for HEIC against libheif's WASM build and the encoder alone; and how many photos a minute go through the whole
 * worker. A decoder is warm before each run; confinement, the crossing of the pixels, the reading again and the sealing are part of the time.
 *
 * Exit code: 0 every limit holds, 1 one does not, 2 nothing was measured.
 */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { close, limits, SAFE_LONG_EDGE, sanitise, untrust, warm } from "~/media";
import { newItemKey, seal } from "~/vault";

import { heicAlone, realHeic } from "./media/heic";
import { peakDuring } from "./media/memory";
import { type Format, formats, type Megapixels, picture, sizes } from "./media/pictures";
import { lookForRival, NoRival, rival } from "./media/rival";
import { photosPerMinute } from "./media/throughput";

/** How many times as long as `djpeg | cjpeg` a JPEG may take; and HEIC as long as decoding and encoding alone. */
const LIMIT = { whole: 2.5, small: 1.2, heic: 1.3 } as const;

let missed = 0;
const key = newItemKey();
const say = (...cells: (string | number)[]) => console.log(cells.map((cell, at) => (at < 2 ? String(cell).padEnd(16) : String(cell).padStart(13))).join(" "));
const ms = (time: number) => `${Math.round(time)} ms`;
const mb = (peak: number | undefined) => (peak === undefined ? "?" : `${Math.round(peak)} MB`);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

function held(what: string, ratio: number, limit: number): void {
  if (ratio > limit) missed += 1;
  console.log(`  ${what}: ${ratio.toFixed(2)}, at most ${limit}: ${ratio > limit ? "DOES NOT HOLD" : "holds"}`);
}

async function whole(bytes: Buffer, longEdge: number | null): Promise<void> {
  const clean = await sanitise(untrust(bytes), { longEdge });
  seal(clean.bytes, { kind: "clean", id: randomUUID() }, key);
}

/** Milliseconds, with a decoder that waits and has nothing else to do. */
async function timed(work: () => Promise<unknown>, decoder: "native" | "wasm" = "native"): Promise<number> {
  await warm(decoder);
  await new Promise((rested) => setTimeout(rested, 50));
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function table(format: Format, megapixels: Megapixels, runs: number): Promise<Buffer | undefined> {
  const bytes = await picture(format, megapixels);
  if (bytes.length > limits.bytes) {
    say(format, `${megapixels} MP`, `${(bytes.length / 1e6).toFixed(1)} MB: larger than any file that is taken`);
    return undefined;
  }
  for (const longEdge of [null, SAFE_LONG_EDGE]) {
    const times: number[] = [];
    // Every format but JPEG is measured for its order only.
    for (let run = 0; run < Math.min(runs, 3); run += 1) times.push(await timed(() => whole(bytes, longEdge)));
    await warm();
    const peak = await peakDuring(() => whole(bytes, longEdge));
    say(format, `${megapixels} MP`, `${(bytes.length / 1e6).toFixed(1)} MB`, longEdge ?? "whole", ms(median(times)), mb(peak.child), mb(peak.parent));
  }
  return bytes;
}

/** Alternating, so that what else the machine does meets them alike; each ratio is of one turn. */
async function against(bytes: Buffer, runs: number): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "bench-media-"));
  try {
    const [from, to] = [path.join(folder, "in.jpg"), path.join(folder, "out.jpg")];
    await writeFile(from, bytes);
    const turns: { alone: number; whole: number; small: number }[] = [];
    for (let run = 0; run < runs; run += 1) {
      turns.push({
        whole: await timed(() => whole(bytes, null)),
        alone: await timed(() => rival(from, to)),
        small: await timed(() => whole(bytes, SAFE_LONG_EDGE)),
      });
    }
    console.log(`  djpeg | cjpeg -quality 85: ${ms(median(turns.map(({ alone }) => alone)))}`);
    held("whole, times as long", median(turns.map((turn) => turn.whole / turn.alone)), LIMIT.whole);
    held(`${SAFE_LONG_EDGE} alone, times as long`, median(turns.map((turn) => turn.small / turn.alone)), LIMIT.small);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function heic(folder: string, runs: number): Promise<void> {
  const file = await realHeic(folder);
  if (file === undefined) {
    console.log(`\nHEIC: no picture of 12 megapixels in ${folder}, and nothing here can write one: not measured.`);
    return;
  }
  console.log(`\nHEIC, ${file.width} × ${file.height}`);
  const turns: { ours: number; alone: number }[] = [];
  for (let run = 0; run < Math.min(runs, 5); run += 1) {
    turns.push({ ours: await timed(() => whole(file.bytes, null), "wasm"), alone: await heicAlone(file.bytes) });
  }
  console.log(`  sanitised ${ms(median(turns.map(({ ours }) => ours)))}, decoded and encoded alone ${ms(median(turns.map(({ alone }) => alone)))}`);
  held("times as long", median(turns.map(({ ours, alone }) => ours / alone)), LIMIT.heic);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sizes: { type: "string", default: Object.keys(sizes).join(",") },
      formats: { type: "string", default: formats.join(",") },
      runs: { type: "string", default: "9" },
      photos: { type: "string", default: "6" },
    },
  });
  const folder = positionals[0] ?? path.join("..", "shared", "data");
  const [runs, photos] = [Number(values.runs), Number(values.photos)];
  const chosen = values.sizes.split(",");
  await lookForRival();
  say("format", "picture", "file", "long edge", "median", "child peak", "parent peak");
  for (const megapixels of ([12, 48, 63] as const).filter((size) => chosen.includes(String(size)))) {
    for (const format of formats.filter((name) => values.formats.split(",").includes(name))) {
      const bytes = await table(format, megapixels, runs);
      if (format === "jpeg" && bytes !== undefined) await against(bytes, runs);
    }
  }
  await heic(folder, runs);
  if (photos > 0) await photosPerMinute(photos, await picture("jpeg", 12), folder);
}

try {
  await main();
  process.exitCode = missed > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof NoRival)) throw error;
  console.error(error.message);
  process.exitCode = 2;
} finally {
  await close();
}
