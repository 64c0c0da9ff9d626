import { facetsOf, RULES, termsOf, textsOfReport, type Term } from "~/domain/search";
import * as accounts from "~/server/accounts/queries";
import * as comments from "~/server/comments/queries";
import { lockIncident } from "~/server/consents/commands";
import { db, transaction, type Tx } from "~/server/db";
import * as incidents from "~/server/incidents/queries";
import { ensureKey } from "./commands";
import { arrayOf, incomplete, rowOf } from "./queries";

const AT_ONCE = 100;

/** A record keeps its number, and so its segment, for as long as it has a row. Only one without a row draws a number: a conflict would draw one as well. */
async function put(tx: Tx, key: Buffer, record: { readonly id: string; readonly incidentId: string }, terms: readonly Term[]): Promise<void> {
  const { id, incidentId } = record;
  const known = await tx.$queryRaw<{ seq: bigint }[]>`SELECT "seq" FROM "SearchRow" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const [row] = known.length > 0 ? known : await tx.$queryRaw<{ seq: bigint }[]>`
    INSERT INTO "SearchRow" ("id", "incidentId", "rules", "terms") VALUES (${id}::uuid, ${incidentId}::uuid, 0, '{}')
    ON CONFLICT ("id") DO UPDATE SET "rules" = "SearchRow"."rules" RETURNING "seq"`;
  await tx.$executeRaw`
    UPDATE "SearchRow" SET "rules" = ${RULES}, "terms" = ${arrayOf(rowOf(key, { id, seq: row!.seq }, terms))}::text::bigint[] WHERE "id" = ${id}::uuid`;
}

/**
 * Take an incident's report, its accounts and its comments apart as they are now. Under the incident's lock, as an erasing is: what goes is not put
 * back by whoever had read it before. May run twice.
 */
export async function index({ incidentId }: { readonly incidentId: string }): Promise<void> {
  const key = await ensureKey();
  await transaction(async (tx) => {
    await lockIncident(tx, incidentId);
    const incident = await incidents.indexedOf(tx, incidentId);
    if (!incident) return;
    const facets = facetsOf(incident.details, incident.teamId);
    await put(tx, key, { id: incidentId, incidentId }, [...facets, ...textsOfReport(incident.details).flatMap(termsOf)]);
    for (const { id, ...words } of await accounts.indexedOf(tx, incidentId)) {
      await put(tx, key, { id, incidentId }, [...facets, ...termsOf({ field: "account", ...words })]);
    }
    for (const { id, text } of await comments.indexedOf(tx, incidentId)) {
      await put(tx, key, { id, incidentId }, [...facets, ...termsOf({ field: "comment", language: null, text })]);
    }
  });
}

/**
 * Whatever is not in the index as today's rules would have it is put there: after an upgrade of the rules, after a restore, and what
 * a job that failed for good left out or left as it was. Each incident is a transaction of its own: cut off, it goes on where it was. One that fails keeps no other waiting.
 * @throws AggregateError of those that failed, once all were tried
 */
export async function complete(): Promise<void> {
  const failed = new Map<string, unknown>();
  for (;;) {
    const ids = await incomplete(db(), AT_ONCE, [...failed.keys()]);
    if (ids.length === 0) break;
    for (const incidentId of ids) {
      await index({ incidentId }).catch((error: unknown) => failed.set(incidentId, error));
    }
  }
  if (failed.size > 0) throw new AggregateError(failed.values(), "Not everything could be taken apart for the index.");
}
