/**
 * A key in the transit engine of HashiCorp Vault, or of whatever speaks its API, of type `aes256-gcm96`. The place is the
 * associated data: Vault decrypts with the same only. The token is read from its file each time, since whoever renews
 * it writes a new one there.
 */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { VaultError } from "../error";
import type { KeyHolder } from "./holder";
import { remoteHolder } from "./remote";

export type VaultTransitSettings = {
  readonly endpoint: string;
  readonly mount: string;
  readonly key: string;
  readonly tokenFile: string;
  readonly namespace?: string | undefined;
};

/** For one request with its repetitions. */
const PATIENCE_MS = 8000;
const TRIES = 3;
const PAUSE_MS = 200;

export function vaultTransitHolder(
  { endpoint, mount, key, tokenFile, namespace }: VaultTransitSettings,
  patienceMs: number = PATIENCE_MS,
): KeyHolder {
  const base = `${endpoint.replace(/\/+$/, "")}/v1/${mount}`;

  async function once(action: "encrypt" | "decrypt", body: object, signal: AbortSignal): Promise<Response> {
    const token = (await readFile(tokenFile, "utf8")).trim();
    return fetch(`${base}/${action}/${key}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-vault-request": "true",
        "x-vault-token": token,
        ...(namespace === undefined ? {} : { "x-vault-namespace": namespace }),
      },
      body: JSON.stringify(body),
      // A token goes to whom it was meant for and to nobody else.
      redirect: "error",
      signal,
    });
  }

  /** @returns its answer, or null for what it says is not its own */
  async function ask(action: "encrypt" | "decrypt", body: object): Promise<Buffer | null> {
    const signal = AbortSignal.timeout(patienceMs);
    for (let left = TRIES - 1; ; left -= 1) {
      const answer = await once(action, body, signal).catch(codeOf);
      if (typeof answer !== "string" && answer.ok) return read(action, await answer.json().catch(codeOf));
      if (typeof answer !== "string" && answer.status === 400 && action === "decrypt") return null;
      const passing = typeof answer === "string" || answer.status >= 500 || answer.status === 429;
      if (!passing || left === 0 || signal.aborted) throw new VaultError("unavailable", typeof answer === "string" ? answer : `status-${answer.status}`);
      await sleep(PAUSE_MS);
    }
  }

  return remoteHolder("vault-transit", `${mount}/${key}`, {
    async encrypt(plain, place) {
      const encrypted = await ask("encrypt", { plaintext: base64(plain), associated_data: base64(place) });
      if (encrypted === null) throw new VaultError("unavailable", "no-ciphertext");
      return encrypted;
    },
    async decrypt(encrypted, place) {
      const ciphertext = Buffer.from(encrypted).toString("latin1");
      const [, inner] = /^vault:v\d+:([\w+/]+=*)$/.exec(ciphertext) ?? [];
      // One way only to write what Vault wrote: its own reader passes over more than one.
      if (inner === undefined || base64(Buffer.from(inner, "base64")) !== inner) return null;
      return ask("decrypt", { ciphertext, associated_data: base64(place) });
    },
  });
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** Never a message: it may hold an address. */
const codeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.name : "unknown";
};

/** What Vault encrypted is text of its own, `vault:v1:…`, and kept as it is. */
function read(action: "encrypt" | "decrypt", answer: unknown): Buffer {
  const data: unknown = typeof answer === "object" && answer !== null && "data" in answer ? answer.data : null;
  const field = action === "encrypt" ? "ciphertext" : "plaintext";
  const value: unknown = typeof data === "object" && data !== null ? Object.entries(data).find(([name]) => name === field)?.[1] : null;
  if (typeof value !== "string") throw new VaultError("unavailable", "no-answer");
  return Buffer.from(value, action === "encrypt" ? "latin1" : "base64");
}
