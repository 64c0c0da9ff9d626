import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { buffer } from "node:stream/consumers";

/** A service of somebody else's, as far as its API goes: listening on this machine, ended by its test. */
export async function listening(answer: RequestListener) {
  let [now, most] = [0, 0];
  const server = createServer((request, response) => {
    now += 1;
    most = Math.max(most, now);
    response.once("close", () => {
      now -= 1;
    });
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens nowhere.");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    mostAtOnce: () => most,
    close: async (): Promise<void> => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

export const bodyOf = (request: IncomingMessage): Promise<Buffer> => buffer(request);

/** What both do with a key of theirs: bound to what else they were told, and not opened without it. */
export function sealer() {
  const key = randomBytes(32);
  const seal = (plain: Buffer, bound: Buffer): Buffer => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    cipher.setAAD(bound);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  /** null where it does not open. */
  const open = (sealed: Buffer, bound: Buffer): Buffer | null => {
    if (sealed.length < 28) return null;
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
    decipher.setAAD(bound);
    decipher.setAuthTag(sealed.subarray(-16));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
    } catch {
      return null;
    }
  };
  return { seal, open };
}
