import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";

import { readmit } from "~/media";

import { drawnFaces } from "../../scripts/demo/drawn-face";

/** `npm run faces` and `npm run redact`, as people with a folder of photos and no server use them. */
type Run = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Centre and size of the head, as `drawnFaces` takes them. */
const FACE = { x: 310, y: 215, size: 0.75 } as const;
const SIZE = { width: 640, height: 480 } as const;
let place: string;

function run(command: string, ...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: "C" };
    execFile(process.execPath, ["--import", "tsx", `scripts/pictures/${command}.ts`, ...args], { maxBuffer: 1e8, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** A drawn face on a wall; turned, so that only the upright picture has it where FACE says. */
async function portrait(): Promise<Buffer> {
  const upright = await drawnFaces(SIZE.width, SIZE.height, [FACE]);
  return sharp(upright).rotate(90).withMetadata({ orientation: 8 }).jpeg({ quality: 95 }).toBuffer();
}

type Part = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Of the part alone: sharp's own `stats` would look at the whole picture. */
const stats = async (picture: Uint8Array, part: Part) => (await sharp(await sharp(picture).extract(part).png().toBuffer()).stats()).channels;
const brightest = async (picture: Uint8Array, part: Part) => Math.max(...(await stats(picture, part)).map(({ max }) => max));
const spread = async (picture: Uint8Array, part: Part) => Math.max(...(await stats(picture, part)).map(({ stdev }) => stdev));

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), "folder commands "));
  await mkdir(path.join(place, "in", "a demonstration"), { recursive: true });
  await writeFile(path.join(place, "in", "a demonstration", "one.jpg"), await portrait());
  await writeFile(path.join(place, "in", "wall.png"), await sharp({ create: { ...SIZE, channels: 3, background: "#77aa88" } }).png().toBuffer());
  await writeFile(path.join(place, "in", "notes.txt"), "not a picture");
});
afterAll(() => rm(place, { recursive: true, force: true }));

test("faces are written as rectangles of the upright picture, with both thresholds, and nothing is overwritten", async () => {
  const json = path.join(place, "faces.json");
  const first = await run("faces", path.join(place, "in"), "--json", json);
  expect(first).toMatchObject({ code: 1, stderr: 'refused "notes.txt": not a picture that this program knows\n' });
  const faces = JSON.parse(await readFile(json, "utf8"));
  expect(Object.keys(faces).toSorted()).toEqual(["a demonstration/one.jpg", "thresholds", "wall.png"]);
  expect(faces.thresholds.confident).toBeGreaterThan(faces.thresholds.possible);
  expect(faces["wall.png"]).toEqual([]);
  const [[x, y, width, height, score]] = faces["a demonstration/one.jpg"];
  expect(score).toBeGreaterThanOrEqual(faces.thresholds.confident);
  const middle = { x: x + width / 2, y: y + height / 2 };
  expect(Math.hypot(middle.x - FACE.x, middle.y - FACE.y)).toBeLessThan(60 * FACE.size);
  expect(first.stdout).toMatch(/Pictures done +2\n/);

  expect(await run("faces", path.join(place, "in"), "--json", json)).toMatchObject({ code: 2, stdout: "" });
  expect(JSON.parse(await readFile(json, "utf8"))).toEqual(faces);
}, 240_000);

test("whatever may be a face is destroyed in every picture of a folder, and people are told to look", async () => {
  const output = path.join(place, "redacted");
  const result = await run("redact", path.join(place, "in"), output, "--full-size", "--json");
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/Look at every picture/);
  const report = JSON.parse(result.stdout);
  expect(report).toMatchObject({ method: "solid", refused: { "not-an-image": 1 } });
  const [{ name }] = report.written.filter(({ regions }: { regions: number }) => regions > 0);
  const bytes = await readFile(path.join(output, name));
  expect(readmit(bytes).width).toBe(SIZE.width);
  expect(await brightest(bytes, { left: FACE.x - 25, top: FACE.y - 25, width: 50, height: 50 })).toBeLessThan(8);
  expect((await readdir(output)).filter((file) => !/^[0-9a-f]{16}\.jpg$/.test(file))).toEqual(["report.json"]);
}, 240_000);

test("with a list of regions exactly those are destroyed, and a picture that it does not name is refused", async () => {
  const json = path.join(place, "by hand.json");
  await writeFile(json, JSON.stringify({ "wall.png": [[100, 100, 200, 60]] }));
  const output = path.join(place, "by hand");
  const result = await run("redact", path.join(place, "in"), output, "--regions", json, "--method", "mosaic", "--json");
  expect(result.code).toBe(1);
  const report = JSON.parse(result.stdout);
  expect(report).toMatchObject({ method: "mosaic", written: [{ regions: 1 }], refused: { "no-regions": 2 } });
  const bytes = await readFile(path.join(output, report.written[0].name));
  const scale = readmit(bytes).width / SIZE.width;
  const part = (left: number, top: number) => ({ left: Math.round(left * scale), top: Math.round(top * scale), width: 60, height: 20 });
  expect(await spread(bytes, part(130, 110))).toBeGreaterThan(3);
  expect(await spread(bytes, part(500, 400))).toBeLessThan(1);
}, 240_000);

test("a list that was made for larger pictures destroys nothing, and says so", async () => {
  const json = path.join(place, "larger.json");
  await writeFile(json, JSON.stringify({ "wall.png": [[100, 100, 200, 60], [2 * SIZE.width, 100, 200, 60]], "a demonstration/one.jpg": [[100, 2 * SIZE.height, 90, 90, 0.9]] }));
  const result = await run("redact", path.join(place, "in"), path.join(place, "larger"), "--regions", json, "--json");
  expect(result.code).toBe(1);
  expect(JSON.parse(result.stdout)).toMatchObject({ written: [], refused: { "regions-outside": 2 } });
}, 240_000);

test("a wrong method, a missing folder and a list that is none do nothing", async () => {
  const broken = path.join(place, "broken.json");
  await writeFile(broken, '{"wall.png": [[1, 2, -3, 4]]}');
  const input = path.join(place, "in");
  const attempts = [
    ["redact", input, path.join(place, "x"), "--method", "blur"],
    ["redact", input, path.join(place, "x"), "--regions", broken],
    ["redact", path.join(place, "nowhere"), path.join(place, "x")],
    ["faces", input],
    ["faces", input, "--json", path.join(place, "nowhere", "faces.json")],
    ["faces", input, "--json", path.join(broken, "faces.json")],
  ] as const;
  for (const [command, ...args] of attempts) {
    const result = await run(command, ...args);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr.trim()).not.toBe("");
  }
}, 60_000);
