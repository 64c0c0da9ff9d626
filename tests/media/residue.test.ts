import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, expect, test } from "vitest";

import { close, readmit, sanitise, untrust } from "~/media";

import { CANARY, dirtyFiles } from "./dirty/every";
import { findings, secondReader } from "./second-reader";

afterAll(close);

const digest = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

test("whatever is hidden in a picture, and wherever: what is made of it is what is made of the picture without it", async () => {
  const files = await dirtyFiles();
  const folder = await mkdtemp(path.join(tmpdir(), "residue-"));
  const cleaned = new Map<string, Promise<string>>();
  /** Of a twin, which many share, once. */
  const ofTwin = (twin: Buffer) => {
    const key = digest(twin);
    const made = cleaned.get(key) ?? sanitise(untrust(twin)).then(({ bytes }) => digest(bytes));
    cleaned.set(key, made);
    return made;
  };
  const faults: string[] = [];
  const time = new Date("2000-01-01T00:00:00Z");
  let written = 0;
  const examine = async ([name, { file, twin }]: (typeof entries)[number]) => {
    if (file.equals(twin)) faults.push(`${name}: is not dirty`);
    try {
      const { bytes } = await sanitise(untrust(file));
      if (digest(bytes) !== (await ofTwin(twin))) faults.push(`${name}: differs from its twin`);
      if (Buffer.from(bytes).includes(CANARY)) faults.push(`${name}: holds the marker`);
      readmit(bytes);
      written += 1;
      const place = path.join(folder, `${written.toString(16).padStart(16, "0")}.jpg`);
      await writeFile(place, bytes, { mode: 0o600 });
      await utimes(place, time, time);
    } catch (error) {
      faults.push(`${name}: ${error instanceof Error ? error.message : "unknown"}`);
    }
  };
  const entries = Object.entries(files);
  const queue = [...entries];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await examine(next);
  };
  await Promise.all([work(), work()]);
  expect(faults).toEqual([]);
  expect(entries.length).toBeGreaterThan(150);
  if ((await secondReader()) === undefined) process.stderr.write("exiftool is not installed: only this project's own reader looked at what was made.\n");
  else expect(await findings(folder)).toEqual({ files: entries.length, found: [] });
  await rm(folder, { recursive: true, force: true });
}, 900_000);
