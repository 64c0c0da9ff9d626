import { KeyWorkFailed } from "~/components/custody/in-worker";
import type { ResealReply, ResealStep, ResealWork } from "./reseal.worker";

/** A worker that holds the keys from the passphrase until it is closed, and does one step at a time. */
export class ResealInWorker {
  readonly #worker = new Worker(new URL("./reseal.worker.ts", import.meta.url), { type: "module" });

  /** @throws KeyWorkFailed */
  do<S extends ResealStep>(step: S, asked: ResealWork[S]["asked"]): Promise<ResealWork[S]["answer"]> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker;
      const onMessage = ({ data }: MessageEvent<ResealReply>) => {
        settle();
        if ("done" in data) resolve(data.done as ResealWork[S]["answer"]);
        else reject(new KeyWorkFailed());
      };
      const onError = () => {
        settle();
        reject(new KeyWorkFailed());
      };
      const settle = () => {
        worker.removeEventListener("message", onMessage);
        worker.removeEventListener("error", onError);
      };
      worker.addEventListener("message", onMessage);
      worker.addEventListener("error", onError);
      worker.postMessage({ step, ...asked }, { transfer: "packet" in asked ? [asked.packet] : [] });
    });
  }

  /** The keys are gone with it. */
  close(): void {
    this.#worker.terminate();
  }
}
