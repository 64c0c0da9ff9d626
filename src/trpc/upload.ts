import superjson from "superjson";
import * as z from "zod";
import { ask } from "./asked-again";
import { refusedFrom, Refusing } from "./client";

type Upload = {
  readonly incidentId: string;
  readonly file: Blob;
  /** Ask that it is kept sealed although it was refused. */
  readonly keep: boolean;
  /** From 0 to 1. */
  readonly onProgress: (fraction: number) => void;
  readonly signal?: AbortSignal;
};

const Answered = z.object({ result: z.object({ data: z.unknown() }) });
const Item = z.object({ itemId: z.uuid() });
const Recording = z.object({ recordingId: z.uuid() });
const Failed = z.object({ error: z.unknown() });
const FailedData = z.object({ data: z.unknown() });

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * Send one file to `evidence.submit` or `evidence.keep`: hashed here, then sent with XMLHttpRequest, which is the one way in which a
 * browser tells how far an upload has come. The file's name stays on the device.
 * @throws Refusing with the refusal; DOMException `AbortError` when `signal` fires
 */
export async function uploadPhoto({ incidentId, file, keep, onProgress, signal }: Upload): Promise<{ itemId: string }> {
  return Item.parse(await send(`evidence.${keep ? "keep" : "submit"}`, { "x-vouchsafe-incident": incidentId }, file, onProgress, signal));
}

/** Send the evidence of a consent to `consents.attach`. @throws as {@link uploadPhoto} */
export const attachEvidence = async (recordId: string, file: Blob, onProgress: (fraction: number) => void): Promise<{ itemId: string }> =>
  Item.parse(await send("consents.attach", { "x-vouchsafe-record": recordId }, file, onProgress, undefined));

/** Send a recording of what is read out to `recordings.add`, which asks first who it is that sends it. @throws as {@link uploadPhoto} */
export async function addRecording(about: { readonly language: string; readonly passage: string }, file: Blob): Promise<{ recordingId: string }> {
  const headers = { "x-vouchsafe-language": about.language, "x-vouchsafe-passage": about.passage };
  const sent = () => send("recordings.add", headers, file, () => undefined, undefined);
  const answered = await sent().catch(async (error: unknown) => {
    if (!(error instanceof Refusing) || error.refused.code !== "prove-again" || !(await ask())) throw error;
    return sent();
  });
  return Recording.parse(answered);
}

async function send(
  action: string,
  about: Readonly<Record<string, string>>,
  file: Blob,
  onProgress: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const bytes = await file.arrayBuffer();
  const digest = hex(await crypto.subtle.digest("SHA-256", bytes));
  const headers = { ...about, "x-vouchsafe-digest": digest, "x-vouchsafe-size": String(bytes.byteLength) };
  const { status, body } = await post(bytes, { action, headers }, onProgress, signal);
  if (status === 200) {
    const { result } = Answered.parse(body);
    return superjson.deserialize(result.data as Parameters<typeof superjson.deserialize>[0]);
  }
  const failed = Failed.safeParse(body);
  const error = failed.success ? FailedData.safeParse(superjson.deserialize(failed.data.error as never)) : null;
  throw new Refusing(refusedFrom(error?.success ? error.data.data : null));
}

function post(
  bytes: ArrayBuffer,
  { action, headers }: { action: string; headers: Readonly<Record<string, string>> },
  onProgress: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new DOMException("The upload was cancelled.", "AbortError"));
      return;
    }
    const request = new XMLHttpRequest();
    request.open("POST", `/api/trpc/${action}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => resolve({ status: request.status, body: request.response as unknown }));
    request.addEventListener("error", () => reject(new Refusing({ code: "offline", details: {} })));
    request.addEventListener("abort", () => reject(new DOMException("The upload was cancelled.", "AbortError")));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(bytes);
  });
}
