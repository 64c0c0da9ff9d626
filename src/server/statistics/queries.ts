import { counts, monthOf, statistics, type Counted, type Period } from "~/domain/statistics";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { saidFor } from "~/server/consents/queries";
import { snapshot } from "~/server/db";
import { detailsOf } from "~/server/incidents/queries";
import { incidentsOf } from "~/server/scope";

/** What is opened at a time: each is a few kilobytes, and a key service answers so many at once. */
const AT_ONCE = 200;

/**
 * The counts of a period that may be given, over the incidents that are no drafts and in which everybody said yes to `monitoring`. When an
 * incident was is sealed, so all of them are opened.
 */
export async function read(actor: Actor, period: Period, at: Date) {
  const where: Prisma.IncidentWhereInput = { AND: [incidentsOf(actor), { state: { not: "draft" } }] };
  const { rows, said } = await snapshot(async (tx) => ({
    rows: await tx.incident.findMany({ where, orderBy: { id: "asc" }, select: { id: true, sealed: true } }),
    said: await saidFor(tx, "monitoring", where),
  }));
  const counted: Counted[] = [];
  let leftOut = 0;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const opened = await Promise.all(rows.slice(from, from + AT_ONCE).map(async (row) => ({ id: row.id, details: await detailsOf(row) })));
    for (const { id, details: { start, place, kinds, forces } } of opened) {
      if (monthOf(start) < period.from || monthOf(start) > period.to) continue;
      const { people, consents } = said.get(id) ?? { people: [], consents: [] };
      if (counts(people, consents, at)) counted.push({ start, place, kinds, forces });
      else leftOut += 1;
    }
  }
  return statistics(period, counted, leftOut);
}
