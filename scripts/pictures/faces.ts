/**
 * npm run faces -- <folder in> --json <file>
 *
 * Where faces may be in the pictures of a folder: {"thresholds": {...}, "<file>": [[x, y, width, height, score], ...]}, in pixels of the upright picture at
 * full size, as the detectors frame a face, best first. A redaction covers more than that: hair and ears. `score` is the probability that it is a
 * face; at `confident` and above it would be redacted unless a person said no, between `possible` and that a person is asked.
 * Rectangles only: nothing here could find a person again.
 */
import { access } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";

import { CONFIDENT, POSSIBLE, frameFaces, sanitise } from "~/media";

import { command, eachPicture, summary } from "./batch";
import { Usage, existingFolder, put } from "./folder";
import { type Faces, thresholdsKey } from "./regions-file";
import { say } from "./words";

await command(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "string" } } });
  const [from, ...rest] = positionals;
  const { json } = values;
  if (from === undefined || json === undefined || rest.length > 0) throw new Usage(say("usage.faces"));
  const input = await existingFolder(from);
  const output = await existingFolder(path.dirname(json));
  const taken = await access(json).then(
    () => true,
    () => false,
  );
  if (taken) throw new Usage(say("exists", { file: JSON.stringify(json) }));

  const thresholds = { confident: CONFIDENT, possible: POSSIBLE };
  const { done, refused } = await eachPicture(input, async (picture, { name }) => {
    const found = await frameFaces(await sanitise(picture));
    return { name, faces: found.map(({ x, y, width, height, score }) => [x, y, width, height, score].map(rounded)) };
  });

  const faces: Faces = { [thresholdsKey]: thresholds };
  for (const { name, faces: boxes } of done.toSorted((a, b) => (a.name < b.name ? -1 : 1))) faces[name] = boxes;
  await put(output, path.basename(json), `${JSON.stringify(faces)}\n`);
  const scores = done.flatMap(({ faces: boxes }) => boxes.map((box) => box[4] ?? 0));
  summary(done.length, refused, [
    [say("table.confident", { threshold: CONFIDENT }), scores.filter((score) => score >= CONFIDENT).length],
    [say("table.possible", { threshold: POSSIBLE }), scores.filter((score) => score < CONFIDENT).length],
  ]);
  return { refused };
});

/** Hundredths of a pixel and ten-thousandths of a score. */
function rounded(value: number, index: number): number {
  const parts = index === 4 ? 10_000 : 100;
  return Math.round(value * parts) / parts;
}
