import { config } from "~/env";
import { db, transaction } from "~/server/db";
import { enqueue } from "~/server/queue";
import { signedHead } from "./queries";

/** Sign the head and keep the note. One note a size: signing an unchanged head again says nothing new. */
export async function keepCheckpoint(): Promise<void> {
  const head = await signedHead();
  if (head.size === 0) return;
  const kept = await db().ledgerCheckpoint.findUnique({ where: { size: head.size }, select: { size: true } });
  if (kept) return;
  await transaction(async (tx) => {
    await tx.ledgerCheckpoint.createMany({ data: [{ size: head.size, note: head.note }], skipDuplicates: true });
    if (config().timestampAuthorities.length > 0) await enqueue(tx, "ledger.stamp", {});
  });
}
