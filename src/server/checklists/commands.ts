import { randomUUID } from "node:crypto";
import { contradicted, type Checklist } from "~/domain/checklist";
import type { RegionKind } from "~/domain/evidence";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { digestOf, record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { openItemInScope, stillIn } from "~/server/scope";

/**
 * Answer the checklist of an item as it is marked now. A later change of its regions makes the answers outdated.
 * @throws Refusal `changed-meanwhile` when `version` is not the newest or nobody has confirmed it, `checklist-contradicted`
 *   with the answers that the regions speak against
 */
export async function answer(
  actor: Actor,
  { itemId, version, answers }: { itemId: string; version: number; answers: Checklist },
  at: Date,
): Promise<Record<string, never>> {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const item = await openItemInScope(tx, actor, itemId);
    if (item.state !== "ready") throw new Refusal("not-now");
    // A share of its lock: the regions are those of `version` until the answers stand.
    const [row] = await tx.$queryRaw<{ regionsVersion: number; lookedAt: Date | null }[]>`
      SELECT "regionsVersion", "lookedAt" FROM "EvidenceItem" WHERE "id" = ${item.id}::uuid FOR SHARE`;
    if (row?.regionsVersion !== version || row.lookedAt === null) throw new Refusal("changed-meanwhile");
    const regions = await tx.region.findMany({ where: { itemId: item.id }, select: { kind: true } });
    const wrong = contradicted(answers, regions.map(({ kind }) => ({ kind: kind as RegionKind })));
    if (wrong.length > 0) throw new Refusal("checklist-contradicted", { fields: wrong });
    await tx.itemChecklist.create({
      data: { id: randomUUID(), itemId: item.id, version, answers, answeredBy: actor.id, answeredAt: at },
    });
    await record(tx, actor.id, at, { kind: "checklist.answered", item: item.id, version, digest: digestOf(answers) });
    return {};
  });
}

/** What was answered about a picture says what was in it: it goes along when that is erased. */
export const forget = (tx: Tx, itemId: string) => tx.itemChecklist.deleteMany({ where: { itemId } });
