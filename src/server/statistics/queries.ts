import type { IncidentDetails } from "~/domain/incident";
import { Refusal } from "~/domain/refusal";
import { counts, hasEnded, monthOf, periodOf, statistics, type HalfYear, type Period } from "~/domain/statistics";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import { saidFor } from "~/server/consents/queries";
import { snapshot, type Tx } from "~/server/db";
import { detailsOf } from "~/server/incidents/queries";
import { incidentsOf } from "~/server/scope";

/** What is read and opened at a time: each is a few kilobytes, and a key service answers so many at once. */
const AT_ONCE = 200;

const reported = (actor: Actor): Prisma.IncidentWhereInput => ({ AND: [incidentsOf(actor), { state: { not: "draft" } }] });

/** An incident that counts, in the version that was read, and what is counted or told of it: there may be many, and the rest is not held. */
export type Open = { readonly id: string; readonly version: number; readonly details: Pick<IncidentDetails, "start" | "end" | "place" | "kinds" | "forces"> };

/** Some incidents after one, in the order of their ids, with what people said in them: each as it was at one moment. */
const pageAfter = (actor: Actor, after: string | null) =>
  snapshot(async (tx) => {
    const rows = await tx.incident.findMany({
      where: { AND: [reported(actor), after === null ? {} : { id: { gt: after } }] },
      orderBy: { id: "asc" }, take: AT_ONCE, select: { id: true, version: true, sealed: true },
    });
    return { rows, said: await saidFor(tx, "monitoring", { id: { in: rows.map(({ id }) => id) } }) };
  });

/**
 * The incidents of a period that are no drafts and in which everybody said yes to `monitoring`, and how many of the period are left out. When
 * an incident was is sealed, so all of them are opened, a page at a time.
 */
export async function openForMonitoring(actor: Actor, period: Period, at: Date): Promise<{ open: Open[]; leftOut: number }> {
  const open: Open[] = [];
  let leftOut = 0;
  for (let after: string | null = null; ; ) {
    const { rows, said }: Awaited<ReturnType<typeof pageAfter>> = await pageAfter(actor, after);
    const opened = await Promise.all(rows.map(async (row) => ({ id: row.id, version: row.version, details: await detailsOf(row) })));
    for (const { details: { start, end, place, kinds, forces }, ...one } of opened) {
      const month = monthOf(start);
      if (month < period.from || month > period.to) continue;
      const { people, consents } = said.get(one.id) ?? { people: [], consents: [] };
      if (counts(people, consents, at)) open.push({ ...one, details: { start, end, place, kinds, forces } });
      else leftOut += 1;
    }
    if (rows.length < AT_ONCE) return { open, leftOut };
    after = rows.at(-1)!.id;
  }
}

/**
 * Whether these incidents are still as they were read, and everybody in them still says yes. Nobody takes a word back in one of them before the
 * transaction ends.
 */
export async function stillOpen(tx: Tx, actor: Actor, read: readonly Open[], at: Date): Promise<boolean> {
  const ids = read.map(({ id }) => id);
  await tx.$queryRaw`SELECT "id" FROM "Incident" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR SHARE`;
  const where = { AND: [{ id: { in: ids } }, reported(actor)] };
  const rows = new Map((await tx.incident.findMany({ where, select: { id: true, version: true } })).map(({ id, version }) => [id, version]));
  const said = await saidFor(tx, "monitoring", where);
  return read.every(({ id, version }) => {
    const { people, consents } = said.get(id) ?? { people: [], consents: [] };
    return rows.get(id) === version && counts(people, consents, at);
  });
}

/** The counts of a half-year that may be given, and the incidents that are in them. @throws Refusal `not-now` before it has ended */
export async function counted(actor: Actor, half: HalfYear, at: Date) {
  if (!hasEnded(half, at)) throw new Refusal("not-now");
  const period = periodOf(half);
  const { open, leftOut } = await openForMonitoring(actor, period, at);
  return { open, given: statistics(period, open.map(({ details }) => details), leftOut) };
}

export const read = async (actor: Actor, half: HalfYear, at: Date) => (await counted(actor, half, at)).given;
