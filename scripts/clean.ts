/**
 * npm run clean -- <folder in> <folder out> [--full-size]
 *
 * Cleans a folder of pictures with the code that cleans uploads. What it writes carries no name, date or order of what it read: random names, one
 * fixed date, a report without original names, since the output folder is what gets shared. Refused files are named on stderr only.
 * The input is never written to; links in it are not followed. The time of a file's last status change (ctime) belongs to the file
 * system and cannot be set; it does not travel with a copy.
 *
 * Exit code: 0 everything was written, 1 something was refused, 2 nothing was done.
 */
import { createHash, randomBytes, randomInt } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, readdir, realpath, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";

import { type CleanImage, MediaInterrupted, MediaRefusal, SAFE_LONG_EDGE, close, encoder, limits, sanitise, untrust } from "~/media";

const NEUTRAL_DATE = new Date("2000-01-01T00:00:00Z");
const PRIVATE = 0o600;

/** Ends the program before anything is written. */
class Usage extends Error {}

type Reason = MediaRefusal["code"] | "interrupted" | "not-a-file" | "unreadable";
type Refused = { readonly path: string; readonly reason: Reason; readonly kind?: string };
type Written = { readonly name: string; readonly sha256: string; readonly width: number; readonly height: number };

const sentences: Readonly<Record<Reason, string>> = {
  "not-an-image": "not a picture that this program knows",
  "unsupported-format": "a format that is not taken; save it as JPEG or PNG first",
  "too-many-bytes": `larger than ${limits.bytes / 1e6} MB`,
  "too-many-pixels": `more than ${limits.pixels / 2 ** 20} megapixels`,
  "animated-too-long": `more than ${limits.frames} frames or pages`,
  "damaged": "damaged or incomplete",
  "took-too-long": "took too long to decode",
  "too-much-memory": "needed too much memory to decode",
  "residue": "the cleaned file still held something besides the picture, and was thrown away",
  "interrupted": "the decoder was stopped from outside, twice",
  "not-a-file": "a link or something else that is not a file; not followed",
  "unreadable": "cannot be read",
};

function settings() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { "full-size": { type: "boolean" } } });
  const [from, to, ...rest] = positionals;
  if (from === undefined || to === undefined || rest.length > 0) {
    throw new Usage("npm run clean -- <folder in> <folder out> [--full-size]");
  }
  return { from, to, longEdge: values["full-size"] === true ? null : SAFE_LONG_EDGE };
}

const holds = (outer: string, inner: string) => `${inner}${path.sep}`.startsWith(`${outer}${path.sep}`);

/** Neither folder may lie in the other: the next run would clean what this one wrote. */
async function folders(from: string, to: string): Promise<{ input: string; output: string }> {
  const input = await realpath(from).catch(() => {
    throw new Usage(`There is no folder ${JSON.stringify(from)}.`);
  });
  await mkdir(to, { recursive: true, mode: 0o700 });
  const output = await realpath(to);
  if (holds(input, output) || holds(output, input)) throw new Usage("One folder lies in the other.");
  if ((await readdir(output)).length > 0) throw new Usage(`The folder ${JSON.stringify(to)} is not empty.`);
  return { input, output };
}

type Found = { readonly path: string; readonly file: boolean };

async function filesOf(folder: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesOf(place)));
    else found.push({ path: place, file: entry.isFile() });
  }
  return found;
}

/** The order in which files are written can be read off the file system afterwards: it must not be the order in which they were taken. */
function shuffled<T>(items: readonly T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(randomInt(left.length), 1)[0]!);
}

/** Refuses a link that took the file's place since it was listed, and a file too large to be read at all. */
async function read(file: string): Promise<Uint8Array> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await handle.stat();
    if (size > limits.bytes) throw new MediaRefusal("too-many-bytes", { limit: limits.bytes, found: size });
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function cleaned(file: string, longEdge: number | null): Promise<CleanImage> {
  const untrusted = untrust(await read(file));
  try {
    return await sanitise(untrusted, { longEdge });
  } catch (error) {
    if (!(error instanceof MediaInterrupted)) throw error;
    return sanitise(untrusted, { longEdge });
  }
}

async function put(folder: string, name: string, bytes: Uint8Array | string): Promise<void> {
  const place = path.join(folder, name);
  try {
    await writeFile(place, bytes, { flag: "wx", mode: PRIVATE });
    await utimes(place, NEUTRAL_DATE, NEUTRAL_DATE);
  } catch (error) {
    await rm(place, { force: true });
    throw error;
  }
}

async function one(found: Found, output: string, longEdge: number | null): Promise<Written | Refused> {
  if (!found.file) return { path: found.path, reason: "not-a-file" };
  let clean: CleanImage;
  try {
    clean = await cleaned(found.path, longEdge);
  } catch (error) {
    return refusal(found.path, error);
  }
  const name = `${randomBytes(8).toString("hex")}.jpg`;
  await put(output, name, clean.bytes);
  const sha256 = createHash("sha256").update(clean.bytes).digest("hex");
  return { name, sha256, width: clean.width, height: clean.height };
}

function refusal(file: string, error: unknown): Refused {
  if (error instanceof MediaRefusal) {
    return { path: file, reason: error.code, ...(error.details.kind !== undefined && { kind: error.details.kind }) };
  }
  if (error instanceof MediaInterrupted) return { path: file, reason: "interrupted" };
  // The operating system said no. Anything else is a mistake of ours and ends the program.
  if (error instanceof Error && "syscall" in error) return { path: file, reason: "unreadable" };
  throw error;
}

/** As many at once as decoders may work. */
async function all(input: string, output: string, longEdge: number | null) {
  const written: Written[] = [];
  const refused: Refused[] = [];
  const files = shuffled(await filesOf(input)).values();
  const lane = async () => {
    for (const found of files) {
      const result = await one(found, output, longEdge);
      if ("name" in result) written.push(result);
      else {
        refused.push(result);
        const kind = result.kind === undefined ? "" : ` (${result.kind})`;
        console.error(`refused ${JSON.stringify(path.relative(input, result.path))}: ${sentences[result.reason]}${kind}`);
      }
    }
  };
  await Promise.all(Array.from({ length: limits.decoders }, lane));
  return { written: written.toSorted((a, b) => (a.name < b.name ? -1 : 1)), refused };
}

async function main(): Promise<number> {
  const { from, to, longEdge } = settings();
  const { input, output } = await folders(from, to);
  const { written, refused } = await all(input, output, longEdge);
  const reasons: Partial<Record<Reason, number>> = {};
  for (const { reason } of refused) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const report = { longEdge, encoder, written, refused: reasons };
  const json = `${JSON.stringify(report, null, 2)}\n`;
  await put(output, "report.json", json);
  await utimes(output, NEUTRAL_DATE, NEUTRAL_DATE);
  process.stdout.write(json);
  return refused.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Usage || (error instanceof Error && "code" in error))) throw error;
  console.error(error.message);
  process.exitCode = 2;
} finally {
  await close();
}
