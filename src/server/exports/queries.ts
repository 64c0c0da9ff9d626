import { exchanged, type Exchanged, type Exchangeable, type Naming } from "~/domain/exchange";
import type { Actor } from "~/domain/roles";
import type { Period } from "~/domain/statistics";
import * as connections from "~/server/connections/queries";
import { db } from "~/server/db";
import { openForMonitoring, type Open } from "~/server/statistics/queries";

/** Units, places and incidents of a period, of the incidents that are open for monitoring and of no other: in their order, so that the first spelling counts. */
export async function read(actor: Actor, period: Period, at: Date): Promise<{ open: readonly Open[]; told: Exchanged; naming: Naming }> {
  const { open: unsorted } = await openForMonitoring(actor, period, at);
  const open = unsorted.toSorted((a, b) => (a.details.start < b.details.start || (a.details.start === b.details.start && a.id < b.id) ? -1 : 1));
  const [names, positions] = [await connections.naming(db()), await connections.positionsOf(open.map(({ id }) => id))];
  return { open, told: exchanged(open.map(({ id, details }): Exchangeable => ({ id, ...details })), names, (place) => positions.get(place) ?? null), naming: names };
}
