import { KeyWorkFailed } from "~/components/custody/in-worker";
import type { BagReply, BagRequest, Found } from "./bag.worker";

type Filled = Extract<BagReply, { whole: unknown }>;

/** The originals of one dossier, open in a worker of their own until it is closed. */
export class BagInWorker {
  readonly #worker = new Worker(new URL("./bag.worker.ts", import.meta.url), { type: "module" });

  /** One of them. @throws KeyWorkFailed */
  async open(asked: Omit<Extract<BagRequest, { task: "open" }>, "task">): Promise<Found> {
    const reply = await this.#ask({ task: "open", ...asked });
    if (!("found" in reply)) throw new KeyWorkFailed();
    return reply.found;
  }

  /** The dossier with all of them in it, sealed to `key` where that is not empty, and whether it passes. @throws KeyWorkFailed */
  async fill(archive: ArrayBuffer, key: string): Promise<Filled> {
    const reply = await this.#ask({ task: "fill", archive, key });
    if (!("verdict" in reply)) throw new KeyWorkFailed();
    return reply;
  }

  /** What it holds is gone with it. */
  close(): void {
    this.#worker.terminate();
  }

  #ask(request: BagRequest): Promise<BagReply> {
    return new Promise((resolve, reject) => {
      this.#worker.addEventListener("message", ({ data }: MessageEvent<BagReply>) => resolve(data), { once: true });
      this.#worker.addEventListener("error", () => reject(new KeyWorkFailed()), { once: true });
      this.#worker.postMessage(request, { transfer: [] });
    });
  }
}
