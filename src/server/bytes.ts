import { randomBytes } from "node:crypto";
import type { HandedAs } from "~/domain/dossier";
import type { RefusalDetails } from "~/domain/refusal";
import { log } from "./log";

/**
 * How picture bytes leave, whoever asks: they cannot be run, kept, embedded elsewhere or taken for anything but a
 * picture. No header says when it was made or changed.
 * @param file what it is called where it is saved; of letters, digits and one dot
 */
export const pictureResponse = (bytes: Uint8Array<ArrayBuffer>, file = "picture.jpg"): Response =>
  new Response(bytes, { headers: headersOf("image/jpeg", bytes.length, file) });

/** What is read out to people, which says of nobody that they were asked. */
export const recordingResponse = (bytes: Uint8Array<ArrayBuffer>): Response => new Response(bytes, { headers: headersOf("audio/mpeg", bytes.length, "sound.mp3") });

/** A sealed original, as ciphertext. */
export const sealedResponse = ({ size, body }: { size: number; body: ReadableStream<Uint8Array> }): Response =>
  new Response(body, { headers: headersOf("application/octet-stream", size, "original.age") });

/** What was released, as it is put together. @param sealed to a recipient's key: what leaves is no archive any more */
export const dossierResponse = ({ size, body }: { size: number; body: ReadableStream<Uint8Array> }, as: HandedAs, sealed: boolean): Response =>
  new Response(body, { headers: sealed ? headersOf("application/octet-stream", size, `${as}.zip.age`) : headersOf("application/zip", size, `${as}.zip`) });

const exportNames = { uwazi: ["application/zip", "uwazi.zip"], ftm: ["application/x-ndjson", "entities.ftm.json"] } as const;
/** What is written down for another organisation's program. */
export const exportResponse = (bytes: Uint8Array<ArrayBuffer>, format: keyof typeof exportNames): Response =>
  new Response(bytes, { headers: headersOf(exportNames[format][0], bytes.length, exportNames[format][1]) });

const headersOf = (type: string, size: number, file: string) => ({
  "content-type": type,
  "content-length": String(size),
  "content-disposition": `attachment; filename="${file}"`,
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
});

/** The ledger's signed head, with the proof that it continues what a witness has seen; or that what they signed was taken. */
export const witnessResponse = (told: { readonly note: string; readonly proof: readonly string[] } | {}): Response =>
  Response.json(told, { headers: { "cache-control": "no-store" } });

/** A no, as JSON with its code, and with its details where there are any. */
export const refusedResponse = (code: string, status: number, details: RefusalDetails = {}): Response =>
  Response.json({ code, ...(Object.keys(details).length > 0 && { details }) }, { status, headers: { "cache-control": "no-store" } });

/** A request that is refused unread, or could not be read: nothing is said of why, and the log has it. */
export function turnedAway(where: string, why: "elsewhere" | "too-large" | "cut-off", status: number): Response {
  log.turnedAway(where, why);
  return new Response(null, { status });
}

/** What nobody expected, as a number under which the log has where it was. Left to Next, its message would be written down. */
export function unexpectedResponse(where: string, error: unknown): Response {
  const reference = randomBytes(4).toString("hex");
  log.unexpected(reference, where, error);
  return Response.json({ code: "unexpected", reference }, { status: 500, headers: { "cache-control": "no-store" } });
}
