import { readFile } from "node:fs/promises";
import path from "node:path";

import { afterAll, expect, test } from "vitest";
import * as z from "zod";

import { close, inspect, sniff, untrust } from "~/media";

afterAll(close);

const CORPUS = path.resolve("../shared/data/metadata");
/** What exiftool says of each file; `gps` where it finds a place, whatever its value. */
const Manifest = z.array(z.object({ file: z.string(), set: z.string(), exiftool: z.object({ gps: z.boolean().nullish() }).nullable() }));

/** A latitude of 4294967295 degrees: nowhere. */
const NOWHERE = ["photos/jpeg/python-pillo__exif_gps__230.jpg"];

/** Real cameras' files, which cannot be part of this project. Where they are, they are all asked. */
test("of every real photograph that has a place, the place is told", async () => {
  let manifest: string;
  try {
    manifest = await readFile(path.join(CORPUS, "manifest.json"), "utf8");
  } catch {
    process.stderr.write(`No collection of real photographs at ${CORPUS}: places were told of pictures made by code only.\n`);
    return;
  }
  const placed = Manifest.parse(JSON.parse(manifest)).filter(({ set, exiftool }) => ["photos", "synthetic"].includes(set) && exiftool?.gps === true);
  const missed: string[] = [];
  let asked = 0;
  for (const { file } of placed) {
    const untrusted = untrust(await readFile(path.join(CORPUS, file)));
    if (typeof sniff(untrusted) !== "string") continue;
    asked += 1;
    if ((await inspect(untrusted)).place === undefined) missed.push(file);
  }
  expect(asked).toBeGreaterThan(20);
  expect(missed).toEqual(NOWHERE);
}, 300_000);
