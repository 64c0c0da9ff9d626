/**
 * npm run bench:faces -- [folder with annotated faces] [--limit N] [--without-rival]
 *
 * How many people the suggestions cover, by the height of their faces and by source; how many suggestions frame nobody; how much of a picture is
 * redacted; how long it takes. What is measured is what an upload goes through: sanitised first, then looked at, already enlarged for the head. Beside it
 * the best detector that npm carries, alone, through the same windows.
 *
 * Covered: one region, the detection enlarged 1.3 times, holds the face's centre and seven tenths of its area. Precision: of boxes before they were
 * enlarged, at an intersection over union of 0.4, one box a face. Faces that nobody annotated count against it.
 *
 * Exit code: 0 every limit holds, 1 one does not, 2 nothing was measured.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";

import { CONFIDENT, POSSIBLE, close, frameFaces, headOf, sanitise, untrust } from "~/media";

import { destroyed, type Found, judged, type Judged, met, type Met } from "./faces/measure";
import { rival } from "./faces/rival";
import { annotated, type Annotated } from "./faces/truth";

/** In hundredths: all faces, those of 16 pixels and more, and boxes that frame one. */
const LIMITS = {
  confident: { all: 88, sixteen: 94, precision: 60 },
  possible: { all: 95, sixteen: 98, precision: 0 },
} as const;
const HEIGHTS = [[0, 16], [16, 32], [32, 64], [64, Infinity]] as const;
const CURVE = [0.5, 0.25, 0.1, 0.075, CONFIDENT, 0.04, 0.025, 0.015, POSSIBLE];

type Tally = { readonly met: Met[]; readonly judged: Judged[]; readonly regions: { found: readonly Found[]; picture: Annotated }[]; readonly seconds: number[]; readonly busy: number[] };
const tally = (): Tally => ({ met: [], judged: [], regions: [], seconds: [], busy: [] });

const part = (count: number, of: number) => (of === 0 ? 0 : (100 * count) / of);
const shown = (share: number) => share.toFixed(1).padStart(6);

function count({ met: faces, judged: boxes, regions }: Tally, threshold: number) {
  const covered = (some: readonly Met[]) => part(some.filter((face) => face.covered >= threshold).length, some.length);
  const kept = boxes.filter(({ score }) => score >= threshold);
  const pixels = regions.reduce((sum, { picture }) => sum + picture.width * picture.height, 0);
  const gone = regions.reduce((sum, { found, picture }) => sum + destroyed(found.filter(({ score }) => score >= threshold), picture), 0);
  return {
    all: covered(faces),
    sixteen: covered(faces.filter(({ height }) => height >= 16)),
    heights: HEIGHTS.map(([from, to]) => covered(faces.filter(({ height }) => from <= height && height < to))),
    sources: [...new Set(faces.map(({ source }) => source))].toSorted().map((source) => ({ source, all: covered(faces.filter((face) => face.source === source)) })),
    precision: part(kept.filter(({ right }) => right).length, kept.length),
    boxes: kept.length / regions.length,
    redacted: part(gone, pixels),
  };
}

/** As the product redacts it; nothing for a box that lies beside the picture. */
function heads(box: Found, picture: { width: number; height: number }): Found[] {
  const head = headOf(box, picture);
  return head === undefined ? [] : [{ ...head, score: box.score }];
}

type Outcome = { readonly regions: readonly Found[]; readonly boxes: readonly Found[] };

/** `busy`: of this process's cores, all threads together; what else the machine does makes it no longer, unlike the seconds that pass. */
async function measure(to: Tally, picture: Annotated, look: () => Promise<Outcome>): Promise<void> {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  const { regions, boxes } = await look();
  const { user, system } = process.cpuUsage(used);
  to.seconds.push((performance.now() - begun) / 1000);
  to.busy.push((user + system) / 1e6);
  to.met.push(...met(regions, picture));
  to.judged.push(...judged(boxes, picture));
  to.regions.push({ found: regions, picture });
}

const HEADER = "threshold       all  ≥16px   <16  16–32  32–64   ≥64  precision  boxes  redacted";
function line(name: string, one: Tally, threshold: number): void {
  const { all, sixteen, heights, precision, boxes, redacted } = count(one, threshold);
  console.log(`${name.padEnd(12)} ${shown(all)} ${shown(sixteen)} ${heights.map(shown).join(" ")}     ${shown(precision)} ${shown(boxes)}    ${shown(redacted)}`);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The threshold with the most boxes at which precision is still that of the product at its own. */
function asPrecise(one: Tally, precision: number): number {
  const scores = [...new Set(one.judged.map(({ score }) => score))].toSorted((a, b) => b - a);
  let [right, seen, lowest] = [0, 0, 1];
  const sorted = one.judged.toSorted((a, b) => b.score - a.score);
  for (const score of scores) {
    while (seen < sorted.length && sorted[seen]!.score >= score) right += Number(sorted[seen++]!.right);
    if (part(right, seen) >= precision) lowest = score;
  }
  return lowest;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { "limit": { type: "string" }, "without-rival": { type: "boolean" } } });
  const folder = path.resolve(positionals[0] ?? "../shared/data/faces");
  const pictures = await annotated(folder, Number(values.limit ?? Infinity));
  if (pictures === undefined || pictures.length === 0) {
    console.error(`No annotated photographs at ${folder}: nothing was measured. It needs a gt.json and the pictures that it names.`);
    return 2;
  }
  const [product, single] = [tally(), tally()];
  const alone = values["without-rival"] ? undefined : await rival();
  for (const [index, picture] of pictures.entries()) {
    const clean = await sanitise(untrust(await readFile(picture.file)));
    // The first picture also starts the thread and loads the weights.
    if (index === 0) await frameFaces(clean);
    await measure(product, picture, async () => {
      const boxes = await frameFaces(clean);
      return { regions: boxes.flatMap((box) => heads(box, clean)), boxes };
    });
    if (alone) {
      await measure(single, picture, async () => {
        const boxes = await alone(clean);
        return { regions: boxes.flatMap((box) => heads(box, clean)), boxes };
      });
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${index + 1} of ${pictures.length}`);
  }
  return report(product, alone && single, pictures.length);
}

function report(product: Tally, single: Tally | undefined, pictures: number): number {
  console.log(`${pictures} pictures, ${product.met.length} faces; shares in hundredths, boxes a picture\n\n${HEADER}`);
  for (const threshold of CURVE) line(`≥ ${threshold}`, product, threshold);
  console.log(`\nby source    ${"confident".padStart(10)} ${"possible".padStart(10)}`);
  const possible = count(product, POSSIBLE);
  const confident = count(product, CONFIDENT);
  for (const [at, { source, all }] of confident.sources.entries()) console.log(`${source.padEnd(18)} ${shown(all)}     ${shown(possible.sources[at]!.all)}`);
  if (single) {
    console.log(`\nyolov8n-face alone, through the same windows\n${HEADER}`);
    for (const threshold of [0.25, asPrecise(single, confident.precision), asPrecise(single, possible.precision)]) line(`≥ ${threshold.toFixed(3)}`, single, threshold);
  }
  const time = (one: Tally) => `${mean(one.seconds).toFixed(2)} seconds, ${mean(one.busy).toFixed(2)} seconds of one core`;
  console.log(`\na picture takes ${time(product)}${single ? `; the single detector ${time(single)}` : ""}\n`);
  let missed = 0;
  for (const [name, reached] of [["confident", confident], ["possible", possible]] as const) {
    for (const what of ["all", "sixteen", "precision"] as const) {
      const limit = LIMITS[name][what];
      if (limit === 0) continue;
      const held = reached[what] >= limit;
      missed += Number(!held);
      const words = { all: "faces covered", sixteen: "faces of 16 pixels and more covered", precision: "precision" }[what];
      console.log(`${name}: ${words} ${reached[what].toFixed(1)}, at least ${limit}: ${held ? "holds" : "DOES NOT HOLD"}`);
    }
  }
  return missed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} finally {
  await close();
}
