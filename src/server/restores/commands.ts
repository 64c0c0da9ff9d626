import { record } from "~/server/custody";
import { transaction } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import { closeAll } from "~/server/disclosures/commands";
import { lapseAllLinks } from "~/server/members/commands";
import { lapseAll } from "~/server/recovery/commands";
import { revokeEverybodys } from "~/server/sessions/commands";

/**
 * What a restored instance does not know is what happened after its backup: who took back a consent, who was put out, whose browser
 * was lost. So nothing that was open then is open now: every disclosure is closed, every session ended, every link spent.
 * @param of when the backup was taken, and how many entries its ledger has
 */
export const settle = (of: { readonly takenAt: string; readonly entries: number }, at: Date): Promise<{ disclosures: number; sessions: number }> =>
  transaction(async (tx) => {
    const ended = await revokeEverybodys(tx, at, "restored");
    await lapseAllLinks(tx, at);
    await lapseAll(tx, at);
    const closed = await closeAll(tx, at, "restored");
    const counts = { disclosures: closed.length, sessions: ended.length };
    await record(tx, null, at, { kind: "instance.restored", takenAt: of.takenAt, entries: of.entries, ...counts }, ...closed, ...ended);
    return counts;
  });

/** That a backup is there, before it is called one. It is not in it. @param of to whose key, of what ledger, and how many objects */
export const noteBackup = (of: { readonly recipient: string; readonly size: number; readonly objects: number }, at: Date): Promise<void> =>
  transaction((tx) =>
    record(tx, null, at, { kind: "backup.taken", keeper: sha256Hex(new TextEncoder().encode(of.recipient)), size: of.size, objects: of.objects }));
