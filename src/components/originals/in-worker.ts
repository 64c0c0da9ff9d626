import { KeyWorkFailed } from "~/components/custody/in-worker";
import type { Found } from "~/domain/told";
import type { Opened, OriginalReply, OriginalRequest } from "./original.worker";

/** An original that is open in a worker of its own until it is closed. */
export class OriginalInWorker {
  readonly #worker = new Worker(new URL("./original.worker.ts", import.meta.url), { type: "module" });

  /** @throws KeyWorkFailed */
  async open(asked: Omit<Extract<OriginalRequest, { task: "open" }>, "task">): Promise<Opened> {
    const reply = await this.#ask({ task: "open", ...asked });
    if (!("opened" in reply)) throw new KeyWorkFailed();
    return reply.opened;
  }

  /** The bytes as they were received. @throws KeyWorkFailed */
  async copy(): Promise<ArrayBuffer> {
    const reply = await this.#ask({ task: "copy" });
    if (!("copy" in reply)) throw new KeyWorkFailed();
    return reply.copy;
  }

  /** What was found in it beside the picture; null where that cannot be read. @throws KeyWorkFailed */
  async told(): Promise<Found | null> {
    const reply = await this.#ask({ task: "told" });
    if (!("told" in reply)) throw new KeyWorkFailed();
    return reply.told;
  }

  /** What it holds is gone with it. */
  close(): void {
    this.#worker.terminate();
  }

  #ask(request: OriginalRequest): Promise<OriginalReply> {
    return new Promise((resolve, reject) => {
      this.#worker.addEventListener("message", ({ data }: MessageEvent<OriginalReply>) => resolve(data), { once: true });
      this.#worker.addEventListener("error", () => reject(new KeyWorkFailed()), { once: true });
      this.#worker.postMessage(request, { transfer: [] });
    });
  }
}
