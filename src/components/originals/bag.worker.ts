/**
 * Where the originals of a dossier are open: each is fetched sealed, opened here, and put into what the server made of the rest. The page
 * receives the whole and keeps it, sealed where its recipient has a key; everything else ends with the worker.
 */
import { crc32, filled, verifyArchive, type Verdict } from "~/dossier/browser";
import { hex, type Bytes } from "~/keyring/bytes";
import { unlock, type Held } from "~/keyring/ceremony";
import { openOriginal } from "~/keyring/original";
import { sealTo } from "~/keyring/recipient";
import type { Means } from "~/keyring/wrap";

export type BagRequest =
  /** `path`: where it belongs, below the dossier's folder. */
  | { readonly task: "open"; readonly path: string; readonly held: Held; readonly by: Means; readonly locked: ArrayBuffer; readonly digest: string }
  /** `key`: the age public key to which the whole is sealed, or empty. */
  | { readonly task: "fill"; readonly archive: ArrayBuffer; readonly key: string };
export type Found =
  | { readonly ok: true; readonly size: number; readonly crc: number; readonly sha512: string }
  | { readonly ok: false; readonly why: "wrong-passphrase" | "wrong-key" | "not-ours" | "differs" };
/** `whole` is null where the dossier does not pass its own checks. */
export type BagReply =
  | { readonly found: Found }
  | { readonly verdict: Verdict; readonly whole: ArrayBuffer | null }
  | { readonly failed: true };

const opened = new Map<string, Bytes>();

async function open({ path, held, by, locked, digest }: Extract<BagRequest, { task: "open" }>): Promise<Found> {
  const unlocked = await unlock(held, by);
  if (!unlocked.ok) return unlocked;
  const original = await openOriginal(new Uint8Array(locked), unlocked.secret, digest);
  unlocked.secret.fill(0);
  if (!original.ok) return original;
  if (!original.same) return { ok: false, why: "differs" };
  const { bytes } = original;
  opened.set(path, bytes);
  return { ok: true, size: bytes.length, crc: crc32(bytes), sha512: hex(new Uint8Array(await crypto.subtle.digest("SHA-512", bytes))) };
}

/** What the other side would check is checked here first. */
async function fill(archive: ArrayBuffer, key: string): Promise<Extract<BagReply, { verdict: Verdict }>> {
  const whole = filled(new Uint8Array(archive), opened);
  const verdict = await verifyArchive(whole);
  return { verdict, whole: verdict.ok ? (key === "" ? whole : await sealTo(key, whole)).buffer : null };
}

const reply = (answer: BagReply, transfer: Transferable[] = []): void => postMessage(answer, { transfer });

addEventListener("message", ({ data }: MessageEvent<BagRequest>) => {
  const done =
    data.task === "open"
      ? open(data).then((found) => reply({ found }))
      : fill(data.archive, data.key).then((made) => reply(made, made.whole ? [made.whole] : []));
  done.catch(() => reply({ failed: true }));
});
