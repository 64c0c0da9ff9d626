import { IncidentDetails, MOST_LISTED, movesOf, type IncidentState, type ToldReport } from "~/domain/incident";
import type { Actor } from "~/domain/roles";
import type { Prisma } from "~/generated/prisma/client";
import * as accounts from "~/server/accounts/queries";
import * as consents from "~/server/consents/queries";
import { digestOf } from "~/server/custody";
import { db, type Tx } from "~/server/db";
import * as disclosures from "~/server/disclosures/queries";
import * as erasures from "~/server/erasures/queries";
import * as evidence from "~/server/evidence/queries";
import * as ledger from "~/server/ledger/queries";
import * as members from "~/server/members/queries";
import { incidentInScope, incidentsOf } from "~/server/scope";
import { openJson } from "~/server/sealing";

const team = { select: { id: true, name: true, code: true } } as const;

/** Open what an incident says. @throws VaultError when it was damaged */
export const detailsOf = (incident: { id: string; sealed: Uint8Array }): Promise<IncidentDetails> =>
  openJson(incident.sealed, { kind: "incident", id: incident.id }, IncidentDetails);

/** The incidents that the actor may see, newest first. */
export async function list(actor: Actor) {
  const rows = await db().incident.findMany({
    where: incidentsOf(actor),
    orderBy: { createdAt: "desc" },
    take: MOST_LISTED,
    select: {
      id: true, reference: true, state: true, createdAt: true, team, sealed: true,
      _count: { select: { items: { where: { state: { notIn: ["refused", "erased"] } } } } },
    },
  });
  const unlooked = await evidence.unlookedCounts(rows.map((row) => row.id));
  return Promise.all(
    rows.map(async ({ sealed, _count, ...row }) => {
      const { start, place, kinds } = await detailsOf({ id: row.id, sealed });
      return {
        ...row,
        state: row.state as IncidentState,
        start,
        place,
        kinds,
        items: _count.items,
        unlooked: unlooked.get(row.id) ?? 0,
      };
    }),
  );
}

/** As many as a queue holds. */
const MOST_QUEUED = 2000;

/** The incidents that are not closed and that the actor may see, as far as it can be said without opening any; those that waited longest if there are more. */
export async function openOnes(actor: Actor) {
  const rows = await db().incident.findMany({
    where: { AND: [incidentsOf(actor), { state: { not: "closed" } }] },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: MOST_QUEUED + 1,
    select: { id: true, reference: true, state: true, createdAt: true, teamId: true, assignedTo: true },
  });
  return { rows: rows.slice(0, MOST_QUEUED).map((row) => ({ ...row, state: row.state as IncidentState })), more: rows.length > MOST_QUEUED };
}

/** One incident with everything on its page. @throws Refusal `not-found` */
export async function read(actor: Actor, incidentId: string, at: Date) {
  const { id } = await incidentInScope(db(), actor, incidentId);
  const { sealed, ...row } = await db().incident.findUniqueOrThrow({
    where: { id },
    select: { id: true, reference: true, state: true, version: true, createdAt: true, assignedTo: true, team, sealed: true },
  });
  const state = row.state as IncidentState;
  const [details, accountList, items, { grantors, stands }, disclosureList, erased, reviewers] = await Promise.all([
    detailsOf({ id, sealed }),
    accounts.ofIncident(actor, id),
    evidence.summariesOf(actor, id, at),
    consents.grantorsWithStandings(actor, id, at),
    actor.role === "reviewer" ? disclosures.ofIncident(id) : [],
    erasures.tombstonesOf(id),
    actor.role === "reviewer" ? members.reviewers() : [],
  ]);
  return {
    ...row,
    // Which reviewer looks after it is said among reviewers.
    assignedTo: reviewers.some((one) => one.id === row.assignedTo) ? row.assignedTo : null,
    reviewers,
    state,
    details,
    moves: movesOf(state, actor.role),
    mayEdit: actor.role === "documenter" && state !== "closed",
    accounts: accountList,
    items: items.map((item) => ({ ...item, people: stands(item.people, { item: item.id }) })),
    grantors,
    disclosures: disclosureList,
    erased,
  };
}

/** What happened to an incident, its photos and its accounts, newest first, a page of it. @throws Refusal `not-found` */
export async function history(actor: Actor, incidentId: string, before: number | null) {
  const { id } = await incidentInScope(db(), actor, incidentId);
  const [items, texts] = await Promise.all([evidence.photoIds(id), accounts.idsOf(id)]);
  return ledger.historyOf(actor, { incident: id, items, accounts: texts }, before);
}

/**
 * By what a page that shows an incident knows that something of it changed since it was drawn: a digest of what moves when somebody works
 * on it, of which nothing is opened. For whoever's scope the caller has checked.
 */
export async function stampOf(tx: Tx, incidentId: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ stamp: string }[]>`
    SELECT encode(sha256(convert_to(concat_ws('/',
      i."version", i."state", i."assignedTo",
      (SELECT string_agg(concat_ws(',', e."id", e."state", e."regionsVersion", e."lookedAt",
         (SELECT count(*) FROM "ItemChecklist" c WHERE c."itemId" = e."id"),
         (SELECT count(*) FROM "Redaction" r WHERE r."itemId" = e."id" AND r."doneAt" IS NOT NULL)), ';' ORDER BY e."id")
       FROM "EvidenceItem" e WHERE e."incidentId" = i."id"),
      (SELECT string_agg(concat_ws(',', a."id", encode(sha256(a."sealed"), 'hex'), a."lookedAt"), ';' ORDER BY a."id")
       FROM "Account" a WHERE a."incidentId" = i."id"),
      (SELECT string_agg(concat_ws(',', c."id", s."at"), ';' ORDER BY c."id")
       FROM "Comment" c LEFT JOIN "CommentAside" s ON s."commentId" = c."id" WHERE c."incidentId" = i."id"),
      (SELECT string_agg(concat_ws(',', d."id", d."state"), ';' ORDER BY d."id") FROM "Disclosure" d WHERE d."incidentId" = i."id"),
      (SELECT count(*) FROM "Grantor" g WHERE g."incidentId" = i."id"),
      (SELECT count(*) FROM "ConsentRecord" o JOIN "Grantor" g ON g."id" = o."grantorId" WHERE g."incidentId" = i."id")
    ), 'UTF8')), 'hex') AS "stamp"
    FROM "Incident" i WHERE i."id" = ${incidentId}::uuid`;
  return row!.stamp;
}

export type Told = { readonly reference: string; readonly report: ToldReport };

/** By what somebody who was shown what a recipient is told says that it is this. */
export const toldDigest = ({ reference, report }: Told): string => digestOf({ reference, report });

/** What a recipient would be told of an incident, as it is now. */
export async function reportOf(tx: Tx, incidentId: string): Promise<Told> {
  const { sealed, ...row } = await tx.incident.findUniqueOrThrow({
    where: { id: incidentId },
    select: { id: true, reference: true, team: { select: { name: true } }, sealed: true },
  });
  const { askedOfObservers: _asked, people, ...told } = await detailsOf({ id: row.id, sealed });
  const { injuries: _injuries, ...counted } = people;
  return { reference: row.reference, report: { ...told, people: counted, team: row.team.name } };
}

/** Incidents of which there has been nothing new since `before`: no photo and no account came in. Of one, or of all. */
export async function quietSince(tx: Tx, before: Date, incidentId?: string): Promise<string[]> {
  const rows = await tx.incident.findMany({
    where: {
      ...(incidentId !== undefined && { id: incidentId }),
      createdAt: { lt: before }, items: { none: { receivedAt: { gte: before } } }, accounts: { none: { createdAt: { gte: before } } },
    },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** There is no photo and no account of it. The evidence of a consent is of the consent. */
export const nothingLeft = {
  erasedAt: null,
  items: { none: { state: { not: "erased" }, evidenceOf: { none: {} } } }, accounts: { none: { erasedAt: null } },
} as const satisfies Prisma.IncidentWhereInput;

/** Incidents of which nothing but the report was left already before `before`. Of one, or of all. */
export async function nothingLeftSince(tx: Tx, before: Date, incidentId?: string): Promise<string[]> {
  const rows = await tx.incident.findMany({
    where: { ...nothingLeft, ...(incidentId !== undefined && { id: incidentId }), nothingSince: { lt: before } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** The report that is taken apart for the index, unopened; null once it is erased. */
export const indexedOf = (tx: Tx, incidentId: string) =>
  tx.incident.findFirst({ where: { id: incidentId, erasedAt: null }, select: { id: true, teamId: true, sealed: true } });

/** Those of these incidents that the actor may see, by id, with their reports unopened. */
export async function headsOf(tx: Tx, actor: Actor, ids: readonly string[]) {
  const rows = await tx.incident.findMany({
    where: { AND: [{ id: { in: [...ids] } }, incidentsOf(actor)] }, select: { id: true, reference: true, state: true, sealed: true },
  });
  return new Map(rows.map((row) => [row.id, { ...row, state: row.state as IncidentState }]));
}
