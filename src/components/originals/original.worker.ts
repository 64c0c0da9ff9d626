/**
 * Where an opened original is. The page receives a picture, which is pixels; what was found beside it, and the bytes, leave only when
 * they are asked for, and everything ends with the worker.
 */
import { Found } from "~/domain/told";
import type { Bytes } from "~/keyring/bytes";
import { unlock, type Held } from "~/keyring/ceremony";
import { openOriginal, openSealed } from "~/keyring/original";
import type { Means } from "~/keyring/wrap";
import { shownAs } from "./shown";

export type OriginalRequest =
  | { readonly task: "open"; readonly held: Held; readonly by: Means; readonly locked: ArrayBuffer; readonly digest: string; readonly told: ArrayBuffer | null }
  | { readonly task: "copy" }
  | { readonly task: "told" };
export type Opened =
  | { readonly ok: true; readonly same: boolean; readonly digest: string; readonly picture: ImageBitmap | null }
  | { readonly ok: false; readonly why: "wrong-passphrase" | "wrong-key" | "not-ours" };
/** `told` is null for what does not open, or says nothing that anybody here understands. */
export type OriginalReply = { readonly opened: Opened } | { readonly copy: ArrayBuffer } | { readonly told: Found | null } | { readonly failed: true };

/** Larger than any screen; a picture of 64 megapixels is a quarter of a gigabyte. */
const MOST_EDGE = 3000;

/** Null for what is no picture to draw, and for what this browser does not decode. */
async function pictureOf(bytes: Bytes): Promise<ImageBitmap | null> {
  const type = shownAs(bytes);
  if (!type) return null;
  let whole: ImageBitmap;
  try {
    whole = await createImageBitmap(new Blob([bytes], { type }));
  } catch {
    return null;
  }
  const scale = MOST_EDGE / Math.max(whole.width, whole.height);
  if (scale >= 1) return whole;
  const size = { resizeWidth: Math.round(whole.width * scale), resizeHeight: Math.round(whole.height * scale) };
  const picture = await createImageBitmap(whole, { ...size, resizeQuality: "high" });
  whole.close();
  return picture;
}

let held: Bytes | undefined;
let told: Found | null = null;

/** What was found is sealed by whoever could seal, which is anybody: it is taken for what it says only where it has the shape. */
async function foundIn(sealed: ArrayBuffer | null, secret: Bytes): Promise<Found | null> {
  const bytes = sealed && (await openSealed(new Uint8Array(sealed), secret));
  if (!bytes) return null;
  try {
    return Found.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data ?? null;
  } catch {
    // No JSON.
    return null;
  }
}

async function open(asked: Extract<OriginalRequest, { task: "open" }>): Promise<Opened> {
  const unlocked = await unlock(asked.held, asked.by);
  if (!unlocked.ok) return unlocked;
  const original = await openOriginal(new Uint8Array(asked.locked), unlocked.secret, asked.digest);
  told = await foundIn(asked.told, unlocked.secret);
  unlocked.secret.fill(0);
  if (!original.ok) return original;
  held = original.bytes;
  return { ok: true, same: original.same, digest: original.digest, picture: await pictureOf(original.bytes) };
}

const reply = (answer: OriginalReply, transfer: Transferable[] = []): void => postMessage(answer, { transfer });

addEventListener("message", ({ data }: MessageEvent<OriginalRequest>) => {
  if (data.task === "copy") {
    if (!held) return reply({ failed: true });
    const copy = held.slice().buffer;
    return reply({ copy }, [copy]);
  }
  if (data.task === "told") return reply({ told });
  open(data).then(
    (opened) => reply({ opened }, opened.ok && opened.picture ? [opened.picture] : []),
    () => reply({ failed: true }),
  );
});
