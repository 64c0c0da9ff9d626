import { db } from "~/server/db";
import { eraseDue, noteScrubbed, removeObjects } from "./commands";
import { isScrubDue, mayScrub } from "./queries";

/** A transaction that was open when an erasing was committed is over by then. */
const SETTLED_MS = 60_000;

/** Every few minutes: erase what is due and not held, and finish what was erased since the last time. */
export async function due(at: Date = new Date()): Promise<void> {
  try {
    await eraseDue(at);
  } finally {
    await finish();
  }
  const settled = new Date(+at - SETTLED_MS);
  if (await isScrubDue(settled)) await scrub(settled, at);
}

/** Remove the objects of what was erased. May run twice, and beside itself. */
export const finish = (): Promise<void> => removeObjects();

/**
 * PostgreSQL leaves a deleted row, and the row as it was before a change, in the table's file, and all of it in its log of
 * changes. So the tables in which something of an item stood are written anew, and the log goes on in another segment, after
 * a checkpoint that needs none of those before. The PostgreSQL that comes along then removes them (`wal_recycle`); another
 * may keep them under new names until they are written over, and archives and standbys keep what they are told to.
 */
async function scrub(doneBefore: Date, at: Date): Promise<void> {
  if (!(await mayScrub())) return;
  // Whatever still sees the old rows keeps them in the new file: then it is done again the next time.
  const [open] = await db().$queryRaw<{ oldest: Date | null }[]>`
    SELECT min("xact_start") AS "oldest" FROM pg_stat_activity WHERE "pid" <> pg_backend_pid() AND "datname" = current_database()`;
  await db().$executeRaw`
    VACUUM (FULL) "EvidenceItem", "Derivative", "Region", "Redaction", "Opening", "Hold", "Erasure", "Account", "Mention",
      "Disclosure", "DisclosureItem", "CustodyEvent", "ItemChecklist", "Reseal", "ResealFault",
      "Incident", "Grantor", "Tie", "ConsentRecord", "ConsentNote", "ConsentEvidence", "ConsentItem", "ConsentAccount", "Receipt", "Request",
      "Notice", "Visit", "DisclosureAccount", "Recipient", "Recovery", "Session",
      "Feature", "FeatureVariant", "IncidentFeature", "Connection", "SharedFeature", "Comment", "CommentMention", "CommentAside", "SearchRow"`;
  await db().$executeRaw`CHECKPOINT`;
  await db().$queryRaw`SELECT pg_switch_wal()::text`;
  await db().$executeRaw`CHECKPOINT`;
  if (!open?.oldest || open.oldest > doneBefore) await noteScrubbed(doneBefore, at);
}
