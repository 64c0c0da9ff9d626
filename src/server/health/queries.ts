import * as z from "zod";
import type { ItemState } from "~/domain/evidence";
import * as custodyKeys from "~/server/custodyKeys/queries";
import { db } from "~/server/db";
import * as erasures from "~/server/erasures/queries";
import * as fixity from "~/server/fixity/queries";
import { queueHealth } from "~/server/queue";
import * as stamps from "~/server/stamps/queries";

/** What the worker found of the walls around its decoder when it started, one by one. */
export const Confinement = z.array(z.object({ name: z.string(), held: z.boolean() }));
export type Confinement = z.infer<typeof Confinement>;

const items = (state: ItemState) => db().evidenceItem.count({ where: { state } });

/** How the instance is, in counts: nothing here says what anybody reported. */
export async function read() {
  const [beat, jobs, head, custodyKey, left, underOlder, received, ready, refused, erasing, objects, stamped] = await Promise.all([
    db().workerBeat.findUnique({ where: { id: 1 }, select: { seenAt: true, confinement: true } }),
    queueHealth(),
    db().ledgerHead.findUniqueOrThrow({ where: { id: 1 }, select: { size: true } }),
    custodyKeys.current(),
    custodyKeys.leftWithIt(),
    custodyKeys.underOlder(),
    items("received"),
    items("ready"),
    items("refused"),
    erasures.counts(),
    fixity.state(),
    stamps.state(),
  ]);
  return {
    worker: { seenAt: beat?.seenAt ?? null },
    jobs,
    ledger: { size: Number(head.size) },
    custodyKey: custodyKey === null ? null : { left, underOlder },
    items: { received, ready, refused },
    erasing,
    objects,
    stamps: stamped,
    confinement: Confinement.parse(beat?.confinement ?? []),
  };
}
