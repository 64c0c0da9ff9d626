import { randomBytes, randomInt } from "node:crypto";
import type { Actor } from "~/domain/roles";
import { db, type Tx } from "~/server/db";
import { enqueue } from "~/server/queue";
import { sealJson } from "~/server/sealing";
import { noteViewed } from "~/server/viewed";
import { digestKey } from "./queries";

/** The key of the digests; made for the first record. Two who make it at once keep the one that came first. */
export async function ensureKey(): Promise<Buffer> {
  const found = await digestKey(db());
  if (found) return found;
  const sealed = await sealJson({ key: randomBytes(32).toString("base64") }, { kind: "search", id: "instance" });
  await db().searchKey.createMany({ data: [{ id: 1, sealed }], skipDuplicates: true });
  const made = await digestKey(db());
  if (!made) throw new Error("The key of the index is not there although it was made.");
  return made;
}

/**
 * What an incident's report, an account or a comment says is new or another from this transaction on: it is taken apart once that is committed. Until
 * then it has no row, or its row says that it is by no rules, by which `complete` finds it if the job is lost. What the row still leads to is read
 * again before it is shown. A report's row speaks for all rows of its incident, which are found by its kinds, month and place as well. Another number
 * each time: whoever takes apart what it said before sees by it that it is another, however often.
 */
export async function changed(tx: Tx, incidentId: string, id: string): Promise<void> {
  await tx.searchRow.updateMany({ where: { id }, data: { rules: -randomInt(1, 2 ** 31) } });
  await enqueue(tx, "search.index", { incidentId });
}

/** These accounts, comments or reports are found no more: in the transaction that erases them, under their incident's lock, which indexing takes too. */
export const forget = (tx: Tx, ...ids: readonly string[]): Promise<unknown> => tx.searchRow.deleteMany({ where: { id: { in: [...ids] } } });

/** That somebody searched, and of which incidents they are shown a passage, stands in the ledger before they are answered. */
export const noteSearched = (actor: Actor, hits: readonly { readonly incidentId: string }[], at: Date): Promise<void> =>
  noteViewed(actor, at, hits.map(({ incidentId: incident }) => ({ kind: "incident.viewed", incident })), [{ kind: "search.made" }]);
