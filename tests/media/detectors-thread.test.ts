import { afterAll, expect, test } from "vitest";

import { MediaInterrupted, close, sanitise, suggestFaces, untrust } from "~/media";

import { drawnFaces } from "../../scripts/demo/drawn-face";

afterAll(close);

const clean = async () => sanitise(untrust(await drawnFaces(300, 300, [{ x: 150, y: 150, size: 1 }])));

test("the process goes on while detectors look, two pictures at a time get their own answers, and a thread that was ended is started again", async () => {
  const [somebody, nobody] = [await clean(), await sanitise(untrust(await drawnFaces(200, 200, [])))];
  await suggestFaces(nobody);
  const before = performance.eventLoopUtilization();
  const [found, none] = await Promise.all([suggestFaces(somebody), suggestFaces(nobody)]);
  // On this process's own thread the inferences alone would fill nearly all of that time.
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
  expect(found.some(({ confident }) => confident)).toBe(true);
  expect(none).toEqual([]);

  const interrupted = suggestFaces(somebody);
  const outcome = expect(interrupted).rejects.toBeInstanceOf(MediaInterrupted);
  await close();
  await outcome;
  expect((await suggestFaces(somebody)).length).toBeGreaterThan(0);
}, 240_000);
