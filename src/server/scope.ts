import type { Prisma } from "~/generated/prisma/client";
import { Refusal } from "~/domain/refusal";
import type { Actor, Role } from "~/domain/roles";
import type { IncidentState } from "~/domain/incident";
import type { Tx } from "./db";

/**
 * Which rows an actor may see, as a filter: a list and a single row use the same one, so that what is not listed is
 * not found either. A role without a filter here does not compile.
 */
const none = { id: { in: [] } };

const incidents = {
  documenter: (actor) => ({ team: { places: { some: { memberId: actor.id } } } }),
  reviewer: () => ({}),
  steward: () => none,
  auditor: () => none,
  candidate: () => none,
} satisfies Record<Role, (actor: Actor) => Prisma.IncidentWhereInput>;

/** Also those whose report is gone: of whom they were about, and to whom something of them was given, there may still be something to answer. */
const everyIncidentOf = (actor: Actor): Prisma.IncidentWhereInput => incidents[actor.role](actor);
export const incidentsOf = (actor: Actor): Prisma.IncidentWhereInput => ({ AND: [everyIncidentOf(actor), { erasedAt: null }] });
/** What is erased is nobody's any more: that it was there is said by its erasure. */
export const itemsOf = (actor: Actor): Prisma.EvidenceItemWhereInput => ({ incident: incidentsOf(actor), state: { not: "erased" } });
export const accountsOf = (actor: Actor): Prisma.AccountWhereInput => ({ incident: incidentsOf(actor), erasedAt: null });
/** What reviewers say among themselves is theirs; the rest is also of the documenters of the team. */
export const commentsOf = (actor: Actor): Prisma.CommentWhereInput => ({
  incident: incidentsOf(actor), ...(actor.role !== "reviewer" && { audience: "team" }),
});
export const grantorsOf = (actor: Actor): Prisma.GrantorWhereInput => ({ incident: everyIncidentOf(actor), erasedAt: null });
export const disclosuresOf = (actor: Actor): Prisma.DisclosureWhereInput =>
  actor.role === "reviewer" ? { incident: everyIncidentOf(actor) } : none;
/** The keys of reviewers who are still in: whom somebody may let in. */
export const reviewerKeysOf = (actor: Actor): Prisma.ReviewerKeyWhereInput =>
  actor.role === "reviewer" ? { endedAt: null, member: { role: "reviewer", suspendedAt: null, vettedAt: { not: null } } } : none;
export const openingsOf = (actor: Actor): Prisma.OpeningWhereInput =>
  actor.role === "reviewer" ? { item: itemsOf(actor) } : none;
export const resealingsOf = (actor: Actor): Prisma.ResealingWhereInput => (actor.role === "reviewer" ? {} : none);
/** Whom reviewers give things to belongs to the instance: the same lawyer serves several teams. */
export const recipientsOf = (actor: Actor): Prisma.RecipientWhereInput => (actor.role === "reviewer" ? {} : none);
/** How people are asked belongs to the instance: stewards look after it, and whoever asks has it heard. */
export const recordingsOf = (actor: Actor): Prisma.RecordingWhereInput => (actor.role === "steward" || actor.role === "documenter" ? {} : none);
/** What an incident may be connected by. */
export const featuresOf = (actor: Actor): Prisma.FeatureWhereInput =>
  actor.role === "reviewer" ? { incidents: { some: { incident: incidentsOf(actor) } } } : none;
/** Witnesses belong to the instance. */
export const witnessesOf = (actor: Actor): Prisma.WitnessWhereInput =>
  actor.role === "auditor" || actor.role === "steward" || actor.role === "reviewer" ? { removedAt: null } : none;
export const noticesOf = (actor: Actor): Prisma.NoticeWhereInput =>
  actor.role === "reviewer" ? { disclosure: disclosuresOf(actor) } : none;
export const requestsOf = (actor: Actor): Prisma.RequestWhereInput =>
  actor.role === "reviewer" ? { grantor: grantorsOf(actor) } : none;
export const erasuresOf = (actor: Actor): Prisma.ErasureWhereInput =>
  actor.role === "reviewer" ? { incident: everyIncidentOf(actor) } : none;
export const holdsOf = (actor: Actor): Prisma.HoldWhereInput =>
  actor.role === "reviewer" ? { OR: [{ item: itemsOf(actor) }, { account: accountsOf(actor) }] } : none;
export const teamsOf = (actor: Actor): Prisma.TeamWhereInput =>
  actor.role === "reviewer" || actor.role === "steward" ? {} : { places: { some: { memberId: actor.id } } };

declare const scoped: unique symbol;
/** An incident that this actor may see. Minted only here. */
export type ScopedIncident = {
  readonly [scoped]: true;
  readonly id: string;
  readonly teamId: string;
  readonly reference: string;
  readonly state: IncidentState;
  readonly version: number;
};

const incidentShape = { id: true, teamId: true, reference: true, state: true, version: true } as const;

/**
 * Who of these members of the actor's role is in now, the actor included. Locked as {@link stillIn} locks.
 */
export async function whoIsIn(tx: Pick<Tx, "$queryRaw">, actor: Actor, others: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set([actor.id, ...others])];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Member"
    WHERE "id" = ANY(${ids}::uuid[]) AND "role" = ${actor.role} AND "vettedAt" IS NOT NULL AND "suspendedAt" IS NULL
    ORDER BY "id" FOR SHARE`;
  return new Set(rows.map(({ id }) => id));
}

/**
 * Still what they were when their request began: a body that was held back may arrive after a suspension. Waits for
 * one that is under way, and lets none begin until the transaction ends. Taken before every other lock, and of several
 * members of one role in the order of their ids, as a suspension takes them.
 * @param others ids of members of the same role who have to be there as well
 * @throws Refusal `not-found`
 */
export async function stillIn(tx: Tx, actor: Actor, ...others: readonly string[]): Promise<void> {
  const here = await whoIsIn(tx, actor, others);
  if (![actor.id, ...others].every((id) => here.has(id))) throw new Refusal("not-found");
}

/**
 * Whether somebody, candidates included, is here and not suspended. Locks their row until the transaction ends, so that a
 * suspension comes wholly before it or wholly after it.
 */
export async function stillHere(tx: Tx, memberId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Member" WHERE "id" = ${memberId}::uuid AND "suspendedAt" IS NULL FOR UPDATE`;
  return rows.length === 1;
}

/** Hold an incident's row until the transaction ends: its people, and what they say, change one after another. */
export const lockIncident = (tx: Tx, incidentId: string): Promise<unknown> =>
  tx.$queryRaw`SELECT "id" FROM "Incident" WHERE "id" = ${incidentId}::uuid FOR UPDATE`;

/** @throws Refusal `not-found` for what is not there and for what is not this actor's alike */
export async function incidentInScope(tx: Tx, actor: Actor, incidentId: string): Promise<ScopedIncident> {
  const incident = await tx.incident.findFirst({
    where: { AND: [{ id: incidentId }, incidentsOf(actor)] },
    select: incidentShape,
  });
  if (!incident) throw new Refusal("not-found");
  return incident as typeof incident & ScopedIncident;
}

/**
 * The same, for something that is to be changed: a closed incident stays as it is. Its row is held until the transaction ends, so that it is
 * closed before, or after what is changed.
 */
export async function openIncidentInScope(tx: Tx, actor: Actor, incidentId: string): Promise<ScopedIncident> {
  const { id } = await incidentInScope(tx, actor, incidentId);
  await lockIncident(tx, id);
  const incident = await incidentInScope(tx, actor, id);
  if (incident.state === "closed") throw new Refusal("not-now");
  return incident;
}

/** @throws Refusal `not-found` */
export async function itemInScope(tx: Tx, actor: Actor, itemId: string) {
  const item = await tx.evidenceItem.findFirst({
    where: { AND: [{ id: itemId }, itemsOf(actor)] },
    select: {
      id: true, incidentId: true, state: true, width: true, height: true, regionsVersion: true, suggestedIds: true,
      submittedBy: true, incident: { select: { state: true } },
    },
  });
  if (!item) throw new Refusal("not-found");
  return item;
}

/**
 * The same, for something that is to be said of it: what belongs to a closed incident stays as it is. A share of the incident is held until the
 * transaction ends, and taken before the item.
 * @throws Refusal `not-found`, `not-now`
 */
export async function openItemInScope(tx: Tx, actor: Actor, itemId: string) {
  const { id, incidentId } = await itemInScope(tx, actor, itemId);
  await tx.$queryRaw`SELECT "id" FROM "Incident" WHERE "id" = ${incidentId}::uuid FOR SHARE`;
  const item = await itemInScope(tx, actor, id);
  if (item.incident.state === "closed") throw new Refusal("not-now");
  return item;
}

/** An account that is there. @throws Refusal `not-found`, for one that was erased too */
export async function accountInScope(tx: Tx, actor: Actor, accountId: string): Promise<{ readonly id: string; readonly incidentId: string }> {
  const where = { AND: [{ id: accountId }, accountsOf(actor)] };
  const account = await tx.account.findFirst({ where, select: { id: true, incidentId: true } });
  if (!account) throw new Refusal("not-found");
  return account;
}

/** @throws Refusal `not-found` */
export async function grantorInScope(tx: Tx, actor: Actor, grantorId: string) {
  const grantor = await tx.grantor.findFirst({
    where: { AND: [{ id: grantorId }, grantorsOf(actor)] },
    select: { id: true, incidentId: true, minor: true, kind: true, memberId: true, pseudonym: true },
  });
  if (!grantor) throw new Refusal("not-found");
  return grantor;
}
