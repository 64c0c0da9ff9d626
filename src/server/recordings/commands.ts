import { randomUUID } from "node:crypto";
import type { CustodyStatement } from "~/domain/custody";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import * as media from "~/media";
import type { PersonLanguage } from "~/messages/wordings/languages";
import type { Passage } from "~/messages/wordings/passages";
import * as blobs from "~/server/blobs";
import { record } from "~/server/custody";
import { transaction } from "~/server/db";
import { hex, sha256, sha256Hex } from "~/server/digest";
import { recordingsOf, stillIn } from "~/server/scope";
import { instanceHolder } from "~/server/sealing";
import { newItemKey, seal, wrapKey } from "~/vault";
import { wordingOf } from "./queries";

/** @throws Refusal for what is no recording that is understood to its last byte */
function cleaned(bytes: Uint8Array): media.CleanRecording {
  try {
    return media.sanitiseRecording(media.untrust(bytes));
  } catch (error) {
    if (error instanceof media.RecordingRefusal) throw new Refusal(error.code);
    throw error;
  }
}

/** Seal and store what is heard and nothing else, and prepare its row. */
async function stored(sound: media.CleanRecording) {
  const id = randomUUID();
  const place = { kind: "recording", id } as const;
  const key = newItemKey();
  const wrappedKey = new Uint8Array(await wrapKey(key, place, await instanceHolder()));
  const { bytes, milliseconds } = sound;
  return { id, digest: sha256(bytes), size: bytes.length, milliseconds, wrappedKey, blob: await blobs.put(seal(bytes, place, key)) };
}

type Added = { readonly language: PersonLanguage; readonly passage: Passage; readonly digest: string; readonly bytes: Uint8Array };

/**
 * Somebody speaks a passage, in the words that it has now. What spoke it before goes.
 * @throws Refusal `upload-digest-differs`, and as {@link cleaned} refuses
 */
export async function add(actor: Actor, { language, passage, digest, bytes }: Added, at: Date): Promise<{ recordingId: string }> {
  if (sha256Hex(bytes) !== digest) throw new Refusal("upload-digest-differs");
  const made = await stored(cleaned(bytes));
  const wordingDigest = wordingOf(language, passage);
  const adding = transaction(async (tx) => {
    await stillIn(tx, actor);
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('recordings'))`;
    const old = await tx.recording.findMany({ where: { language, passage }, select: { id: true, blob: true } });
    await tx.recording.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
    await tx.recording.create({ data: { ...made, language, passage, wordingDigest, addedBy: actor.id, addedAt: at } });
    await record(
      tx, actor.id, at,
      ...old.map(({ id }): CustodyStatement => ({ kind: "recording.removed", recording: id })),
      { kind: "recording.added", recording: made.id, wording: hex(wordingDigest), digest: hex(made.digest) },
    );
    return old;
  });
  const before = await adding.catch(async (error: unknown) => {
    // As with a photo: after anything but a refusal nobody knows whether it was committed.
    if (error instanceof Refusal) await blobs.discard(made.blob);
    throw error;
  });
  for (const { blob } of before) await blobs.discard(blob);
  return { recordingId: made.id };
}

/** A recording is heard by nobody any more, and nothing of it is left. @throws Refusal `not-found` */
export async function remove(actor: Actor, recordingId: string, at: Date): Promise<{}> {
  const blob = await transaction(async (tx) => {
    await stillIn(tx, actor);
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('recordings'))`;
    const row = await tx.recording.findFirst({ where: { AND: [{ id: recordingId }, recordingsOf(actor)] }, select: { id: true, blob: true } });
    if (!row) throw new Refusal("not-found");
    await tx.recording.delete({ where: { id: row.id } });
    await record(tx, actor.id, at, { kind: "recording.removed", recording: row.id });
    return row.blob;
  });
  await blobs.discard(blob);
  return {};
}
