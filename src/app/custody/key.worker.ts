/**
 * Runs scrypt away from the page, which stays usable meanwhile. The private half lives and ends in this worker: the
 * page receives the encrypted file and the recipient only.
 */
import { makeKeyFile, openKeyFile, type KeyFile, type Opened } from "./key-file";

export type KeyRequest =
  | { readonly do: "make"; readonly passphrase: string; readonly at: Date }
  | { readonly do: "open"; readonly passphrase: string; readonly bytes: Uint8Array };
export type KeyReply =
  | { readonly did: "make"; readonly made: KeyFile }
  | { readonly did: "open"; readonly opened: Opened }
  | { readonly did: "fail" };

async function answer(asked: KeyRequest): Promise<KeyReply> {
  if (asked.do === "make") return { did: "make", made: await makeKeyFile(asked.passphrase, asked.at) };
  return { did: "open", opened: await openKeyFile(asked.bytes, asked.passphrase) };
}

addEventListener("message", (event: MessageEvent<KeyRequest>) => {
  answer(event.data).then(
    (reply) => postMessage(reply, { transfer: [] }),
    // Most likely 256 MiB that this device does not have.
    () => postMessage({ did: "fail" } satisfies KeyReply, { transfer: [] }),
  );
});
