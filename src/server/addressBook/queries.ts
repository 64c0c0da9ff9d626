import * as z from "zod";
import type { RecipientClass } from "~/domain/consent";
import { Jurisdiction } from "~/domain/recipient";
import type { Actor } from "~/domain/roles";
import { db, type Tx } from "~/server/db";
import { recipientsOf } from "~/server/scope";
import { openJson } from "~/server/sealing";

/** What is sealed of a recipient. Of those who were named before there was a list, the name alone is known. */
const Kept = z.object({ name: z.string(), reach: z.string().default(""), jurisdiction: Jurisdiction.default(null), ageKey: z.string().default("") });

/** What has to be selected of a row to open it. */
export const entryShape = { id: true, class: true, sealed: true } as const;
type Row = { readonly id: string; readonly class: string; readonly sealed: Uint8Array };

/** One version of a recipient, opened for somebody whose right to it the caller has checked. */
export const entryOf = async (row: Row) => ({
  id: row.id,
  class: row.class as RecipientClass,
  ...(await openJson(row.sealed, { kind: "recipient", id: row.id }, Kept)),
});
export type Entry = Awaited<ReturnType<typeof entryOf>>;

const MOST_LISTED = 1000;

/** Everybody in their newest version, whoever was written down last first. */
export async function list(actor: Actor): Promise<Entry[]> {
  const rows = await db().recipient.findMany({
    where: { AND: [{ after: null }, recipientsOf(actor)] },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: MOST_LISTED,
    select: entryShape,
  });
  return Promise.all(rows.map(entryOf));
}

/** The newest version of each of these, by the id that was asked about: how somebody is reached now. */
export async function newestOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
  const last = await tx.$queryRaw<{ of: string; id: string }[]>`
    WITH RECURSIVE later("of", "id") AS (
      SELECT "id", "id" FROM "Recipient" WHERE "id" = ANY(${[...ids]}::uuid[])
      UNION ALL SELECT later."of", r."id" FROM later JOIN "Recipient" r ON r."beforeId" = later."id")
    SELECT "of", "id" FROM later WHERE NOT EXISTS (SELECT 1 FROM "Recipient" r WHERE r."beforeId" = later."id")`;
  const rows = await tx.recipient.findMany({ where: { id: { in: last.map(({ id }) => id) } }, select: entryShape });
  const opened = new Map((await Promise.all(rows.map(entryOf))).map((entry) => [entry.id, entry]));
  return new Map(last.map(({ of, id }) => [of, opened.get(id)!]));
}
