import { randomUUID } from "node:crypto";
import type { CustodyStatement } from "~/domain/custody";
import { MAX_AFTER_SUGGESTING, notMarkedYet, type RegionKind } from "~/domain/evidence";
import type { RefusalCode } from "~/domain/refusal";
import * as media from "~/media";
import * as blobs from "~/server/blobs";
import * as custodyKeys from "~/server/custodyKeys/queries";
import { record } from "~/server/custody";
import { db, transaction } from "~/server/db";
import { discardAll, keep, redactedWithPreview } from "~/server/derivatives/commands";
import { openClean } from "~/server/derivatives/queries";
import { hex, sha256, sha256Hex } from "~/server/digest";
import { log } from "~/server/log";
import { enqueue } from "~/server/queue";
import * as recordings from "~/server/recordings/queries";
import * as resealings from "~/server/resealings/queries";
import { instanceHolder, sealJson } from "~/server/sealing";
import { newItemKey, open, sealToCustody, unwrapKey, wrapKey } from "~/vault";
import { refusalOf } from "./commands";

/**
 * What the worker does with evidence. Every job may run twice: each looks at the row before it works, and its
 * transaction takes effect only where the row is still as it was. Objects are stored before the transaction; whatever
 * a lost race or a crash leaves behind is an orphan for {@link sweep}.
 */

/** The bytes as received, their digest checked against the item's. */
async function openIntake(item: { id: string; intakeBlob: string | null; wrappedIntake: Uint8Array | null; digest: Uint8Array }) {
  if (!item.intakeBlob || !item.wrappedIntake) throw new Error("The item has no intake.");
  const place = { kind: "intake", id: item.id } as const;
  const sealed = await blobs.get(item.intakeBlob);
  if (!sealed) throw new Error("The intake is not in the store.");
  const bytes = open(sealed, place, await unwrapKey(item.wrappedIntake, place, await instanceHolder()));
  if (sha256Hex(bytes) !== hex(item.digest)) throw new Error("The intake's digest differs from the item's.");
  return bytes;
}

/**
 * Received → ready. Afterwards the original and what it told exist only under the custody key, whose private half is
 * not here: the intake key goes in the same transaction, its object right after.
 */
export async function sanitise({ itemId }: { itemId: string }): Promise<void> {
  const at = new Date();
  const item = await db().evidenceItem.findUnique({
    where: { id: itemId },
    select: { id: true, state: true, refusal: true, digest: true, intakeBlob: true, wrappedIntake: true },
  });
  if (item?.state !== "received") return;
  const custodyKey = await custodyKeys.current();
  if (!custodyKey) throw new Error("There is no custody key.");
  const bytes = await openIntake(item);
  // Kept although it was refused: nothing of it is read again, and its entry has said so.
  const kept = item.refusal as RefusalCode | null;
  const result: Cleaned = kept === null ? await cleaned(media.untrust(bytes)) : { ok: false, code: kept };

  const to = [custodyKey.recipient];
  const original = await sealToCustody(bytes, to);
  const found = result.ok ? result.told : null;
  const told = found && new TextEncoder().encode(JSON.stringify(found));
  const originalBlob = await blobs.put(original);
  const originalToldBlob = told && (await blobs.put(await sealToCustody(told, to)));
  const key = newItemKey();
  const made = result.ok
    ? [
        await keep(result.clean, { itemId, kind: "clean", source: item.digest, key, at }),
        ...(result.display ? [await keep(result.display, { itemId, kind: "display", source: item.digest, key, at })] : []),
        await keep(result.preview, { itemId, kind: "preview", source: item.digest, key, at }),
      ]
    : [];
  const originalDigest = sha256(original.bytes);
  const wrappedKey = new Uint8Array(await wrapKey(key, { kind: "item-key", id: itemId }, await instanceHolder()));
  const toldSealed = found && (await sealJson(found, { kind: "told", id: itemId }));

  const done = await transaction(async (tx) => {
    const { count } = await tx.evidenceItem.updateMany({
      where: { id: itemId, state: "received" },
      data: {
        state: result.ok ? "ready" : "refused",
        refusal: result.ok ? null : result.code,
        wrappedKey, originalBlob, originalDigest, originalToldBlob, toldSealed,
        custodyKeyId: custodyKey.id,
        intakeBlob: null, wrappedIntake: null,
        width: result.ok ? result.clean.width : null,
        height: result.ok ? result.clean.height : null,
      },
    });
    if (count === 0) return false;
    await tx.derivative.createMany({ data: made.map(({ row }) => row) });
    if (result.ok) await enqueue(tx, "evidence.suggest", { itemId });
    await record(
      tx, null, at,
      { kind: "evidence.sealed", item: itemId, digest: hex(item.digest), sealed: hex(originalDigest), key: custodyKey.id },
      ...made.map(({ statement }) => statement),
      ...(result.ok || kept !== null ? [] : [{ kind: "evidence.refused", item: itemId, code: result.code } as const]),
      { kind: "intake.erased", item: itemId },
    );
    return true;
  });
  await discardAll(
    done ? [item.intakeBlob] : [originalBlob, originalToldBlob, ...made.map(({ row }) => row.blob)],
  );
}

type Cleaned =
  | { ok: true; clean: media.CleanImage; display: media.CleanImage | null; preview: media.CleanImage; told: media.Told | null }
  | { ok: false; code: RefusalCode };

/** A refusal is an outcome: the item keeps its sealed original and no derivative. An interruption is a retry. */
async function cleaned(untrusted: media.Untrusted): Promise<Cleaned> {
  try {
    const told = await toldBy(untrusted);
    const [clean, display, preview] = await media.sanitiseInSizes(untrusted, [null, media.DISPLAY_EDGE, media.PREVIEW_EDGE]);
    // A small picture is its own picture for the display.
    return { ok: true, told, clean, display: display === clean ? null : display, preview };
  } catch (error) {
    if (error instanceof media.MediaRefusal) return { ok: false, code: refusalOf(error).code };
    throw error;
  }
}

/** What the file tells, or null where its metadata are more than their reader bears: that is no reason to lose the picture. */
async function toldBy(untrusted: media.Untrusted): Promise<media.Told | null> {
  try {
    return await media.inspect(untrusted);
  } catch (error) {
    if (error instanceof media.MediaRefusal) return null;
    throw error;
  }
}

/**
 * Look for faces and propose regions, beside what people have marked meanwhile. Whoever has already said that all was
 * marked has not seen these: the picture has to be looked at again.
 */
export async function suggest({ itemId }: { itemId: string }): Promise<void> {
  const at = new Date();
  const item = await db().evidenceItem.findUnique({ where: { id: itemId }, select: { suggestedAt: true } });
  if (!item || item.suggestedAt) return;
  const clean = await openClean(itemId);
  if (!clean) return;
  const found = await media.suggestFaces(clean.image);
  await transaction(async (tx) => {
    // Held first and changed once ([Note: Changed once]).
    const [held] = await tx.$queryRaw<{ suggestedAt: Date | null }[]>`
      SELECT "suggestedAt" FROM "EvidenceItem" WHERE "id" = ${itemId}::uuid FOR UPDATE`;
    if (!held || held.suggestedAt) return;
    const rows = await tx.region.findMany({
      where: { itemId },
      select: { kind: true, x: true, y: true, width: true, height: true },
    });
    const marked = rows.map((region) => ({ ...region, kind: region.kind as RegionKind }));
    const unmarked = notMarkedYet(found, marked);
    const regions = unmarked
      .slice(0, Math.max(0, MAX_AFTER_SUGGESTING - marked.length))
      .map(({ x, y, width, height, confident }) => ({
        id: randomUUID(), itemId, kind: "face", x, y, width, height, origin: "detector", possible: !confident,
        subject: null, grantorId: null, redact: true,
      }));
    // For want of room too: that a face was seen which nobody marked is reason enough to look again.
    const again = unmarked.length > 0 ? { suggestedIds: regions.map(({ id }) => id), regionsVersion: { increment: 1 }, lookedAt: null, lookedBy: null } : {};
    await tx.evidenceItem.update({ where: { id: itemId }, data: { suggestedAt: at, ...again } });
    await tx.region.createMany({ data: regions });
    await record(tx, null, at, { kind: "regions.suggested", item: itemId, count: regions.length });
  });
}

/**
 * Make the redacted picture, in the size in which most leave, and a preview of it from confirmed regions. What they
 * replace is erased in every size; a larger one is made again where an approved disclosure waits for it.
 */
export async function redact({ redactionId }: { redactionId: string }): Promise<void> {
  const at = new Date();
  const redaction = await db().redaction.findUnique({
    where: { id: redactionId },
    select: { id: true, itemId: true, version: true, regions: true, method: true, doneAt: true, item: { select: { regionsVersion: true } } },
  });
  if (!redaction || redaction.doneAt || redaction.version !== redaction.item.regionsVersion) return;
  const { itemId } = redaction;
  const clean = await openClean(itemId);
  if (!clean) return;
  const [image, preview] = await redactedWithPreview(clean.image, redaction);
  const about = { itemId, source: clean.digest, key: clean.key, at, redactionId };
  const made = [
    await keep(image, { ...about, kind: "redacted", leavesAs: "reduced" }),
    await keep(preview, { ...about, kind: "preview" }),
  ];
  const replaced = await transaction(async (tx) => {
    // Somebody may have marked more while this was being made: then another redaction is on its way.
    const [item] = await tx.$queryRaw<{ regionsVersion: number }[]>`
      SELECT "regionsVersion" FROM "EvidenceItem" WHERE "id" = ${itemId}::uuid FOR SHARE`;
    if (item?.regionsVersion !== redaction.version) return null;
    const { count } = await tx.redaction.updateMany({ where: { id: redactionId, doneAt: null }, data: { doneAt: at } });
    if (count === 0) return null;
    const old = await tx.derivative.findMany({
      where: { itemId, kind: { in: ["redacted", "preview"] }, erasedAt: null },
      select: { id: true, blob: true },
    });
    await tx.derivative.updateMany({
      where: { id: { in: old.map(({ id }) => id) } },
      data: { blob: null, erasedAt: at },
    });
    await tx.derivative.createMany({ data: made.map(({ row }) => row) });
    const awaited = await tx.disclosureItem.count({ where: { itemId, disclosure: { state: "approved" } } });
    if (awaited > 0) await enqueue(tx, "derivatives.prepare", { itemId });
    await record(
      tx, null, at,
      ...made.map(({ statement }) => statement),
      ...old.map(({ id }): CustodyStatement => ({ kind: "derivative.erased", item: itemId, derivative: id })),
    );
    return old.map(({ blob }) => blob);
  });
  await discardAll(replaced ?? made.map(({ row }) => row.blob));
}

/** What every retry of its job left undone, as after a night of a full disk, is asked for again; done already, it does nothing. */
export async function askAgain(before: Date): Promise<void> {
  await transaction(async (tx) => {
    const left = await tx.evidenceItem.findMany({
      where: { receivedAt: { lt: before }, OR: [{ state: "received" }, { state: "ready", suggestedAt: null }] },
      select: { id: true, state: true },
    });
    for (const { id, state } of left)
      await enqueue(tx, state === "received" ? "evidence.sanitise" : "evidence.suggest", { itemId: id });
    const undone = await tx.$queryRaw<{ id: string }[]>`
      SELECT r."id" FROM "Redaction" r JOIN "EvidenceItem" i ON i."id" = r."itemId" AND i."regionsVersion" = r."version"
      WHERE r."doneAt" IS NULL AND r."confirmedAt" < ${before}`;
    for (const { id } of undone) await enqueue(tx, "evidence.redact", { redactionId: id });
    const awaited = await tx.disclosureItem.findMany({
      where: { disclosure: { state: "approved", decidedAt: { lt: before } } },
      distinct: ["itemId"],
      select: { itemId: true },
    });
    for (const { itemId } of awaited) await enqueue(tx, "derivatives.prepare", { itemId });
  });
}

const UNDONE_AGE_MS = 6 * 3600_000;
const ORPHAN_AGE_MS = 24 * 3600_000;
const TOLD_KEPT_MS = 7 * 24 * 3600_000;

/** Remove objects that no row names a day after they were written, and what documenters did not ask to see in a week. */
export async function sweep(now: Date = new Date()): Promise<void> {
  await askAgain(new Date(+now - UNDONE_AGE_MS));
  let swept = 0;
  for await (const { name, file } of blobs.writtenBefore(new Date(+now - ORPHAN_AGE_MS))) {
    // In the order in which a name goes over: one that leaves what is being sealed anew is the item's by the time that the item is asked.
    if ((await resealings.names(name)) || (await recordings.names(name))) continue;
    const named = await db().evidenceItem.count({
      where: { OR: [{ intakeBlob: name }, { originalBlob: name }, { originalToldBlob: name }] },
    });
    if (named + (await db().derivative.count({ where: { blob: name } })) > 0) continue;
    await blobs.removeFile(file);
    swept += 1;
  }
  log.orphansSwept(swept);
  await db().evidenceItem.updateMany({
    where: { receivedAt: { lt: new Date(+now - TOLD_KEPT_MS) }, state: "ready" },
    data: { toldSealed: null },
  });
}
