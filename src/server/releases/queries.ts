import { snapshot } from "~/server/db";
import { verdictOf } from "~/server/disclosures/queries";
import { reportOf, toldDigest, type Told } from "~/server/incidents/queries";
import { reportFor } from "~/server/recipients/queries";

/**
 * What the recipient of a disclosure, whose scope the caller has checked, is told of its incident, or would be: as it was released, or else as it is now.
 * Null once it ended, or the report is erased.
 * @returns `digest` by which whoever decides says what they saw; `revised` where the incident says something else by now than what was decided on
 */
export const reportLeaving = (disclosureId: string): Promise<(Told & { digest: string; revised: boolean }) | null> =>
  snapshot(async (tx) => {
    const row = await tx.disclosure.findUniqueOrThrow({
      where: { id: disclosureId }, select: { id: true, incidentId: true, state: true, manifestSealed: true, verdictSealed: true, incident: { select: { erasedAt: true } } },
    });
    if (row.state === "refused" || row.state === "closed" || row.incident.erasedAt) return null;
    const now = toldDigest(await reportOf(tx, row.incidentId));
    const told = await reportFor(tx, row);
    const decided = row.state === "approved" ? (await verdictOf(row))?.told : toldDigest(told);
    return { ...told, digest: toldDigest(told), revised: decided !== now };
  });
