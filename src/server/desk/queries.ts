import { inOrder, nothingMissing, soonestFirst, type Due, type Line } from "~/domain/desk";
import type { Actor } from "~/domain/roles";
import * as accounts from "~/server/accounts/queries";
import * as comments from "~/server/comments/queries";
import * as consents from "~/server/consents/queries";
import * as erasures from "~/server/erasures/queries";
import * as evidence from "~/server/evidence/queries";
import * as holds from "~/server/holds/queries";
import * as incidents from "~/server/incidents/queries";
import * as members from "~/server/members/queries";
import * as notices from "~/server/notices/queries";
import * as requests from "~/server/requests/queries";
import * as teams from "~/server/teams/queries";

/** For as long before it ends a hold is due to be looked at again. */
const HOLD_WARNING_MS = 30 * 24 * 3600_000;

/** What falls due, by its incident. */
async function dues(actor: Actor, at: Date): Promise<ReadonlyMap<string, readonly Due[]>> {
  const [asked, told, gone, held, given] = await Promise.all([
    requests.waiting(actor), notices.dueOf(actor), erasures.dueOf(actor), holds.endingOf(actor, at, new Date(+at + HOLD_WARNING_MS)),
    consents.runsOut(actor, at),
  ]);
  const all: (Due & { readonly incidentId: string })[] = [
    ...asked.map(({ incidentId, due }) => ({ what: "request" as const, by: due, incidentId })),
    ...told.map((one) => ({ what: "notice" as const, ...one })),
    ...gone.map((one) => ({ what: "erasure" as const, ...one })),
    ...held.map((one) => ({ what: "hold" as const, ...one })),
    ...given.map(({ incidentId, until }) => ({ what: "consent" as const, by: until, incidentId })),
  ];
  return Map.groupBy(all, ({ incidentId }) => incidentId);
}

/**
 * A reviewer's queue: every incident that is not closed, what falls due first. However many there are, it is read in the same number of
 * questions, and nothing sealed is opened for it.
 */
export async function queue(actor: Actor, at: Date) {
  const [{ rows, more }, reviewers, ofTeams, waiting, due] = await Promise.all([
    incidents.openOnes(actor), members.reviewers(), teams.list(actor), comments.waiting(actor), dues(actor, at),
  ]);
  const ids = rows.map(({ id }) => id);
  const [photos, texts, people] = await Promise.all([evidence.missingOf(ids), accounts.unlookedCounts(ids), consents.unaskedCounts(ids)]);
  const waits = new Set(waiting.map(({ incidentId }) => incidentId));
  const known = new Set(reviewers.map(({ id }) => id));
  const lines: Line[] = rows.map(({ assignedTo, ...row }) => ({
    ...row,
    // Whoever is out looks after nothing any more.
    assignedTo: assignedTo !== null && known.has(assignedTo) ? assignedTo : null,
    missing: { ...nothingMissing, ...photos.get(row.id), accounts: texts.get(row.id) ?? 0, people: people.get(row.id) ?? 0 },
    due: soonestFirst(due.get(row.id) ?? []),
    waits: waits.has(row.id),
  }));
  return {
    me: actor.id,
    lines: lines.toSorted(inOrder),
    /** There are more than it holds. */
    more,
    reviewers,
    teams: ofTeams.map(({ id, name, code }) => ({ id, name, code })),
    waiting,
  };
}
