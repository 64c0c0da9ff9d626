import { Checklist } from "~/domain/checklist";
import type { Tx } from "~/server/db";

/** Of these items, as they are marked now, those whose checklist somebody answered. */
export async function answeredOf(tx: Tx, items: readonly { id: string; regionsVersion: number }[]): Promise<Set<string>> {
  const rows = await tx.itemChecklist.findMany({
    where: { OR: items.map(({ id, regionsVersion }) => ({ itemId: id, version: regionsVersion })) },
    select: { itemId: true },
  });
  return new Set(rows.map(({ itemId }) => itemId));
}

/** What was answered last about an item whose scope the caller has checked, and for which version of its regions. */
export async function latestOf(tx: Tx, itemId: string): Promise<{ version: number; answers: Checklist; at: Date } | null> {
  const row = await tx.itemChecklist.findFirst({
    where: { itemId },
    orderBy: { answeredAt: "desc" },
    select: { version: true, answers: true, answeredAt: true },
  });
  return row && { version: row.version, answers: Checklist.parse(row.answers), at: row.answeredAt };
}
