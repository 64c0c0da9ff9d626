import { randomUUID } from "node:crypto";
import type { CustodyStatement } from "~/domain/custody";
import { mayBeKept, showsConsent, type FileKind, type ImageFormat } from "~/domain/evidence";
import { Refusal, type RefusalCode } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { toldOf } from "~/domain/told";
import * as media from "~/media";
import * as blobs from "~/server/blobs";
import { noDigest } from "~/server/chance";
import * as custodyKeys from "~/server/custodyKeys/queries";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import { mapAround } from "~/server/maps";
import { enqueue } from "~/server/queue";
import * as resealings from "~/server/resealings/commands";
import { incidentInScope, itemInScope, openIncidentInScope, stillIn } from "~/server/scope";
import { instanceHolder, openJson } from "~/server/sealing";
import { newItemKey, open, seal, unwrapKey, wrapKey } from "~/vault";

/** One table from the decoder's refusals to ours. */
const mediaRefusals = {
  "not-an-image": "not-an-image",
  "unsupported-format": "unsupported-format",
  "too-many-bytes": "too-many-bytes",
  "too-many-pixels": "too-many-pixels",
  "animated-too-long": "animated-too-long",
  damaged: "damaged",
  "took-too-long": "decompression-bomb",
  "too-much-memory": "decompression-bomb",
  residue: "residue",
} as const satisfies Record<media.RefusalCode, RefusalCode>;

export const refusalOf = (refused: media.MediaRefusal): Refusal => {
  const { kind, limit } = refused.details;
  return new Refusal(mediaRefusals[refused.code], { ...(kind && { kind }), ...(limit && { limit }) });
};

/** A decoder that was taken away says nothing of the file: it is asked once more before the sender has to come again. */
async function checked(untrusted: media.Untrusted, again = true): Promise<media.Checked> {
  try {
    return await media.check(untrusted);
  } catch (error) {
    if (error instanceof media.MediaRefusal) throw refusalOf(error);
    if (!(error instanceof media.MediaInterrupted)) throw error;
    if (!again) throw new Refusal("busy");
    return checked(untrusted, false);
  }
}

/** Declared bytes of all uploads under way in this process: each is in memory several times before it is stored. */
const MOST_UNDER_WAY = 200_000_000;
let underWay = 0;

/**
 * Do `work` for an upload of `size` bytes, if there is room for it now.
 * @throws Refusal `busy`, after which a browser tries again by itself
 */
export async function withRoomFor<T>(size: number, work: () => Promise<T>, most: number = media.limits.bytes): Promise<T> {
  // What is too large by itself is told so by `collect`, before it takes any memory.
  const reserved = size > most ? 0 : size;
  if (underWay + reserved > MOST_UNDER_WAY) throw new Refusal("busy");
  underWay += reserved;
  try {
    return await work();
  } finally {
    underWay -= reserved;
  }
}

/**
 * Collect an upload, never more than may be taken.
 * @throws Refusal `too-many-bytes`, or `upload-incomplete` when the stream ends early or breaks
 */
export async function collect(
  stream: ReadableStream<Uint8Array>,
  declared: number,
  most: number = media.limits.bytes,
): Promise<Uint8Array<ArrayBuffer>> {
  if (declared > most) throw new Refusal("too-many-bytes", { limit: most });
  const bytes = new Uint8Array(declared);
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    // A cut connection is a thrown read: the sender is told, where they still listen, to send it again.
    const chunk = await reader.read().catch(() => null);
    if (chunk === null) throw new Refusal("upload-incomplete");
    if (chunk.done) break;
    if (length + chunk.value.length > declared) {
      await reader.cancel();
      throw new Refusal("upload-incomplete");
    }
    bytes.set(chunk.value, length);
    length += chunk.value.length;
  }
  if (length !== declared) throw new Refusal("upload-incomplete");
  return bytes;
}

type Link = (tx: Tx, itemId: string) => Promise<CustodyStatement[]>;
type Upload = { readonly incidentId: string; readonly digest: string; readonly bytes: Uint8Array };
/** What a file is, and why it is not taken in as a photo, if it is not. */
type Judged = { readonly format: ImageFormat; readonly refusal: null } | { readonly format: FileKind; readonly refusal: RefusalCode };

const asPhoto = async (untrusted: media.Untrusted): Promise<Judged> => ({
  format: (await checked(untrusted)).format,
  refusal: null,
});

/**
 * A file is judged anew rather than its sender believed: a photo that can be taken in never ends where nobody can use
 * it. What its own bytes give away as something else is judged without a decoder.
 */
async function asAnything(untrusted: media.Untrusted): Promise<Judged> {
  try {
    return await asPhoto(untrusted);
  } catch (error) {
    if (!(error instanceof Refusal) || !mayBeKept(error.code)) throw error;
    const kind = media.sniff(untrusted);
    return { format: typeof kind === "string" ? kind : (kind.refused ?? "unknown"), refusal: error.code };
  }
}

/** Take one photo in. @throws Refusal with what speaks against it; nothing of it is stored then */
export const submit = (actor: Actor, upload: Upload, at: Date) => takeIn(actor, upload, asPhoto, at);

/**
 * Keep a file that was refused: it is sealed like every original, the worker does not decode it, and it has no other
 * form. What is no longer refused is taken in as the photo that it is.
 * @throws Refusal for what does not lie in the file, such as its size or a broken upload
 */
export const keep = (actor: Actor, upload: Upload, at: Date) => takeIn(actor, upload, asAnything, at);

/** By its first bytes alone: nothing decodes what is only going to be sealed. */
async function asEvidenceOfConsent(untrusted: media.Untrusted): Promise<Judged> {
  const sniffed = media.sniff(untrusted);
  const format = typeof sniffed === "string" ? sniffed : (sniffed.refused ?? "unknown");
  if (!showsConsent(format)) throw new Refusal("shows-no-consent");
  return { format, refusal: "consent-evidence" };
}

/**
 * Keep the evidence of a consent, as an original that has no other form.
 * @param link what ties it to its records, in the same transaction; what it returns is recorded with the receipt
 */
export const keepEvidenceOfConsent = (actor: Actor, upload: Upload, link: Link, at: Date) =>
  takeIn(actor, upload, asEvidenceOfConsent, at, link);

/**
 * The digest is compared three times: the device's with ours on arrival, and with what the store gives back. Bytes are
 * stored before the row exists: a crash in between leaves a sealed orphan for the nightly sweep, never a row that
 * points at nothing, and nothing is acknowledged before the row is committed.
 */
async function takeIn(
  actor: Actor,
  input: Upload,
  judge: (untrusted: media.Untrusted) => Promise<Judged>,
  at: Date,
  link: Link = async () => [],
): Promise<{ itemId: string }> {
  const { bytes, digest } = input;
  if (sha256Hex(bytes) !== digest) throw new Refusal("upload-digest-differs");
  const digestBytes = Buffer.from(digest, "hex");
  const incident = await incidentInScope(db(), actor, input.incidentId);
  if (incident.state === "closed") throw new Refusal("not-now");
  if (!(await custodyKeys.current())) throw new Refusal("custody-key-missing");
  const known = await db().evidenceItem.count({ where: { incidentId: incident.id, digest: digestBytes } });
  if (known > 0) throw new Refusal("already-in-incident");
  const judged = await judge(media.untrust(bytes));

  const id = randomUUID();
  const place = { kind: "intake", id } as const;
  const key = newItemKey();
  const holder = await instanceHolder();
  const wrappedIntake = new Uint8Array(await wrapKey(key, place, holder));
  const blob = await blobs.put(seal(bytes, place, key));
  try {
    const stored = await blobs.get(blob);
    const back = stored && open(stored, place, await unwrapKey(wrappedIntake, place, holder));
    if (!back || sha256Hex(back) !== digest) throw new Refusal("storage-digest-differs");
    await transaction(async (tx) => {
      // An upload is not waited for before it is asked who sends it.
      await stillIn(tx, actor);
      await openIncidentInScope(tx, actor, incident.id);
      const { count } = await tx.evidenceItem.createMany({
        data: [
          {
            id, incidentId: incident.id, digest: digestBytes, size: bytes.length, ...judged, submittedBy: actor.id,
            receivedAt: at, intakeBlob: blob, wrappedIntake,
          },
        ],
        // Two uploads of one photo at once: the unique pair of incident and digest lets one through.
        skipDuplicates: true,
      });
      if (count === 0) throw new Refusal("already-in-incident");
      await enqueue(tx, "evidence.sanitise", { itemId: id });
      const about = { item: id, incident: incident.id, digest, size: bytes.length };
      await record(
        tx, actor.id, at,
        judged.refusal === null
          ? { kind: "evidence.received", ...about, format: judged.format }
          : { kind: "evidence.kept", ...about, format: judged.format, code: judged.refusal },
        ...(await link(tx, id)),
      );
    });
  } catch (error) {
    // A refusal undoes the transaction. After anything else, such as a connection that broke before the answer, nobody
    // knows whether it was committed, and a row must not point at nothing: what is left over is the sweep's.
    if (error instanceof Refusal) await blobs.discard(blob);
    throw error;
  }
  return { itemId: id };
}

/**
 * What is still to be told of an item, its row locked for as long as a transaction lasts.
 * @throws Refusal `already-told`, `not-found` for somebody else's photo
 */
async function untold(tx: Tx, actor: Actor, itemId: string) {
  const item = await itemInScope(tx, actor, itemId);
  if (item.submittedBy !== actor.id) throw new Refusal("not-found");
  const [row] = await tx.$queryRaw<{ toldSealed: Uint8Array | null }[]>`
    SELECT "toldSealed" FROM "EvidenceItem" WHERE "id" = ${item.id}::uuid FOR UPDATE`;
  if (!row?.toldSealed) throw new Refusal("already-told");
  const sealed = new Uint8Array(row.toldSealed);
  return { id: item.id, told: await openJson(sealed, { kind: "told", id: item.id }, media.Told) };
}

/**
 * Show what the file told, once, to the documenter who sent it, and forget it: from then on only the copy beside the
 * sealed original exists. Where there is a place in it, its map comes with the answer: no request tells where it is.
 * @throws Refusal `already-told`, `not-found` for somebody else's photo
 */
export async function tell(actor: Actor, itemId: string, at: Date) {
  // Drawn before anything is erased: what cannot be drawn must not be lost. Files are read for it, so no transaction waits.
  const { told: { place } } = await untold(db(), actor, itemId);
  const map = place ? await mapAround(place) : null;
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id, told } = await untold(tx, actor, itemId);
    await tx.evidenceItem.update({ where: { id }, data: { toldSealed: null } });
    await record(tx, actor.id, at, { kind: "evidence.told", item: id });
    return { ...toldOf(told), map };
  });
}

/** Hold an item's row until the transaction ends: nothing is made of it, marked on it or said of it meanwhile. */
export const lockItem = (tx: Tx, itemId: string): Promise<unknown> =>
  tx.$queryRaw`SELECT "id" FROM "EvidenceItem" WHERE "id" = ${itemId}::uuid FOR UPDATE`;

/**
 * Destroy an item's keys and what its row tells, under its lock. Jobs that are at work on it find another state or
 * version and throw away what they made.
 * @returns the names of its own sealed objects, to be removed after the commit
 */
export async function forget(tx: Tx, itemId: string, at: Date): Promise<string[]> {
  const { intakeBlob, originalBlob, originalToldBlob } = await tx.evidenceItem.findUniqueOrThrow({
    where: { id: itemId },
    select: { intakeBlob: true, originalBlob: true, originalToldBlob: true },
  });
  await tx.evidenceItem.update({
    where: { id: itemId },
    data: {
      // A row has a digest; this one tells nothing of what it was.
      digest: noDigest(), size: 0, format: "unknown", state: "erased", refusal: null,
      wrappedKey: null, intakeBlob: null, wrappedIntake: null, originalBlob: null, originalDigest: null,
      originalToldBlob: null, custodyKeyId: null, toldSealed: null, width: null, height: null,
      suggestedAt: at, suggestedIds: [], regionsVersion: { increment: 1 }, lookedAt: null, lookedBy: null,
    },
  });
  return [intakeBlob, originalBlob, originalToldBlob, ...(await resealings.forgetItem(tx, itemId))].filter((name) => name !== null);
}
