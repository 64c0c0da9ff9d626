import * as media from "~/media";
import { record } from "~/server/custody";
import { db, transaction } from "~/server/db";
import { cleanAs, discardAll, eraseCopies, keep, redactedAs, type Made } from "./commands";
import { openClean, same, wantedOf, type Wanted } from "./queries";

/**
 * Make the pictures of one item that approved disclosures wait for: nothing is made for what nobody approved, and the
 * web process, which releases, decodes nothing. May run twice, and beside itself: what is there already is not made,
 * and what somebody else has made meanwhile is thrown away.
 */
export async function prepare({ itemId }: { itemId: string }): Promise<void> {
  const wanted = await wantedOf(db(), itemId);
  const clean = wanted.length > 0 ? await openClean(itemId) : null;
  if (!clean) return;
  // Many may wait for copies of one picture: it is redacted and shrunk once for all of them, and each gets its own band.
  const plain: Partial<Record<string, Promise<media.CleanImage>>> = {};
  for (const picture of wanted) {
    const { form, size, redaction, copy } = picture;
    const unmarked = await (plain[`${form} ${size}`] ??= redaction ? redactedAs(size, clean.image, redaction) : cleanAs(size, clean.image));
    const image = copy ? await media.mark(unmarked, copy.text) : unmarked;
    const made = await keep(image, {
      itemId, kind: form, leavesAs: size, source: clean.digest, key: clean.key, at: new Date(), disclosureId: copy?.disclosureId ?? null,
      ...(redaction && { redactionId: redaction.id }),
    });
    if (!(await added(itemId, picture, made))) await discardAll([made.row.blob]);
  }
}

/** Whether it was still wanted, by then, and is there now. */
const added = (itemId: string, picture: Wanted, made: Made): Promise<boolean> =>
  transaction(async (tx) => {
    // Whoever closes it waits, or has closed it: no copy is made for what is over.
    if (picture.copy)
      await tx.$queryRaw`SELECT "id" FROM "Disclosure" WHERE "id" = ${picture.copy.disclosureId}::uuid FOR SHARE`;
    await tx.$queryRaw`SELECT "id" FROM "EvidenceItem" WHERE "id" = ${itemId}::uuid FOR UPDATE`;
    const wanted = await wantedOf(tx, itemId);
    if (!wanted.some((still) => same(still, picture))) return false;
    await tx.derivative.create({ data: made.row });
    await record(tx, null, made.row.createdAt, made.statement);
    return true;
  });

/** Erase the copies of what was closed. */
export async function retire(): Promise<void> {
  await discardAll(await transaction((tx) => eraseCopies(tx, new Date())));
}
