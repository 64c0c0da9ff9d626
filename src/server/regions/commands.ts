import { randomUUID } from "node:crypto";
import type { Region } from "~/domain/evidence";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { digestOf, record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { enqueue } from "~/server/queue";
import { itemInScope } from "~/server/scope";

async function editableItem(tx: Tx, actor: Actor, itemId: string) {
  const item = await itemInScope(tx, actor, itemId);
  if (item.state !== "ready" || item.incident.state === "closed" || item.width === null || item.height === null)
    throw new Refusal("not-now");
  return { ...item, width: item.width, height: item.height };
}

/**
 * Replace an item's regions. A redaction made from the old ones is outdated from now on, and the picture has to be
 * looked at again.
 * @throws Refusal `changed-meanwhile` when `version` is not the newest, `region-outside`, `not-found` for a foreign person
 */
export async function save(
  actor: Actor,
  input: { itemId: string; version: number; regions: readonly Region[] },
  at: Date,
): Promise<{ version: number }> {
  return transaction(async (tx) => {
    const item = await editableItem(tx, actor, input.itemId);
    const outside = input.regions.some((r) => r.x + r.width > item.width || r.y + r.height > item.height);
    if (outside) throw new Refusal("region-outside");
    const people = [...new Set(input.regions.flatMap((r) => r.grantorId ?? []))];
    const known = await tx.grantor.count({ where: { incidentId: item.incidentId, id: { in: people } } });
    if (known !== people.length) throw new Refusal("not-found");
    const version = input.version + 1;
    const { count } = await tx.evidenceItem.updateMany({
      where: { id: item.id, regionsVersion: input.version },
      data: { regionsVersion: version, lookedAt: null, lookedBy: null },
    });
    if (count === 0) throw new Refusal("changed-meanwhile");
    await tx.region.deleteMany({ where: { itemId: item.id } });
    await tx.region.createMany({ data: input.regions.map((region) => ({ ...region, itemId: item.id })) });
    await record(tx, actor.id, at, {
      kind: "regions.saved", item: item.id, version, digest: digestOf(input.regions),
    });
    return { version };
  });
}

/** A person has looked at the whole picture: everything is marked. The worker makes the redacted picture from it. */
export async function confirm(actor: Actor, input: { itemId: string; version: number }, at: Date) {
  return transaction(async (tx) => {
    const item = await editableItem(tx, actor, input.itemId);
    const { count } = await tx.evidenceItem.updateMany({
      where: { id: item.id, regionsVersion: input.version },
      data: { lookedAt: at, lookedBy: actor.id },
    });
    if (count === 0) throw new Refusal("changed-meanwhile");
    // Confirmed already for these very regions: the redaction stands, and what was released from it keeps standing.
    const standing = await tx.redaction.count({ where: { itemId: item.id, version: input.version } });
    if (standing > 0) return {};
    const regions = await tx.region.findMany({
      where: { itemId: item.id, redact: true },
      select: { id: true, x: true, y: true, width: true, height: true },
      orderBy: { id: "asc" },
    });
    const redaction = randomUUID();
    await tx.redaction.create({
      data: { id: redaction, itemId: item.id, version: input.version, confirmedBy: actor.id, confirmedAt: at, regions },
    });
    await enqueue(tx, "evidence.redact", { redactionId: redaction });
    await record(tx, actor.id, at, {
      kind: "redaction.confirmed", item: item.id, redaction, version: input.version, digest: digestOf(regions),
    });
    return {};
  });
}
