import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { bodyOf, listening, sealer } from "./listening";

/**
 * The transit engine of HashiCorp Vault as its API describes it, with one key of type `aes256-gcm96` and one token. It
 * refuses what brings another token or other associated data.
 */
export const TOKEN = "hvs.a-token-of-a-test";

const Encrypt = z.strictObject({ plaintext: z.base64(), associated_data: z.base64().min(1) });
const Decrypt = z.strictObject({ ciphertext: z.string().startsWith("vault:v1:"), associated_data: z.base64().min(1) });

export async function startTransit({ mount = "transit", key = "vouchsafe", delayMs = 0 } = {}) {
  const { seal, open } = sealer();
  const asked: { action: string; bound: string }[] = [];
  const mood: { status: number | null; times: number; silent: boolean } = { status: null, times: Infinity, silent: false };

  async function answer(request: IncomingMessage): Promise<[number, object]> {
    const body: unknown = JSON.parse((await bodyOf(request)).toString("utf8"));
    const action = new RegExp(`^/v1/${mount}/(encrypt|decrypt)/${key}$`).exec(request.url ?? "")?.[1];
    if (request.method !== "POST" || !action) return [404, { errors: [] }];
    if (request.headers["x-vault-token"] !== TOKEN) return [403, { errors: ["permission denied"] }];
    if (mood.status !== null && mood.times > 0) {
      mood.times -= 1;
      return [mood.status, { errors: ["a message with an address"] }];
    }
    await sleep(delayMs);
    if (action === "encrypt") {
      const { plaintext, associated_data: bound } = Encrypt.parse(body);
      asked.push({ action, bound });
      return [200, { data: { ciphertext: `vault:v1:${seal(Buffer.from(plaintext, "base64"), Buffer.from(bound, "base64")).toString("base64")}`, key_version: 1 } }];
    }
    const parsed = Decrypt.safeParse(body);
    if (!parsed.success) return [400, { errors: ["invalid ciphertext: no prefix"] }];
    const { ciphertext, associated_data: bound } = parsed.data;
    asked.push({ action, bound });
    const opened = open(Buffer.from(ciphertext.slice("vault:v1:".length), "base64"), Buffer.from(bound, "base64"));
    return opened ? [200, { data: { plaintext: opened.toString("base64") } }] : [400, { errors: ["cipher: message authentication failed"] }];
  }

  const { endpoint, ...listener } = await listening((request, response) => {
    if (mood.silent) return;
    answer(request).then(
      ([status, body]) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
      () => response.writeHead(500).end("{}"),
    );
  });
  return { endpoint, ...listener, asked, mood, settings: { endpoint, mount, key } };
}
