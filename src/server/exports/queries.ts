import { createHmac } from "node:crypto";
import { exchanged, type Exchanged, type Exchangeable, type Naming } from "~/domain/exchange";
import type { Actor } from "~/domain/roles";
import type { Period } from "~/domain/statistics";
import * as connections from "~/server/connections/queries";
import { db } from "~/server/db";
import { openForMonitoring, type Open } from "~/server/statistics/queries";

/** Of a name outside, in hexadecimal: as much as nobody meets by chance. */
const LETTERS = 40;

/** Whoever has a file and our tables can tie no name to a row, and whoever has two files knows the same thing again. */
async function naming(): Promise<Naming> {
  const key = await connections.digestKey(db());
  return (thing, of) => {
    if (!key) throw new Error("There is something to name, and no key to name it by.");
    return createHmac("sha256", key).update(`export\0${thing}\0${of}`).digest("hex").slice(0, LETTERS);
  };
}

/** Units, places and incidents of a period, of the incidents that are open for monitoring and of no other: in their order, so that the first spelling counts. */
export async function read(actor: Actor, period: Period, at: Date): Promise<{ open: readonly Open[]; told: Exchanged; naming: Naming }> {
  const { open: unsorted } = await openForMonitoring(actor, period, at);
  const open = unsorted.toSorted((a, b) => (a.details.start < b.details.start || (a.details.start === b.details.start && a.id < b.id) ? -1 : 1));
  const [names, positions] = [await naming(), await connections.positionsOf(open.map(({ id }) => id))];
  return { open, told: exchanged(open.map(({ id, details }): Exchangeable => ({ id, ...details })), names, (place) => positions.get(place) ?? null), naming: names };
}
