import type { KeyReply, KeyTask, KeyWork } from "./key.worker";

/** The worker could not start or could not finish, most likely for want of memory. */
export class KeyWorkFailed extends Error {
  override readonly name = "KeyWorkFailed";
}

/** One request, one worker: it is ended with its answer, and what it held with it. @throws KeyWorkFailed */
export function inWorker<T extends KeyTask>(task: T, asked: KeyWork[T]["asked"]): Promise<KeyWork[T]["answer"]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./key.worker.ts", import.meta.url), { type: "module" });
    const end = (settle: () => void) => {
      worker.terminate();
      settle();
    };
    worker.addEventListener("message", ({ data }: MessageEvent<KeyReply>) =>
      end(() => ("done" in data ? resolve(data.done as KeyWork[T]["answer"]) : reject(new KeyWorkFailed()))),
    );
    worker.addEventListener("error", () => end(() => reject(new KeyWorkFailed())));
    worker.postMessage({ task, ...asked }, { transfer: [] });
  });
}
