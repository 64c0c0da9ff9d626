import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";

import { readmit } from "~/media";

import { CANARY, dirtyFiles } from "./dirty/every";
import { commented } from "./dirty/jpeg";
import { findings, secondReader } from "./second-reader";

const Report = z.object({ written: z.array(z.unknown()), refused: z.record(z.string(), z.int()) });

type Run = { readonly code: number; readonly stdout: string; readonly stderr: string };

const CORPUS = path.resolve("../shared/data/metadata");
let place: string;
let exiftool: string | undefined;

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), "clean "));
  exiftool = await secondReader();
  if (exiftool === undefined) {
    process.stderr.write("exiftool is not installed: only this project's own reader looks at the cleaned files.\n");
  }
});

afterAll(() => rm(place, { recursive: true, force: true }));

function clean(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", "scripts/pictures/clean.ts", "--json", ...args], { maxBuffer: 1e8, env: { ...process.env, LC_ALL: "C" } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

async function filled(name: string, files: Readonly<Record<string, Buffer | string>>): Promise<string> {
  const folder = path.join(place, name);
  for (const [file, bytes] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), bytes);
  }
  return folder;
}

/** Both readers, the folder's dates and its names. */
async function expectClean(folder: string, count: number): Promise<void> {
  const pictures = (await readdir(folder)).filter((name) => name !== "report.json");
  expect(pictures).toHaveLength(count);
  // exiftool first: reading a file moves the time of its last access.
  const second = exiftool === undefined ? "absent, as said above" : await findings(folder);
  expect(["absent, as said above", { files: count, found: [] }]).toContainEqual(second);
  for (const name of pictures) {
    expect(name).toMatch(/^[0-9a-f]{16}\.jpg$/);
    expect((await stat(path.join(folder, name))).mtime.toISOString()).toBe("2000-01-01T00:00:00.000Z");
    const bytes = await readFile(path.join(folder, name));
    expect(readmit(bytes).width).toBeGreaterThan(0);
    expect(bytes.includes(CANARY)).toBe(false);
  }
}

test("every kind of dirty picture comes out of the command as a picture and nothing else", async () => {
  // Every place of every container is tried in residue.test.ts; here some of each.
  const dirty = Object.entries(await dirtyFiles()).filter((_, index) => index % 8 === 0);
  const input = await filled("in", Object.fromEntries(dirty.map(([name, { file }]) => [`${name}.bin`, file])));
  const output = path.join(place, "out");
  const run = await clean(input, output);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  await expectClean(output, dirty.length);
  expect(run.stdout + (await readFile(path.join(output, "report.json"), "utf8"))).not.toMatch(/orientation|\.bin|canary/i);
}, 120_000);

test("a refused file is named with its reason, the others are written, and the exit code says so", async () => {
  const picture = await commented();
  const input = await filled("mixed", {
    "deep/down/picture.txt": picture,
    "notes.jpg": "not a picture",
    "drawing.png": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "half.jpg": picture.subarray(0, picture.length - 300),
  });
  await symlink("/etc/hosts", path.join(input, "link.jpg"));
  const output = path.join(place, "mixed out");
  const run = await clean(input, output);
  expect(run.code).toBe(1);
  expect(run.stderr.trim().split("\n").toSorted()).toEqual([
    expect.stringMatching(/^refused "drawing\.png": This is a drawing/),
    'refused "half.jpg": damaged or incomplete',
    'refused "link.jpg": a link or something else that is not a file; not followed',
    'refused "notes.jpg": not a picture that this program knows',
  ]);
  expect(JSON.parse(run.stdout)).toMatchObject({
    written: [{ width: 96, height: 64 }],
    refused: { "unsupported-format": 1, "damaged": 1, "not-a-file": 1, "not-an-image": 1 },
  });
  await expectClean(output, 1);
}, 60_000);

test("nothing is overwritten, and neither folder may lie in the other", async () => {
  const picture = await commented();
  const input = await filled("kept", { "a.jpg": picture });
  const full = await filled("full", { "precious.txt": "precious" });
  expect(await clean(input, full)).toMatchObject({ code: 2, stdout: "" });
  expect(await readdir(full)).toEqual(["precious.txt"]);
  expect(await clean(input, path.join(input, "inside"))).toMatchObject({ code: 2, stdout: "" });
  expect(await clean(path.join(place, "nowhere"), path.join(place, "new"))).toMatchObject({ code: 2, stdout: "" });
  expect(await readFile(path.join(input, "a.jpg"))).toEqual(picture);
}, 60_000);

/** Real cameras' files, which cannot be part of this project. Where they are, they are all read. */
test("real photographs, damaged files and bombs leave nothing behind", async () => {
  const input = path.join(place, "corpus");
  try {
    await cp(CORPUS, input, { recursive: true });
  } catch {
    process.stderr.write(`No collection of real photographs at ${CORPUS}: only pictures made by code were cleaned.\n`);
    return;
  }
  const output = path.join(place, "corpus out");
  const run = await clean(input, output);
  const report = Report.parse(JSON.parse(run.stdout));
  const refused = Object.values(report.refused).reduce((sum, count) => sum + count, 0);
  expect(run.code).toBe(1);
  expect(run.stderr.trim().split("\n")).toHaveLength(refused);
  expect(run.stderr).not.toMatch(/residue|interrupted|unreadable/);
  expect(report.written.length).toBeGreaterThan(100);
  await expectClean(output, report.written.length);
}, 300_000);
