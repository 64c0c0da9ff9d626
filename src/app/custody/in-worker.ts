import type { KeyFile, Opened } from "./key-file";
import type { KeyReply, KeyRequest } from "./key.worker";

/** The worker could not start or could not finish, most likely for want of memory. */
export class KeyWorkFailed extends Error {
  override readonly name = "KeyWorkFailed";
}

/** One request, one worker: it is ended with its answer, and what it held with it. */
function ask(request: KeyRequest): Promise<KeyReply> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./key.worker.ts", import.meta.url), { type: "module" });
    const end = (settle: () => void) => {
      worker.terminate();
      settle();
    };
    worker.addEventListener("message", (event: MessageEvent<KeyReply>) => end(() => resolve(event.data)));
    worker.addEventListener("error", () => end(() => reject(new KeyWorkFailed())));
    worker.postMessage(request, { transfer: [] });
  });
}

/** Make a custody key. @throws KeyWorkFailed */
export async function makeKey(passphrase: string): Promise<KeyFile> {
  const reply = await ask({ do: "make", passphrase, at: new Date() });
  if (reply.did !== "make") throw new KeyWorkFailed();
  return reply.made;
}

/** Open a custody key file. @throws KeyWorkFailed */
export async function openKey(file: Blob, passphrase: string): Promise<Opened> {
  const reply = await ask({ do: "open", passphrase, bytes: new Uint8Array(await file.arrayBuffer()) });
  if (reply.did !== "open") throw new KeyWorkFailed();
  return reply.opened;
}
