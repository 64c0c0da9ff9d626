import { randomUUID } from "node:crypto";
import { countMarks, type RedactionMethod, type Region } from "~/domain/evidence";
import { Refusal } from "~/domain/refusal";
import { staysCovered } from "~/domain/remaining";
import type { Actor } from "~/domain/roles";
import { goneFrom } from "~/server/consents/queries";
import { digestOf, record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { enqueue } from "~/server/queue";
import { openItemInScope, stillIn } from "~/server/scope";

async function editableItem(tx: Tx, actor: Actor, itemId: string) {
  const item = await openItemInScope(tx, actor, itemId);
  if (item.state !== "ready" || item.width === null || item.height === null) throw new Refusal("not-now");
  return { ...item, width: item.width, height: item.height };
}

/**
 * Replace an item's regions. A redaction made from the old ones is outdated from now on, and the picture has to be
 * looked at again.
 * @throws Refusal `changed-meanwhile` when `version` is not the newest, `region-outside`, `not-found` for a foreign person,
 *   `input-invalid` where a region claims to come from somebody else than it does, `stays-covered` (`domain/remaining.ts`)
 */
export async function save(
  actor: Actor,
  input: { itemId: string; version: number; regions: readonly Region[] },
  at: Date,
): Promise<{ version: number }> {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const item = await editableItem(tx, actor, input.itemId);
    // Who found a region is what we know, not what we are told: the numbers beside a redaction stand on it.
    const suggested = new Set(item.suggestedIds);
    if (input.regions.some((r) => (r.origin === "detector") !== suggested.has(r.id))) throw new Refusal("input-invalid");
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
    const gone = (await goneFrom(tx, [item.id], at)).get(item.id) ?? [];
    if (gone.length > 0) {
      const before = await tx.region.findMany({
        where: { itemId: item.id }, select: { id: true, grantorId: true, redact: true, x: true, y: true, width: true, height: true },
      });
      if (!staysCovered(before, input.regions, gone)) throw new Refusal("stays-covered");
    }
    await tx.region.deleteMany({ where: { itemId: item.id } });
    await tx.region.createMany({ data: input.regions.map((region) => ({ ...region, itemId: item.id })) });
    await record(tx, actor.id, at, {
      kind: "regions.saved", item: item.id, version, digest: digestOf(input.regions),
    });
    return { version };
  });
}

/**
 * Hold an item's row, with its regions as somebody has seen them.
 *
 * [Note: Changed once] A row is changed once in a transaction. PostgreSQL looks at the foreign keys of a row that the same transaction has
 * changed before, whether they change or not, and so takes a share of the incident; whoever takes a word back holds that and waits for
 * this item.
 * @throws Refusal `changed-meanwhile`
 */
async function lockVersion(tx: Tx, itemId: string, version: number): Promise<void> {
  const [row] = await tx.$queryRaw<{ regionsVersion: number }[]>`
    SELECT "regionsVersion" FROM "EvidenceItem" WHERE "id" = ${itemId}::uuid FOR UPDATE`;
  if (row?.regionsVersion !== version) throw new Refusal("changed-meanwhile");
}

/**
 * A person has looked at the whole picture: everything is marked. The worker makes the redacted picture from it.
 * @returns the version that is confirmed: another one where only the method changed
 * @throws Refusal `changed-meanwhile`, `suggestions-undecided` while somebody has yet to accept a suggestion or take it away
 */
export async function confirm(
  actor: Actor,
  input: { itemId: string; version: number; method: RedactionMethod },
  at: Date,
): Promise<{ version: number }> {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const item = await editableItem(tx, actor, input.itemId);
    await lockVersion(tx, item.id, input.version);
    const marked = await tx.region.findMany({
      where: { itemId: item.id },
      select: { id: true, kind: true, x: true, y: true, width: true, height: true, redact: true, possible: true },
      orderBy: { id: "asc" },
    });
    const undecided = marked.filter(({ possible }) => possible).length;
    if (undecided > 0) throw new Refusal("suggestions-undecided", { count: undecided });
    const standing = await tx.redaction.findFirst({
      where: { itemId: item.id, version: input.version },
      select: { method: true },
    });
    // Confirmed already for these very regions: the redaction stands, and what was released from it keeps standing.
    const stands = standing?.method === input.method;
    // Another method is another picture: what was released before is no longer the newest, as after a changed region.
    const version = input.version + (standing && !stands ? 1 : 0);
    await tx.evidenceItem.update({ where: { id: item.id }, data: { lookedAt: at, lookedBy: actor.id, regionsVersion: version } });
    if (stands) return { version };
    const regions = marked
      .filter(({ redact }) => redact)
      .map(({ id, kind, x, y, width, height }) => ({ id, kind, x, y, width, height }));
    const { method } = input;
    const counts = countMarks(new Set(item.suggestedIds), marked);
    const redaction = randomUUID();
    await tx.redaction.create({
      data: {
        id: redaction, itemId: item.id, version, method, ...counts, confirmedBy: actor.id, confirmedAt: at, regions,
      },
    });
    await enqueue(tx, "evidence.redact", { redactionId: redaction });
    await record(
      tx, actor.id, at,
      { kind: "redaction.confirmed", item: item.id, redaction, version, digest: digestOf(regions) },
      { kind: "redaction.described", item: item.id, redaction, method, ...counts },
    );
    return { version };
  });
}

/** Forget what was marked on an item and confirmed of it, under its lock and after its derivatives. */
export async function forget(tx: Tx, itemId: string): Promise<void> {
  await tx.region.deleteMany({ where: { itemId } });
  await tx.redaction.deleteMany({ where: { itemId } });
}
