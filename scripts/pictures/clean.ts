/**
 * npm run clean -- <folder in> <folder out> [--full-size] [--json]
 *
 * Cleans a folder of pictures with the code that cleans uploads. What it writes has random names, one fixed date, one of a few long edges, and a
 * report without original names, since the output folder is what gets shared. The time of a file's last status change (ctime) belongs
 * to the file system and cannot be set; it does not travel with a copy.
 */
import { parseArgs } from "node:util";

import { reducedEdge, sanitise, standardEdge } from "~/media";

import { command, eachPicture, finish } from "./batch";
import { Usage, existingFolder, outputFolder, putPicture } from "./folder";
import { say } from "./words";

await command(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "full-size": { type: "boolean", default: false }, "json": { type: "boolean", default: false } },
  });
  const [from, to, ...rest] = positionals;
  if (from === undefined || to === undefined || rest.length > 0) throw new Usage(say("usage.clean"));
  const input = await existingFolder(from);
  const output = await outputFolder(to, input);
  const longEdge = values["full-size"] ? standardEdge : reducedEdge;

  const batch = await eachPicture(input, async (picture) => putPicture(output, await sanitise(picture, { longEdge })));
  await finish(output, batch, { about: { fullSize: values["full-size"] }, json: values.json });
  return batch;
});
