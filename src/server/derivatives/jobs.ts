import { record } from "~/server/custody";
import { db, transaction } from "~/server/db";
import { cleanAs, discardAll, keep, redactedAs, type Made } from "./commands";
import { openClean, wantedOf, type Wanted } from "./queries";

const same = (a: Wanted, b: Wanted): boolean =>
  a.form === b.form && a.size === b.size && a.redaction?.id === b.redaction?.id;

/**
 * Make the pictures of one item that approved disclosures wait for: nothing is made for what nobody approved, and the
 * web process, which releases, decodes nothing. May run twice, and beside itself: what is there already is not made,
 * and what somebody else has made meanwhile is thrown away.
 */
export async function prepare({ itemId }: { itemId: string }): Promise<void> {
  const wanted = await wantedOf(db(), itemId);
  const clean = wanted.length > 0 ? await openClean(itemId) : null;
  if (!clean) return;
  for (const picture of wanted) {
    const { form, size, redaction } = picture;
    const image = redaction ? await redactedAs(size, clean.image, redaction) : await cleanAs(size, clean.image);
    const made = await keep(image, {
      itemId, kind: form, leavesAs: size, source: clean.digest, key: clean.key, at: new Date(),
      ...(redaction && { redactionId: redaction.id }),
    });
    if (!(await added(itemId, picture, made))) await discardAll([made.row.blob]);
  }
}

/** Whether it was still wanted, by then, and is there now. */
const added = (itemId: string, picture: Wanted, made: Made): Promise<boolean> =>
  transaction(async (tx) => {
    await tx.$queryRaw`SELECT "id" FROM "EvidenceItem" WHERE "id" = ${itemId}::uuid FOR UPDATE`;
    const wanted = await wantedOf(tx, itemId);
    if (!wanted.some((still) => same(still, picture))) return false;
    await tx.derivative.create({ data: made.row });
    await record(tx, null, made.row.createdAt, made.statement);
    return true;
  });
