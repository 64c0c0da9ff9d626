/**
 * npm run clean -- <folder in> <folder out> [--full-size] [--json]
 *
 * Cleans a folder of pictures with the code that cleans uploads. What it writes has random names, one fixed date, one of a few long edges, and a
 * report without original names, since the output folder is what gets shared. The time of a file's last status change (ctime) belongs
 * to the file system and cannot be set; it does not travel with a copy.
 */
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";

import { encoder, reducedEdge, sanitise, standardEdge } from "~/media";

import { command, counted, eachPicture, summary } from "./batch";
import { Usage, forgetDate, inputFolder, outputFolder, put, randomName } from "./folder";
import { say } from "./words";

await command(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "full-size": { type: "boolean", default: false }, "json": { type: "boolean", default: false } },
  });
  const [from, to, ...rest] = positionals;
  if (from === undefined || to === undefined || rest.length > 0) throw new Usage(say("usage.clean"));
  const input = await inputFolder(from);
  const output = await outputFolder(to, input);
  const longEdge = values["full-size"] ? standardEdge : reducedEdge;

  const { done, refused } = await eachPicture(input, async (picture) => {
    const { bytes, width, height } = await sanitise(picture, { longEdge });
    const name = randomName();
    await put(output, name, bytes);
    return { name, sha256: createHash("sha256").update(bytes).digest("hex"), width, height };
  });

  const written = done.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const report = `${JSON.stringify({ fullSize: values["full-size"], encoder, written, refused: counted(refused) }, null, 2)}\n`;
  await put(output, "report.json", report);
  await forgetDate(output);
  if (values.json) process.stdout.write(report);
  else summary(written.length, refused);
  return { refused };
});
