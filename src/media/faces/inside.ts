/** What runs in the detectors' thread: loads them, says so, and answers one picture after another in the order of the questions. */
import { parentPort, workerData } from "node:worker_threads";

import { looker } from "./look";
import type { Answer, Question, Ready, Start } from "./thread";

const port = parentPort;
if (port === null) throw new Error("this file runs in a thread of its own");
const start: Start = workerData;
const look = await looker(start.models);

let last = Promise.resolve();
port.on("message", (question: Question) => {
  last = last.then(async () => port.postMessage(await answer(question)));
});
port.postMessage("ready" satisfies Ready);

async function answer({ id, width, height, data }: Question): Promise<Answer> {
  try {
    const pixels = { width, height, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength) };
    return { id, boxes: await look(pixels) };
  } catch (error) {
    return { id, error };
  }
}
