import { performance } from "node:perf_hooks";

import { afterAll, expect, test } from "vitest";

import { MediaInterrupted } from "../refusal";
import { closeDetectors, findFaces } from "./thread";

afterAll(closeDetectors);

const grey = (side: number) => ({ width: side, height: side, data: Buffer.alloc(side * side * 3, 128) });

test("this process goes on while detectors look", async () => {
  await findFaces(grey(64));
  const before = performance.eventLoopUtilization();
  expect(await Promise.all([findFaces(grey(600)), findFaces(grey(64))])).toEqual([[], []]);
  // On this process's own thread the inferences alone would fill nearly all of that time.
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
}, 120_000);

test("who waits for a thread that is ended is told so, and the next picture has a new one", async () => {
  await findFaces(grey(64));
  const [interrupted] = await Promise.allSettled([findFaces(grey(600)), closeDetectors()]);
  expect(interrupted).toMatchObject({ status: "rejected", reason: expect.any(MediaInterrupted) });
  expect(await Promise.all([findFaces(grey(64)), findFaces(grey(64))])).toEqual([[], []]);
}, 120_000);

test("a picture that cannot be looked at is an error of its own, and the thread goes on", async () => {
  await expect(findFaces({ width: 100, height: 100, data: Buffer.alloc(10) })).rejects.toThrow(/10|memory|bytes|pixels|raw/i);
  expect(await findFaces(grey(64))).toEqual([]);
}, 120_000);
