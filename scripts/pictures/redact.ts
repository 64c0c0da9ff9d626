/**
 * npm run redact -- <folder in> <folder out> [--method solid|mosaic] [--regions <file.json>] [--full-size] [--json]
 *
 * Cleans a folder of pictures and destroys faces in them. Without `--regions` that is everything that might be a face, since nobody looks before it is
 * done; with it, exactly the rectangles that the file gives, and a picture that it does not name is refused. What a detector scored is
 * enlarged to cover the head, what a person drew is covered as drawn. Names, dates, sizes and exit codes as of `npm run clean`.
 */
import { parseArgs } from "node:util";

import { type CleanImage, type Region, headOf, inside, methods, redact, reducedEdge, sanitise, standardEdge, suggestFaces } from "~/media";

import { Refuse, command, eachPicture, finish } from "./batch";
import { Usage, existingFolder, outputFolder, putPicture } from "./folder";
import { type Marked, readRegions } from "./regions-file";
import { say } from "./words";

/** Drawn as given: the standard shape is for faces, a hand may have drawn anything. One outside of the picture was meant for another. */
function regionOf(marked: Marked, clean: CleanImage): Region {
  const region = marked.score === undefined ? { ...marked, shape: "oblong" as const } : headOf(marked, clean);
  if (region === undefined || inside(marked, clean) === undefined) throw new Refuse("regions-outside");
  return region;
}

await command(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "method": { type: "string", default: "solid" },
      "regions": { type: "string" },
      "full-size": { type: "boolean", default: false },
      "json": { type: "boolean", default: false },
    },
  });
  const [from, to, ...rest] = positionals;
  const method = methods.find((name) => name === values.method);
  if (from === undefined || to === undefined || rest.length > 0 || method === undefined) throw new Usage(say("usage.redact"));
  const marked = values.regions === undefined ? undefined : await readRegions(values.regions);
  const input = await existingFolder(from);
  const output = await outputFolder(to, input);
  const edgeOf = values["full-size"] ? standardEdge : reducedEdge;

  const batch = await eachPicture(input, async (picture, found) => {
    const given = marked?.get(found.name);
    if (marked !== undefined && given === undefined) throw new Refuse("no-regions");
    const clean = await sanitise(picture);
    const regions = given?.map((region) => regionOf(region, clean)) ?? (await suggestFaces(clean));
    const redacted = await redact(clean, regions, { method, longEdge: edgeOf(clean) });
    return { ...(await putPicture(output, redacted)), regions: regions.length };
  });

  const regions = batch.done.reduce((sum, picture) => sum + picture.regions, 0);
  const about = { method, fullSize: values["full-size"] };
  await finish(output, batch, { about, json: values.json, more: [[say("table.regions"), regions]] });
  process.stderr.write(`${say("look")}\n`);
  return batch;
});
