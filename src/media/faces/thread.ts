/**
 * The detectors' own thread. An inference blocks the thread that asks for it for a second at a time; here it is not the one that answers for
 * this process's heartbeat. Started at the first picture and again after it died; it never keeps the process alive by itself.
 */
import type { Worker } from "node:worker_threads";

import type { Pixels } from "../decode";
import { MediaInterrupted } from "../refusal";
import type { Box, FaceModel } from "./detector";

/** What crosses into the thread and out of it. `data`: three bytes a pixel. */
export type Start = { readonly models: readonly FaceModel[] };
export type Ready = "ready";
export type Question = { readonly id: number; readonly width: number; readonly height: number; readonly data: Uint8Array };
export type Answer = { readonly id: number } & ({ readonly boxes: Box[] } | { readonly error: unknown });

type Waiting = { readonly resolve: (boxes: Box[]) => void; readonly reject: (reason: unknown) => void };
type Running = { readonly thread: Worker; readonly waiting: Map<number, Waiting> };

/** Joined at run time and taken from the runtime itself, so that a bundler neither follows the script nor copies it. */
const script = () => [process.cwd(), "src", "media", "faces", "inside.ts"].join("/");

let models: readonly FaceModel[] = [];
let running: Promise<Running> | undefined;
let questions = 0;

/** Whoever asks while it starts waits for the same one. A failure is not kept: the next picture tries again. */
function started(): Promise<Running> {
  if (running) return running;
  const starting = start(() => {
    if (running === starting) running = undefined;
  });
  running = starting;
  return starting;
}

function start(onEnd: () => void): Promise<Running> {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const thread = new Worker(script(), { execArgv: ["--import", "tsx"], workerData: { models } satisfies Start });
  const waiting = new Map<number, Waiting>();
  return new Promise((resolve, reject) => {
    let cause: unknown;
    thread.on("message", (said: Ready | Answer) => {
      if (said === "ready") {
        thread.unref();
        resolve({ thread, waiting });
        return;
      }
      const one = waiting.get(said.id);
      waiting.delete(said.id);
      if (waiting.size === 0) thread.unref();
      if ("boxes" in said) one?.resolve(said.boxes);
      else one?.reject(said.error);
    });
    thread.on("error", (error) => (cause = error));
    thread.on("exit", () => {
      onEnd();
      const why = cause ?? new MediaInterrupted();
      reject(why);
      for (const one of waiting.values()) one.reject(why);
      waiting.clear();
    });
  });
}

/** Rectangles in pixels of `pixels`, best first, with the probability that each is a face. Throws MediaInterrupted when the thread was ended. */
export async function findFaces(pixels: Pixels): Promise<Box[]> {
  const { thread, waiting } = await started();
  const id = (questions += 1);
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    thread.ref();
    // A copy goes over: the caller keeps its pixels.
    const data = new Uint8Array(pixels.data);
    thread.postMessage({ id, width: pixels.width, height: pixels.height, data } satisfies Question, [data.buffer]);
  });
}

/**
 * Detectors beside those that come with the project, for as long as this process runs. Loads and tries them: throws when a file is missing, has another
 * digest than the named one, or is not of its kind.
 */
export async function useDetectors(further: readonly FaceModel[]): Promise<void> {
  await closeDetectors();
  models = further;
  await started();
}

/** Ends the thread. Work under way ends with MediaInterrupted. */
export async function closeDetectors(): Promise<void> {
  const ending = running;
  running = undefined;
  await ending?.then(
    async ({ thread }) => void (await thread.terminate()),
    () => undefined,
  );
}
