/**
 * Every picture of a folder through one piece of work, on all cores, with what becomes of each. A refused picture stops nothing.
 * A picture that the decoder was taken away from is tried once more.
 */
import { availableParallelism } from "node:os";

import { MediaInterrupted, MediaRefusal, type RefusedKind, type Untrusted, close, encoder, limits, untrust } from "~/media";
import { shuffled } from "~/server/chance";

import { type Found, Usage, filesOf, forgetDate, put, read } from "./folder";
import { say, unsupported } from "./words";

/** Why a file came to nothing. `no-regions`: a list of regions was given and does not name it; `regions-outside`: one that it gives lies beside the picture. */
export type Reason = MediaRefusal["code"] | "interrupted" | "not-a-file" | "unreadable" | "no-regions" | "regions-outside";
type Refused = { readonly name: string; readonly reason: Reason; readonly kind?: RefusedKind };
type Batch<T> = { readonly done: readonly T[]; readonly refused: readonly Refused[] };

/** A command's own no. */
export class Refuse extends Error {
  constructor(readonly reason: Reason) {
    super(reason);
  }
}

type Work<T> = (picture: Untrusted, found: Found) => Promise<T>;

/** Refused files are named on stderr as they come, and on a terminal how many are done. */
export async function eachPicture<T>(folder: string, work: Work<T>): Promise<Batch<T>> {
  const done: T[] = [];
  const refused: Refused[] = [];
  // The order in which files are written can be read off the file system afterwards: it must not be the order in which they were taken.
  const all = shuffled(await filesOf(folder));
  const files = all.values();
  const lane = async () => {
    for (const found of files) {
      const result = await one(found, work);
      if ("result" in result) done.push(result.result);
      else {
        refused.push(result.refused);
        progress(say("refused", { name: JSON.stringify(result.refused.name), why: why(result.refused) }), true);
      }
      progress(say("progress", { done: done.length + refused.length, all: all.length }));
    }
  };
  await Promise.all(Array.from({ length: Math.max(availableParallelism(), limits.decoders) }, lane));
  progress("");
  return { done, refused };
}

async function one<T>(found: Found, work: Work<T>): Promise<{ result: T } | { refused: Refused }> {
  const { name } = found;
  if (!found.file) return { refused: { name, reason: "not-a-file" } };
  try {
    const picture = untrust(await read(found.path));
    return { result: await work(picture, found).catch((error: unknown) => again(error, () => work(picture, found))) };
  } catch (error) {
    return { refused: { name, ...refusal(error) } };
  }
}

function again<T>(error: unknown, work: () => Promise<T>): Promise<T> {
  if (error instanceof MediaInterrupted) return work();
  throw error;
}

function refusal(error: unknown): Omit<Refused, "name"> {
  if (error instanceof MediaRefusal) return { reason: error.code, ...(error.details.kind !== undefined && { kind: error.details.kind }) };
  if (error instanceof MediaInterrupted) return { reason: "interrupted" };
  if (error instanceof Refuse) return { reason: error.reason };
  // The operating system said no. Anything else is a mistake of ours and ends the program.
  if (error instanceof Error && "syscall" in error) return { reason: "unreadable" };
  throw error;
}

const why = ({ reason, kind }: Refused): string =>
  reason === "unsupported-format"
    ? unsupported(kind ?? "other-image")
    : say(`reasons.${reason}`, { megabytes: limits.bytes / 1e6, megapixels: limits.pixels / 2 ** 20, frames: limits.frames });

/** On a terminal a line that the next one replaces; elsewhere only lines that `stay`. */
function progress(line: string, stay = false): void {
  const { stderr } = process;
  if (stderr.isTTY) stderr.write(`\r\u001B[K${line}${stay ? "\n" : ""}`);
  else if (stay) stderr.write(`${line}\n`);
}

/** Counts of refusals by reason, without names: for what is kept beside the pictures. */
function counted(refused: readonly Refused[]): Partial<Record<Reason, number>> {
  const reasons: Partial<Record<Reason, number>> = {};
  for (const { reason } of refused) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return reasons;
}

type Row = readonly [string, string | number];

/** A small table on stdout: how many came through, how many did not and why, and whatever else there is to count. */
export function summary(done: number, refused: readonly Refused[], more: readonly Row[] = []): void {
  const rows = [
    [say("table.done"), done] as const,
    ...more,
    ...Object.entries(counted(refused)).map(([reason, count]) => [say(`table.reasons.${reason as Reason}`), count] as const),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) process.stdout.write(`${label.padEnd(width)}  ${value}\n`);
}

/** Puts a report beside the pictures that were written: `about` says how. On stdout it is a table, or the report itself. */
export async function finish(
  output: string,
  { done, refused }: Batch<{ readonly name: string }>,
  { about, json, more }: { readonly about: object; readonly json: boolean; readonly more?: readonly Row[] },
): Promise<void> {
  const written = done.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const report = `${JSON.stringify({ ...about, encoder, written, refused: counted(refused) }, null, 2)}\n`;
  await put(output, "report.json", report);
  await forgetDate(output);
  if (json) process.stdout.write(report);
  else summary(written.length, refused, more);
}

/**
 * Runs a command to its exit code: 0 for everything done, 1 for something refused, 2 for nothing done, because it was asked for in a wrong
 * way or the file system said no.
 */
export async function command(main: () => Promise<{ refused: readonly unknown[] }>): Promise<void> {
  try {
    const { refused } = await main();
    process.exitCode = refused.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Usage || (error instanceof Error && "code" in error))) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } finally {
    await close();
  }
}
