/**
 * A PDF to read: what somebody is told on paper, as PDF/A-2a with its outline, tags and language.
 *
 * Promises: the same paper, pictures and instant are the same bytes, whichever machine makes them and whatever fonts it has. A picture in
 * it is byte for byte the one that was given. No text can be markup, name a file or reach a network. The calling thread goes on meanwhile.
 *
 * Does not: know what a dossier is, or in which language somebody reads.
 */
import type { Worker } from "node:worker_threads";

/** A line of an answer: `code` for what is read letter by letter, `quoted` for what somebody wrote, each in its own direction. */
export type Line = { readonly text: string; readonly as?: "code" | "quoted" };
/** Part of what somebody said. */
export type Part = { readonly is: "text" | "person" | "hidden"; readonly text: string };
export type Block =
  /** A heading: `chapter` and `leaf`, of the first and the second rank, on a page of their own; `section` and `part`, of the second and the third, where they are. */
  | { readonly kind: "chapter" | "leaf" | "section" | "part"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly label: string; readonly text: string }
  | { readonly kind: "facts"; readonly facts: readonly (readonly [label: string, lines: readonly Line[]])[] }
  | { readonly kind: "steps" | "points"; readonly texts: readonly string[] }
  /** `name`: of a picture that is handed in; letters, digits and hyphens. `wide`: its width by its height. */
  | { readonly kind: "picture"; readonly name: string; readonly alt: string; readonly wide: number }
  /** `language`: ISO 639. */
  | { readonly kind: "said"; readonly language: string; readonly passages: readonly { readonly dir: "ltr" | "rtl"; readonly parts: readonly Part[] }[] }
  | { readonly kind: "rows"; readonly head: readonly string[]; readonly rows: readonly (readonly Line[])[] };

export type Paper = {
  /** BCP 47, the language alone. */
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  readonly title: string;
  readonly lead: string;
  /** Stands at the foot of each page, below `digestOf`, and among the keywords. */
  readonly digest: string;
  readonly digestOf: string;
  /** What stands before, between and after the two numbers in "page n of m". */
  readonly page: readonly [string, string, string];
  readonly contents: string;
  /** Said below a text of which a letter could not be set. */
  readonly notWhole: string;
  /** What is on the first page, before the contents. */
  readonly cover: readonly Block[];
  readonly body: readonly Block[];
};

export type Started = {
  readonly paper: Paper;
  /** JPEGs, by the names that blocks give them. */
  readonly pictures: readonly (readonly [name: string, bytes: Uint8Array])[];
  /** When it says that it was made, in seconds since 1970. */
  readonly at: number;
};

/** Joined at run time and taken from the runtime itself, so that a bundler neither follows the script nor copies it. */
const script = (): string => [process.cwd(), "src", "dossier", "pdf", "thread.mjs"].join("/");

let last: Promise<unknown> = Promise.resolve();

/**
 * One at a time in this process: each holds its pictures unpacked, at three bytes a pixel, until it is done.
 * @throws Error where the template or a picture is not what it has to be
 */
export function makePdf(started: Started): Promise<Uint8Array<ArrayBuffer>> {
  const mine = last.then(() => inThread(started));
  last = mine.catch(() => undefined);
  return mine;
}

function inThread(workerData: Started): Promise<Uint8Array<ArrayBuffer>> {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  return new Promise((resolve, reject) => {
    // Nothing of how the process was started goes along: the thread needs no loader.
    const thread: Worker = new Worker(script(), { workerData, execArgv: [] });
    thread.once("message", (bytes: Uint8Array) => resolve(new Uint8Array(bytes)));
    thread.once("error", reject);
    thread.once("exit", () => reject(new Error("The PDF's thread ended before it was done.")));
  });
}
